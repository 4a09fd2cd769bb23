"""What one person wrote into the ledgers last, read in one query: journeys, papers, certificates, calls, contacts."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, CharField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy, ngettext

from candidates import admin_verbs
from candidates.enums import BESIDE_THE_MILESTONES, CloseReason, ContactOutcome, DocumentState, Stage
from candidates.enums import Deed as Written
from candidates.models import ContactNote, Document, DocumentCheck, Journey, JourneyEvent
from candidates.models.journey import sits_until
from certificates.enums import State, TestKind
from certificates.models import Certificate, CertificateCheck
from notifications.enums import State as Sent
from notifications.models import Message
from training.models import Enrolment

if TYPE_CHECKING:
    from accounts.models import User

LOOKED_AT = 100  # rows of each ledger; a whole class is placed with one press
ONE_PRESS = timedelta(seconds=1)  # nobody decides on two people within a second
WORDS = {"what", "matter", "more", "whom"}
EVENT, PAPER, CERTIFICATE, CALL, CONTACT = "event", "paper", "certificate", "call", "contact"


@dataclass(frozen=True)
class Entry:
    """One row of a ledger. `what` and `matter` are codes of that ledger, `target` is the page that it stands on."""

    at: datetime
    ledger: str
    key: int
    what: str
    matter: str
    more: str
    whom: str
    target: int | None
    is_last: bool
    others: int = 0  # how many more were written with the same press


def last(user: "User") -> list[Entry]:
    """The newest first, those of one press as one."""
    first, *rest = parts(user)
    found = first.union(*rest, all=True).order_by("-at_instant", "-key") if rest else first
    return one_for_each_press([Entry(row.pop("at_instant"), **row) for row in found])


def parts(user: "User") -> list[QuerySet[Any, Any]]:
    found = [_events(user)]
    if user.has_perm("candidates.check_document"):
        found.append(_papers(user))
    if user.has_perm("certificates.verify_certificate"):
        found.append(_certificates(user))
    if user.has_perm("notifications.handle_message"):
        found.append(_calls(user))
    if user.has_perm("candidates.add_contactnote"):
        found.append(_contacts(user))
    return found


def one_for_each_press(rows: list[Entry]) -> list[Entry]:
    """Rows of the same deed that follow each other faster than anybody decides were written by one press.

    Photos are looked at one by one, so each of those stays a row of its own.
    """
    groups: list[list[Entry]] = []
    latest: dict[tuple[str, str, str], list[Entry]] = {}
    for row in rows:
        same = latest.get((row.ledger, row.what, row.matter))
        if same and row.ledger != PAPER and same[-1].at - row.at <= ONE_PRESS:
            same.append(row)
        else:
            groups.append([row])
            latest[row.ledger, row.what, row.matter] = groups[-1]
    return [replace(group[0], others=len(group) - 1) for group in groups]


def _row(rows: QuerySet[Any], ledger: str, *, at: str = "at", **columns: Any) -> QuerySet[Any, Any]:
    """The same columns from every ledger, as `Entry` names them."""
    words = {column: Cast(value, CharField()) for column, value in columns.items() if column in WORDS}
    found = rows.order_by(f"-{at}").values(
        ledger=Value(ledger, CharField()),
        key=F("pk"),
        at_instant=F(at),
        target=columns["target"],
        is_last=Cast(columns["is_last"], BooleanField()),
        **words,
    )
    return found[:LOOKED_AT]


def _events(user: "User") -> QuerySet[Any, Any]:
    newer = JourneyEvent.objects.filter(journey=OuterRef("journey"), pk__gt=OuterRef("pk"))
    rows = JourneyEvent.objects.filter(by=user, batch_entry=None, journey__in=Journey.objects.visible_to(user))
    # Told with the records that were joined.
    rows = rows.exclude(deed=Written.CLOSED, journey__closed_reason=CloseReason.TWICE)
    seats = Enrolment.objects.filter(journey=OuterRef("journey"), press__isnull=False).order_by("-recorded_at", "-pk")
    press = seats.values("press")[:1]  # by which a placement of many is taken back as one
    to_come = Q(deed=Written.LEFT, on__gt=timezone.localdate())  # its words say until when
    return _row(
        rows,
        EVENT,
        what=F("deed"),
        matter=F("stage"),
        more=Case(
            When(to_come, then=Cast("on", CharField())),
            When(deed__in=(Written.REACHED, Written.SEATED), then=Cast(Subquery(press), CharField())),
            default=F("journey__closed_reason"),
        ),
        whom=F("journey__candidate__name"),
        target=F("journey_id"),
        is_last=~Exists(newer),
    )


def _papers(user: "User") -> QuerySet[Any, Any]:
    newer = DocumentCheck.objects.filter(document=OuterRef("document"), pk__gt=OuterRef("pk"))
    journeys = Journey.objects.visible_to(user).filter(candidate=OuterRef("document__candidate"))
    as_decided = {"document__state": F("outcome"), "document__version": F("version")}
    return _row(
        DocumentCheck.objects.filter(by=user, document__in=Document.objects.visible_to(user)),
        PAPER,
        what=F("outcome"),
        matter=F("document__kind__name"),
        more=Cast("document_id", CharField()),
        whom=F("document__candidate__name"),
        target=Subquery(journeys.order_by("-registered_on", "-pk").values("pk")[:1]),
        is_last=Case(When(~Exists(newer), **as_decided, then=Value(True)), default=Value(False)),
    )


def _certificates(user: "User") -> QuerySet[Any, Any]:
    return _row(
        CertificateCheck.objects.filter(by=user, certificate__in=Certificate.objects.visible_to(user)),
        CERTIFICATE,
        what=F("outcome"),
        matter=F("certificate__test"),
        more=F("certificate__level"),
        whom=F("certificate__candidate__name"),
        target=F("certificate_id"),
        is_last=Value(False),
    )


def _calls(user: "User") -> QuerySet[Any, Any]:
    settled = Message.objects.visible_to(user).filter(handled_by=user, handled_at__isnull=False, state=Sent.FAILED)
    return _row(
        settled,
        CALL,
        at="handled_at",
        what=F("state"),
        matter=Value(""),
        more=Value(""),
        whom=F("name"),
        target=F("pk"),
        is_last=Value(True),
    )


def _contacts(user: "User") -> QuerySet[Any, Any]:
    """Without those that settled a message: each of these is told, and taken back, as a call."""
    notes = ContactNote.objects.standing().filter(by=user, journey__in=Journey.objects.visible_to(user))
    return _row(
        notes.exclude(message__handled_at__isnull=False),
        CONTACT,
        what=F("outcome"),
        matter=F("way"),
        more=Value(""),
        whom=F("journey__candidate__name"),
        target=F("journey_id"),
        is_last=Value(True),
    )


PAPER_WORDS = {
    DocumentState.APPROVED: gettext_lazy("%(paper)s checked"),
    DocumentState.RETURNED: gettext_lazy("%(paper)s sent back"),
    DocumentState.WAITING: gettext_lazy("%(paper)s: decision taken back"),
}


def in_words(entry: Entry) -> str:
    """What was done, as the line of the desk begins."""
    if entry.ledger == EVENT:
        return _event_in_words(entry)
    if entry.ledger == PAPER:
        return PAPER_WORDS[DocumentState(entry.what)] % {"paper": entry.matter}
    if entry.ledger == CERTIFICATE:
        state, test = str(State(entry.what).label), str(TestKind(entry.matter).label)
        return state if entry.others else f"{test} {entry.more}".strip() + f", {state.lower()}"
    if entry.ledger == CONTACT:
        return gettext("Contact, %(outcome)s") % {"outcome": str(ContactOutcome(entry.what).label).lower()}
    return gettext("Settled by phone")


def _event_in_words(entry: Entry) -> str:
    deed, stage = Written(entry.what), Stage(entry.matter)
    if deed == Written.REACHED:
        return str(stage.label)
    if deed == Written.LEFT and entry.more[:1].isdigit():
        return sits_until(date.fromisoformat(entry.more))
    if deed in BESIDE_THE_MILESTONES:
        return str(deed.label)
    if stage != Stage.CLOSED:
        return f"{deed.label}: {stage.label}"
    # Why it was closed, as the record says now. A list never says "unfit".
    if deed == Written.REOPENED or entry.others or entry.more in {"", CloseReason.UNFIT}:
        return str(deed.label)
    return f"{deed.label}, {str(CloseReason(entry.more).label).lower()}"


def whose(entry: Entry) -> str:
    """The person, or how many there were."""
    if not entry.others:
        return entry.whom or "–"
    number = entry.others + 1
    words = {"n": f"{number}+" if number >= LOOKED_AT else number}
    if entry.ledger == CALL:
        return ngettext("%(n)s message", "%(n)s messages", number) % words
    if entry.ledger == CERTIFICATE:
        return ngettext("%(n)s certificate", "%(n)s certificates", number) % words
    return ngettext("%(n)s person", "%(n)s people", number) % words


PAGES = {
    EVENT: "admin:candidates_journey",
    PAPER: "admin:candidates_journey",
    CERTIFICATE: "admin:certificates_certificate",
    CALL: "admin:notifications_message",
    CONTACT: "admin:candidates_journey",
}


def page(entry: Entry) -> str:
    """Where it stands; for many people, their list."""
    name = PAGES[entry.ledger]
    if entry.others or entry.target is None:
        return reverse(f"{name}_changelist")
    return reverse(f"{name}_change", args=[entry.target])


def _is_placement(entry: Entry) -> bool:
    return entry.what == Written.SEATED or (entry.what == Written.REACHED and entry.matter == Stage.TRAINING)


def way_back(entry: Entry, user: "User") -> tuple[str, str, str]:
    """Address, field and value of the button that takes it back; empty where there is none, or no longer.

    A check of a certificate cannot be unmade: what it says stays said.
    """
    if entry.others and entry.ledger == EVENT and _is_placement(entry) and entry.more:
        return reverse("admin:training_press_undo"), "press", entry.more
    if entry.others or not entry.is_last or entry.target is None:
        return "", "", ""
    if entry.ledger == PAPER and entry.what != DocumentState.WAITING:
        return reverse("admin:candidates_paper_undo", args=[entry.target]), "selesai", entry.more
    if entry.ledger == CALL:
        return reverse("admin:desk_call_undo"), "message", str(entry.key)
    if entry.ledger == CONTACT:
        return reverse("admin:candidates_contact_undo", args=[entry.target]), "note", str(entry.key)
    if entry.ledger == EVENT:
        event = JourneyEvent(deed=entry.what, stage=entry.matter)
        if admin_verbs.verb_to_undo(event, user) is not None:
            return reverse("admin:candidates_journey_undo", args=[entry.target]), "event", str(entry.key)
    return "", "", ""

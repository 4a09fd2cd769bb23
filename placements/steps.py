"""The steps to the flight: started by an offer, ticked one by one, whoever's turn it is."""

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from candidates import journey as journeys
from candidates.models import Candidate, Journey
from candidates.names import Verdict, differences
from candidates.papers_agree import Said, against, doubt, names_somebody
from certificates.sitting import test_accounts
from core.refusal import Gap, Refused, SomebodyWasFirst
from placements.models import SchemeStep, Step

if TYPE_CHECKING:
    from accounts.models import User

PASSPORT = "passport"
PAPER = ("number", "name_there", "born_there", "issued_on", "expires_on")


def start(journey: Journey, *, on: date) -> list[Step]:
    """Give the person the steps that their scheme prescribes on that day, with owners and due days.

    Papers that are already there (a passport from an earlier try) are not asked for again.
    """
    there = set(Step.objects.live().filter(journey=journey).values_list("kind_id", flat=True))
    return Step.objects.bulk_create(
        Step(
            journey=journey,
            kind=planned.kind,
            position=planned.position,
            owner=planned.owner or planned.kind.owner,
            due_on=on + timedelta(days=planned.default_days),
        )
        for planned in SchemeStep.objects.valid(journey.scheme_id, on)
        if planned.kind_id not in there
    )


def stop(journey: Journey, *, by: "User | None", reason: str) -> None:
    """Ask for nothing more: the open steps are cancelled, what was done stays."""
    Step.objects.open().filter(journey=journey).update(
        cancelled_at=timezone.now(), cancelled_by=by, cancel_reason=reason[:200]
    )


def complete(
    step: Step,
    *,
    by: "User | None",
    on: date | None = None,
    number: str = "",
    name: str = "",
    born: date | None = None,
    issued_on: date | None = None,
    expires_on: date | None = None,
    knowing: bool = False,
) -> Step:
    """Record that a step is done, with number and dates of its paper. A contract, COE or visa moves the journey.

    A paper that shows no last day gets the validity of its kind, counted from its issue.
    A passport that names the person differently is refused until `by` says that they know.
    Raises `Refused` with everything that is missing, and `SomebodyWasFirst` when it was done already.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = _locked(step)
        if locked.done_on is not None:
            raise SomebodyWasFirst(_who_was_first(locked))
        if expires_on is None:
            expires_on = _default_expiry(locked, issued_on or on)
        name = " ".join(name.split()) if locked.kind.says_who else ""
        gaps = _paper_gaps(locked, on, number, issued_on, expires_on) + _who_gaps(locked, name, born, knowing)
        if gaps:
            raise Refused(gaps)
        locked.done_on, locked.done_by, locked.done_at = on, by, timezone.now()
        locked.number, locked.issued_on, locked.expires_on = number.strip(), issued_on, expires_on
        locked.name_there, locked.born_there = name, born if locked.kind.says_who else None
        locked.save(update_fields=["done_on", "done_by", "done_at", *PAPER])
        if locked.kind.milestone:
            journeys.reach(locked.journey, locked.kind.milestone, by=by, on=on)
    return locked


def undo(step: Step, *, by: "User | None", on: date | None = None, reason: str = "") -> Step:
    """Take back a step that was ticked by mistake. The row stays as cancelled; a fresh open one is returned."""
    with transaction.atomic():
        locked = _locked(step)
        if locked.done_on is None:
            raise Refused(Gap("not_done", _("This step was already undone.")))
        locked.cancelled_at, locked.cancelled_by, locked.cancel_reason = timezone.now(), by, reason[:200]
        locked.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])
        if locked.kind.milestone:
            journeys.undo(locked.journey, locked.kind.milestone, by=by, on=on, reason=reason[:200])
        return Step.objects.create(
            journey=locked.journey,
            kind=locked.kind,
            position=locked.position,
            owner=locked.owner,
            due_on=locked.due_on,
        )


@names_somebody
def papers_of_steps(candidate: Candidate) -> list[Said]:
    """What the papers of the way to Japan call the person."""
    named = Step.objects.done().filter(journey__candidate=candidate).exclude(name_there="").select_related("kind")
    return [Said(str(s.kind), s.name_there, s.born_there, s.kind_id == PASSPORT, s) for s in named.order_by("done_on")]


def doubts(step: Step, name: str, born: date | None) -> list[Gap]:
    """Where the paper in hand names somebody else than the record and the test accounts do."""
    candidate = step.journey.candidate
    found = against(candidate, Said(str(step.kind), name, born))
    gaps = []
    if name and found.name.verdict != Verdict.SAME:
        words = {"record": candidate.name, "how": differences(found.name, None)}
        gaps.append(Gap("name_differs", _("On file: “%(record)s”, %(how)s.") % words, beside="name"))
    if found.day and found.day.verdict != Verdict.SAME:
        words = {"record": date_format(candidate.birth_date), "how": str(found.day)}
        gaps.append(Gap("birth_date_differs", _("On file: %(record)s (%(how)s).") % words, beside="born"))
    others = [doubt(name, account) for account in test_accounts(candidate)] if name else []
    return gaps + [Gap("account_differs", sentence, beside="name") for sentence in dict.fromkeys(others) if sentence]


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month: 30 November + 3 = 28 February."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _locked(step: Step) -> Step:
    Journey.objects.select_for_update().get(pk=step.journey_id)
    rows = Step.objects.select_for_update(of=("self",)).select_related("journey__candidate", "kind", "done_by")
    locked = rows.get(pk=step.pk)
    if locked.cancelled_at is not None:
        gap = Gap("cancelled", _("This step was cancelled in the meantime. Your entry was not saved."))
        raise SomebodyWasFirst(gap)
    return locked


def _who_was_first(step: Step) -> Gap:
    words = {
        "who": step.done_by or _("Somebody"),
        "step": step.kind,
        "time": time_format(timezone.localtime(step.done_at)) if step.done_at else "–",
    }
    return Gap(
        "already_done", _("%(who)s was first to record “%(step)s”, at %(time)s. Your entry was not saved.") % words
    )


def _default_expiry(step: Step, issued_on: date) -> date | None:
    planned = SchemeStep.objects.valid(step.journey.scheme_id, issued_on).filter(kind=step.kind).first()
    if planned is None or planned.validity_months is None:
        return None
    return months_later(issued_on, planned.validity_months)


def _who_gaps(step: Step, name: str, born: date | None, knowing: bool) -> list[Gap]:
    gaps: list[Gap] = []
    if not step.kind.says_who:
        return gaps
    if not name:
        gaps.append(Gap("name", _("Write the name that is on the paper (%(step)s).") % {"step": step.kind}))
    if born is None:
        gaps.append(Gap("born", _("Write the birth date that is on the paper (%(step)s).") % {"step": step.kind}))
    return gaps if knowing else gaps + doubts(step, name, born)


def _paper_gaps(step: Step, on: date, number: str, issued_on: date | None, expires_on: date | None) -> list[Gap]:
    gaps = []
    if not step.journey.is_open:
        gaps.append(Gap("journey_closed", _("This journey is closed. Reopen it first.")))
    if on > timezone.localdate():
        gaps.append(Gap("future", _("The day lies in the future. Record it when it has happened.")))
    if step.kind.needs_number and not number.strip():
        gaps.append(Gap("number", _("Write the number that is on the paper (%(step)s).") % {"step": step.kind}))
    if step.kind.needs_expiry and expires_on is None:
        gaps.append(Gap("expiry", _("Write the last day on which it is valid (%(step)s).") % {"step": step.kind}))
    if issued_on and issued_on > on:
        gaps.append(Gap("issued_later", _("The paper cannot be issued after it was received.")))
    if expires_on and expires_on < (issued_on or on):
        words = {"day": date_format(expires_on)}
        gaps.append(Gap("expired", _("The last day of validity (%(day)s) has already passed.") % words))
    return gaps

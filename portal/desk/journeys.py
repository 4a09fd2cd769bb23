"""The queues of people: to be checked, to be decided on, to be given a class."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import admin_verbs, documents, promises
from candidates.admin_verbs import JourneyVerb
from candidates.enums import Stage
from candidates.models import AccessLog, Candidate, Document, Journey, SelectionTest
from candidates.own_documents import state_words
from core.components import unbroken
from placements import arriving
from portal.desk import notes
from portal.desk.queue import Deed, Queue, Shown, rows
from training import placing

if TYPE_CHECKING:
    from accounts.models import User

PERSON = ("candidate__kelurahan", "programme", "scheme", "sector")


def everybody(user: "User") -> QuerySet[Journey]:
    return Journey.objects.visible_to(user)


def registered(user: "User", on: date) -> QuerySet[Journey]:
    return everybody(user).filter(stage=Stage.REGISTERED)


def undecided(user: "User", on: date) -> QuerySet[Journey]:
    """Checked, and nobody has decided. Who is on the reserve list was decided on; they wait for a place."""
    return everybody(user).filter(stage=Stage.VERIFIED)


def without_class(user: "User", on: date) -> QuerySet[Journey]:
    return placing.without_a_class(everybody(user), on)


def not_arrived(user: "User", on: date) -> QuerySet[Journey]:
    return arriving.not_reported(everybody(user))  # type: ignore[arg-type, return-value]


def deeds_in(*order: str) -> Any:
    """The deeds that the apps have registered for this stage; those of the queue first, so that their keys stay."""

    def place(verb: JourneyVerb) -> int:
        return order.index(verb.slug) if verb.slug in order else len(order)

    def deeds(journey: Journey, user: "User") -> list[Deed]:
        return [deed_of(verb, journey) for verb in sorted(admin_verbs.offered(journey, user), key=place)]

    return deeds


def deed_of(verb: JourneyVerb, journey: Journey) -> Deed:
    def perform(item: Journey, *, by: "User", expected: str, data: dict[str, Any]) -> object:
        assert verb.perform is not None
        return verb.perform(journey=item, by=by, on=None, expected=expected, data=data)

    return Deed(
        slug=verb.slug,
        label=verb.label,
        perform=None if verb.page else perform,
        kind=verb.kind,
        form=lambda: verb.form_class,
        asks=verb.confirm,
        page=verb.page(journey) if verb.page else "",
        initial=(lambda: initial(journey)) if (initial := verb.initial) else None,
    )


Facts = list[tuple[object, object]]


def facts_of(journey: Journey, *, whole: bool, extra: Sequence[tuple[object, object]] = ()) -> Facts:
    """Who this is. `whole` shows the NIK and the number in full: to compare them with the papers."""
    person = journey.candidate
    birth = _("%(day)s (%(age)s years old)") % {"day": date_format(person.birth_date), "age": person.age()}
    return rows(
        (_("NIK"), unbroken(person.nik if whole else person.nik_masked)),
        (_("Birth date"), birth),
        (_("Sex"), person.get_sex_display()),
        (_("Address"), person.kelurahan or person.address_outside),
        (_("Phone"), person.phone_local if whole else person.phone_masked),
        (_("Marital status"), person.get_marital_status_display()),
        (_("Trainee in Japan before"), person.get_was_trainee_display()),
        (
            _("Wishes"),
            ", ".join(str(wish.sector) for wish in journey.wishes.select_related("sector")) or journey.sector,
        ),
        (_("Programme"), f"{journey.programme} · {journey.scheme}"),
        (_("Came in by"), journey.get_origin_display()),
        (_("Registered"), date_format(journey.registered_on)),
        (_("Checked"), date_format(journey.verified_on) if journey.verified_on else ""),
        (_("Selected"), date_format(journey.selected_on) if journey.selected_on else ""),
        *extra,
        (_("Agreed to"), agreements(person)),
    )


def agreements(person: Candidate) -> str:
    given = person.consents.filter(withdrawn_at=None).select_related("text")
    return ", ".join(str(consent.text.get_purpose_display()) for consent in given) or _("nothing on file")


def tags_of(journey: Journey) -> list[tuple[str, object]]:
    person = journey.candidate
    return [
        *([("waiting", _("KTP differs from NIK"))] if person.nik_differs else []),
        *([("waiting", _("Outside Kota Serang"))] if not person.is_resident else []),
        *([("waiting", _("Under 18"))] if person.age() < 18 else []),
        ("info", journey.get_stage_display()),
    ]


def shown(journey: Journey, *, whole: bool = False, extra: Sequence[tuple[object, object]] = ()) -> Shown:
    return Shown(
        heading=journey.candidate.name,
        facts=[(_("Number"), unbroken(journey.registration_no)), *facts_of(journey, whole=whole, extra=extra)],
        tags=tags_of(journey),
        url=reverse("admin:candidates_journey_change", args=[journey.pk]),
    )


def shown_with_tests(journey: Journey) -> Shown:
    """To be decided on: how every selection test went, or when the next one is."""
    return shown(journey, extra=[(_("Selection test"), how_it_went(test)) for test in journey.tests.all()])


def how_it_went(test: SelectionTest) -> str:
    words = {"day": date_format(test.on), "came": test.get_attendance_display()}
    if not test.attendance:
        return _("%(day)s: no result yet") % words
    if test.score is None:
        return _("%(day)s: %(came)s") % words
    score = number_format(test.score.quantize(Decimal(1)) if test.score == int(test.score) else test.score)
    return _("%(day)s: score %(score)s") % {**words, "score": score}


def shown_whole(journey: Journey) -> Shown:
    """To be checked: all that was typed, and which papers have not come. They are mentioned; only a rule can stop."""
    lacking = documents.missing(journey, Stage.VERIFIED, timezone.localdate())
    words = [f"{paper.kind.name}: {state_words(paper).lower()}" for paper in lacking]
    return replace(shown(journey, whole=True), warnings=words)


def write_down_the_look(journey: Journey, user: "User") -> None:
    AccessLog.objects.create(candidate_id=journey.candidate_id, by=user, what="record")


def name_of(journey: Journey) -> str:
    return journey.candidate.name


def stage_of(journey: Journey) -> str:
    return journey.stage


def itself(journey: Journey) -> Journey:
    return journey


CHECK = Queue(
    slug="periksa",
    title=gettext_lazy("New registrations"),
    verb=gettext_lazy("Check"),
    key="1",
    permission="candidates.verify_journey",
    everything=everybody,
    waiting=registered,
    since="registered_on",
    promise=promises.CHECKED_WITHIN,
    show=shown_whole,
    looked=write_down_the_look,
    deeds=deeds_in("verify"),
    name=name_of,
    expected=stage_of,
    journey_of=itself,
    related=PERSON,
)
DECIDE = Queue(
    slug="seleksi",
    title=gettext_lazy("Selection not decided"),
    verb=gettext_lazy("Decide"),
    key="2",
    permission="candidates.select_journey",
    everything=everybody,
    waiting=undecided,
    since="verified_on",
    note=lambda user, on: notes.tests_of(undecided(user, on), on),
    show=shown_with_tests,
    deeds=deeds_in("select", "reserve", "decline"),
    name=name_of,
    expected=stage_of,
    journey_of=itself,
    related=PERSON,
)
PLACE = Queue(
    slug="tempatkan",
    title=gettext_lazy("Without a class"),
    verb=gettext_lazy("Place"),
    key="3",
    permission="training.place_trainee",
    everything=lambda user: placing.since_when(everybody(user)),
    waiting=without_class,
    since="without_class_since",
    deeds_move_it=True,  # whoever sits waits since the last day in that class
    note=notes.next_class,
    show=shown,
    deeds=deeds_in("place", "nominate"),
    opens="place",
    name=name_of,
    expected=stage_of,
    journey_of=itself,
    related=PERSON,
)


def photos_waiting(user: "User", on: date) -> QuerySet[Document]:
    return Document.objects.visible_to(user).waiting()


def photo_shown(document: Document) -> Shown:
    return Shown(heading=f"{document.kind}, {document.candidate}", facts=[])


# Worked through on the page that shows the photo beside what was typed.
PAPERS = Queue(
    slug="berkas",
    title=gettext_lazy("Photos of papers"),
    verb=gettext_lazy("Check papers"),
    key="1",
    permission="candidates.check_document",
    everything=lambda user: Document.objects.visible_to(user),
    waiting=photos_waiting,
    since="sent_at",
    promise=promises.CHECKED_WITHIN,
    show=photo_shown,
    deeds=lambda document, user: [],
    name=lambda document: document.candidate.name,
    related=("candidate", "kind"),
    page="admin:candidates_next_paper",
)
ARRIVALS = Queue(
    slug="tiba",
    title=gettext_lazy("Departed, arrival not reported"),
    verb=gettext_lazy("Write down"),
    key="",
    permission="placements.record_arrival",
    everything=everybody,
    waiting=not_arrived,
    since="departed_on",
    show=shown,
    deeds=deeds_in("arrive"),
    opens="arrive",
    name=name_of,
    expected=stage_of,
    journey_of=itself,
    related=PERSON,
)

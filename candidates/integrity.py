"""What must be true of all people and journeys."""

from collections.abc import Iterable

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from candidates import merge_ways
from candidates.enums import MILESTONES, BatchDeed, Deed, DocumentState, Origin, Outcome, Purpose, Stage
from candidates.erasure import GONE
from candidates.models import (
    BatchEntry,
    Candidate,
    Consent,
    DataRequest,
    Document,
    DocumentCheck,
    DocumentPage,
    Journey,
    JourneyEvent,
    MergeRecord,
    Programme,
)
from candidates.models.rights import WITHIN
from candidates.retention import last_day
from core.integrity import invariant
from notifications.models import Message


def _last(stage: str, deeds: list[Deed], field: str) -> Subquery:
    """The last row of the ledger about this milestone."""
    events = JourneyEvent.objects.filter(journey=OuterRef("pk"), stage=stage, deed__in=deeds)
    return Subquery(events.order_by("-at", "-pk").values(field)[:1])


@invariant("Every milestone is the last word of the ledger about it")
def ledger_and_milestones_agree() -> Iterable[str]:
    for stage, column in MILESTONES.items():
        told = Journey.objects.exclude(origin=Origin.ALUMNI).annotate(
            deed=_last(stage, [Deed.REACHED, Deed.UNDONE], "deed"), day=_last(stage, [Deed.REACHED, Deed.UNDONE], "on")
        )
        # A correction of the day is a row of its own, so the day of the last row is the day of the milestone.
        stands = Q(**{f"{column}__isnull": False})
        recorded = Q(deed=Deed.REACHED)
        wrong = told.filter((stands & (Q(deed=None) | ~recorded)) | (~stands & recorded))
        yield from (f"journey {pk}: {stage}" for pk in wrong.values_list("pk", flat=True))


@invariant("A journey is closed when the ledger says so, and only then")
def ledger_and_closing_agree() -> Iterable[str]:
    told = Journey.objects.annotate(deed=_last(Stage.CLOSED, [Deed.CLOSED, Deed.REOPENED], "deed"))
    closed = Q(closed_on__isnull=False)
    wrong = told.filter((closed & (Q(deed=None) | ~Q(deed=Deed.CLOSED))) | (~closed & Q(deed=Deed.CLOSED)))
    return (f"journey {pk}" for pk in wrong.values_list("pk", flat=True))


@invariant("Nobody has two open journeys")
def one_open_journey() -> Iterable[str]:
    open_ones = Count("journeys", filter=Q(journeys__closed_on=None, journeys__returned_on=None))
    several = Candidate.objects.annotate(open_ones=open_ones).filter(open_ones__gt=1)
    return (f"candidate {pk}" for pk in several.values_list("pk", flat=True))


@invariant("Whoever registered by form agreed to it")
def registered_with_consent() -> Iterable[str]:
    given = Consent.objects.filter(candidate=OuterRef("candidate"), text__purpose=Purpose.REGISTRATION)
    by_form = Journey.objects.filter(origin__in=[Origin.ONLINE, Origin.WALK_IN])
    return (f"journey {pk}" for pk in by_form.filter(~Exists(given)).values_list("pk", flat=True))


@invariant("A walk-in names the officer who typed it")
def walk_in_names_the_officer() -> Iterable[str]:
    nameless = Journey.objects.filter(origin=Origin.WALK_IN).exclude(
        Exists(JourneyEvent.objects.filter(journey=OuterRef("pk"), stage=Stage.REGISTERED, by__isnull=False))
    )
    return (f"journey {pk}" for pk in nameless.values_list("pk", flat=True))


@invariant("Nobody is registered without a journey")
def everybody_has_a_journey() -> Iterable[str]:
    nobody = Candidate.objects.filter(journeys=None, merged_into=None)
    return (f"candidate {pk}" for pk in nobody.values_list("pk", flat=True))


@invariant("A record that goes on as another has no journey, and goes on as one that is alive")
def merged_records_are_empty() -> Iterable[str]:
    merged = Candidate.objects.filter(merged_into__isnull=False)
    wrong = merged.filter(Q(journeys__isnull=False) | Q(merged_into__merged_into__isnull=False))
    half = merged.filter(erased_at=None, merged_into__erased_at__isnull=False)
    return (
        f"candidate {pk}" for pk in sorted({*wrong.values_list("pk", flat=True), *half.values_list("pk", flat=True)})
    )


@invariant("Nothing came to a record that goes on as another")
def merged_records_stay_empty() -> Iterable[str]:
    """Of what a person has once, something rests there; everything else moved, so what is there came since."""
    merged = Candidate.objects.filter(merged_into__isnull=False, erased_at=None)
    for way in merge_ways.ways():
        if way.pick is merge_ways.everything:
            rows = way.model._base_manager.filter(**{f"{way.field}__in": merged})
            yield from (f"{way.model._meta.label} {pk}" for pk in rows.values_list("pk", flat=True))


@invariant("Two records are one person exactly as long as somebody's decision says so")
def merges_and_records_agree() -> Iterable[str]:
    merged = Candidate.objects.filter(merged_into__isnull=False)
    decided = MergeRecord.objects.live().values("gone")
    yield from (f"candidate {pk}" for pk in merged.exclude(pk__in=decided).values_list("pk", flat=True))
    loose = MergeRecord.objects.live().filter(gone__merged_into=None)
    yield from (f"merge {pk}" for pk in loose.values_list("pk", flat=True))


@invariant("A decision for many names what it did with each person it moved")
def decisions_name_what_they_did() -> Iterable[str]:
    done = BatchEntry.objects.filter(outcome=Outcome.DONE)
    moved = done.exclude(batch__deed=BatchDeed.INVITE).filter(Q(event=None) | ~Q(event__journey=F("journey")))
    invited = done.filter(batch__deed=BatchDeed.INVITE).filter(Q(test=None) | ~Q(test__journey=F("journey")))
    return (
        f"decision {batch}: journey {journey}" for batch, journey in (moved | invited).values_list("batch", "journey")
    )


@invariant("Published results say which day and who")
def published_results_name_the_officer() -> Iterable[str]:
    nameless = Programme.objects.filter(results_on__isnull=False, results_by=None)
    return (f"programme {year}" for year in nameless.values_list("year", flat=True))


@invariant("A paper stands as its last check says, and its version has photos")
def papers_stand_as_checked() -> Iterable[str]:
    last = DocumentCheck.objects.filter(document=OuterRef("pk"), version=OuterRef("version")).order_by("-at", "-pk")
    photos = DocumentPage.objects.filter(document=OuterRef("pk"), version=OuterRef("version"))
    told = Document.objects.annotate(said=Subquery(last.values("outcome")[:1]))
    unsaid = ~Q(state=DocumentState.WAITING) & (Q(said=None) | ~Q(said=F("state")))
    wrong = told.filter(unsaid | (Q(said__isnull=False) & ~Q(said=F("state"))) | (Q(version__gt=0) & ~Exists(photos)))
    return (f"paper {pk}" for pk in wrong.values_list("pk", flat=True))


@invariant("Nothing personal is left of who was erased")
def erased_people_are_nobody() -> Iterable[str]:
    erased = Candidate.objects.exclude(erased_at=None)
    keys = {f"candidate:{pk}": pk for pk in erased.values_list("pk", flat=True)}
    told = Message.objects.filter(person_key__in=keys).exclude(address=GONE, name=GONE, body=GONE)
    left = [
        erased.filter(Exists(Document.objects.filter(candidate=OuterRef("pk")))).values_list("pk", flat=True),
        erased.filter(journeys__typed_anew__isnull=False).values_list("pk", flat=True),
        [keys[key] for key in told.values_list("person_key", flat=True)],
    ]
    return (f"candidate {pk}" for pk in sorted({pk for part in left for pk in part}))


@invariant("Every request about personal data has the deadline that the law gives it")
def requests_are_due_in_three_days() -> Iterable[str]:
    wrong = DataRequest.objects.exclude(due_at=F("asked_at") + WITHIN)
    return (f"request {pk}" for pk in wrong.values_list("pk", flat=True))


@invariant("Nobody is kept longer than the consent promises because no decision was made")
def everybody_was_decided_about() -> Iterable[str]:
    """The deletion after the promised months spares who is still under way, so somebody has to decide before."""
    today = timezone.localdate()
    late = [programme.pk for programme in Programme.objects.all() if last_day(programme) < today]
    left = Journey.objects.left_over(today).filter(programme__in=late)
    return (f"journey {pk}" for pk in left.values_list("pk", flat=True))

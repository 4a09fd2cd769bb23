"""What must be true of all rows between the offer and the flight."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from candidates.enums import MILESTONES, Origin
from candidates.models import Journey
from core.integrity import invariant
from placements.enums import Result, StepMilestone
from placements.models import Departure, Nomination, Step


def _named(kind: str, rows: QuerySet) -> Iterable[str]:
    return (f"{kind} {pk}" for pk in rows.order_by("pk").values_list("pk", flat=True))


def _from_the_portal() -> QuerySet[Journey]:
    """Alumni left before the portal: their papers and flights are not here."""
    return Journey.objects.exclude(origin=Origin.ALUMNI)


@invariant("Whoever departed has one confirmed departure of that day, by two people")
def departed_is_confirmed() -> Iterable[str]:
    proof = Departure.objects.confirmed().filter(journey=OuterRef("pk"), flight_on=OuterRef("departed_on"))
    by_two = proof.exclude(confirmed_by=F("recorded_by"))
    return _named("journey", _from_the_portal().filter(~Exists(by_two), departed_on__isnull=False))


@invariant("A confirmed departure is the journey's day of departure")
def confirmed_is_departed() -> Iterable[str]:
    same_day = Q(journey__departed_on__isnull=False, journey__departed_on=F("flight_on"))
    return _named("departure", Departure.objects.confirmed().exclude(same_day))


@invariant("Never more people accepted than seats")
def accepted_within_seats() -> Iterable[str]:
    return _named("nomination", Nomination.objects.filter(seat__gt=F("job_order__seats")))


@invariant("Whoever has an offer passed an interview")
def an_offer_has_an_interview() -> Iterable[str]:
    passed = Nomination.objects.standing().filter(journey=OuterRef("pk"), result=Result.PASSED)
    under_way = _from_the_portal().filter(offered_on__isnull=False, closed_on__isnull=True)
    return _named("journey", under_way.filter(~Exists(passed)))


@invariant("Whoever passed an interview has an offer")
def an_interview_is_an_offer() -> Iterable[str]:
    passed = Nomination.objects.standing().filter(result=Result.PASSED)
    return _named("nomination", passed.filter(journey__offered_on__isnull=True))


@invariant("Contract, COE and visa have a step that was done that day")
def a_milestone_has_a_step() -> Iterable[str]:
    for milestone in StepMilestone.values:
        column = MILESTONES[milestone]
        done = Step.objects.done().filter(journey=OuterRef("pk"), kind__milestone=milestone, done_on=OuterRef(column))
        yield from _named(
            f"{milestone} of journey", _from_the_portal().filter(~Exists(done), **{f"{column}__isnull": False})
        )


@invariant("A contract, COE or visa that is ticked is the milestone of the journey")
def a_step_has_a_milestone() -> Iterable[str]:
    for milestone in StepMilestone.values:
        column = f"journey__{MILESTONES[milestone]}"
        other_day = Q(**{f"{column}__isnull": True}) | ~Q(**{column: F("done_on")})
        yield from _named("step", Step.objects.done().filter(other_day, kind__milestone=milestone))

"""The questions behind the report. Each is a queryset of plain values; together they go in one trip."""

from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, When
from django.db.models.functions import ExtractMonth, ExtractYear, TruncDate

from candidates.enums import MILESTONES, Origin, Stage
from candidates.models import Journey, Programme, Sector
from certificates.unbooked import closing
from placements.models import Departure, JobOrder, SchemeStep, Step
from reports.ceiling import UNDER_WAY, WITH_OFFER
from reports.counting import departures
from reports.models import Target

Rows = QuerySet[Any, dict[str, Any]]
LAST_DEPARTURES = 200  # what is usual is told by these; older ones went under other circumstances
A_YEAR, MOST_LOOKS_BACK = 365, 12
STOOD = "stood_"
TIMED = (Stage.TRAINING, Stage.QUALIFIED, *WITH_OFFER)


def targets(on: date) -> Rows:
    """All decisions of that day and before, the newest last."""
    decided = Target.objects.filter(decided_on__lte=on).annotate(slugs=ArrayAgg("schemes__slug"))
    return decided.order_by("decided_on", "pk").values("number", "decided_on", "slugs", year=F("programme__year"))


def departed_by_month(on: date) -> Rows:
    """The confirmed departures until that day, by year, month, scheme and sector."""
    return (
        departures(on)
        .order_by()
        .values(
            year=ExtractYear("flight_on"),
            month=ExtractMonth("flight_on"),
            scheme=F("journey__scheme_id"),
            sector=F("journey__sector_id"),
        )
        .annotate(number=Count("pk"))
    )


def stages(year: int, on: date) -> Rows:
    """The people of one programme by the stage at which they stood that day, scheme and sector."""
    found = Journey.objects.as_of(on).filter(programme__year=year).order_by()
    return found.values("stood_at", "scheme_id", "sector_id").annotate(number=Count("pk"))


def before_the_portal(on: date) -> QuerySet[Journey]:
    return Journey.objects.filter(origin=Origin.ALUMNI, departed_on__lte=on)


def alumni(on: date) -> Rows:
    """Who left before the portal, by year: shown, and counted for no target."""
    return before_the_portal(on).order_by().values(year=ExtractYear("departed_on")).annotate(number=Count("pk"))


def taken_back(year: int, on: date) -> QuerySet[Departure]:
    """Departures of that year that were counted, and then taken back or replaced."""
    return Departure.objects.filter(confirmed_at__isnull=False, cancelled_at__date__lte=on, flight_on__year=year)


def corrections(year: int, on: date) -> Rows:
    """The same by day."""
    found = taken_back(year, on).order_by(TruncDate("cancelled_at").desc())
    return found.values(day=TruncDate("cancelled_at")).annotate(number=Count("pk"), replaced=Count("replaced_by"))


def under_way(on: date) -> Rows:
    """Everybody between training and flight that day, of whatever programme, by scheme, stage and since when."""
    since = Case(*[When(stood_at=stage, then=F(MILESTONES[stage])) for stage in TIMED])
    found = Journey.objects.as_of(on).filter(stood_at__in=TIMED).order_by()
    return found.values("scheme_id", "stood_at", since=since).annotate(number=Count("pk"))


def finished(on: date) -> Rows:
    """The milestones of the last people who left."""
    found = Journey.objects.filter(departed_on__lte=on).exclude(origin=Origin.ALUMNI).order_by("-departed_on", "-pk")
    return found.values("scheme_id", *[MILESTONES[stage] for stage in (*UNDER_WAY, Stage.DEPARTED)])[:LAST_DEPARTURES]


def stood(on: date, days: int) -> Rows:
    """Who stood at which stage so many days ago, by scheme, and how many of them have left since."""
    found = Journey.objects.as_of(on - timedelta(days=days)).filter(stood_at__in=TIMED).exclude(origin=Origin.ALUMNI)
    left = Count("departed_on", filter=Q(departed_on__lte=on))
    return found.order_by().values("scheme_id", "stood_at").annotate(number=Count("pk"), left=left)


def planned(on: date) -> Rows:
    """The steps of each scheme on that day; a later row of the same step replaces an earlier one."""
    valid = SchemeStep.objects.filter(Q(valid_to__gte=on) | Q(valid_to__isnull=True), valid_from__lte=on)
    return valid.order_by("valid_from").values("scheme_id", "kind_id", "default_days", milestone=F("kind__milestone"))


def turns() -> "QuerySet[Step]":
    """The first open step of each person who has not flown: whoever owns it has the turn."""
    earlier = Step.objects.open().filter(journey=OuterRef("journey"), position__lt=OuterRef("position"))
    return Step.objects.open().filter(~Exists(earlier), journey__in=Journey.objects.open(), journey__departed_on=None)


def waiting_for(on: date) -> Rows:
    """Whose turn it is, by owner, and how many of them are overdue."""
    turn = turns()
    overdue = Count("journey", distinct=True, filter=Q(due_on__lt=on))
    return turn.order_by().values("owner").annotate(people=Count("journey", distinct=True), overdue=overdue)


def breaking_papers(on: date) -> QuerySet[Step]:
    """Papers that must hold until the flight, of people who have not flown."""
    return Step.objects.done().filter(
        kind__covers_flight=True, expires_on__gte=on, journey__in=Journey.objects.open(), journey__departed_on=None
    )


def closing_papers(on: date) -> Rows:
    """The paper that breaks next among people who have not flown: its kind, last day and people."""
    grouped = breaking_papers(on).values("expires_on", "kind", name=F("kind__name"))
    grouped = grouped.annotate(people=Count("journey", distinct=True))
    return grouped.order_by("expires_on", "name")[:1]


def closing_orders(on: date) -> Rows:
    """The job order whose documents are due next while seats are free."""
    found = JobOrder.objects.open().filter(document_deadline__gte=on).with_taken().filter(taken__lt=F("seats"))
    ordered = found.order_by("document_deadline", "pk")
    free = F("seats") - F("taken")
    return ordered.values("pk", "document_deadline", "taken", employer_name=F("employer__name"), free=free)[:1]


def closing_bookings(on: date) -> Rows:
    """The sitting whose booking ends next while people in training need a seat in it."""
    return closing(on).values("book_by", "people", "pk", test_name=F("test__name"))[:1]


def sectors() -> Rows:
    return Sector.objects.order_by("position").values("slug", "name")


def programme(year: int) -> Rows:
    return Programme.objects.filter(year=year).values("closes_on", "ends_on")


def for_everybody(*, year: int, on: date) -> dict[str, Rows]:
    return {
        "targets": targets(on),
        "departed": departed_by_month(on),
        "stages": stages(year, on),
        "alumni": alumni(on),
        "corrections": corrections(year, on),
        "under_way": under_way(on),
        "finished": finished(on),
        "planned": planned(on),
        "sectors": sectors(),
        "programme": programme(year),
    }


def for_the_leader(*, on: date) -> dict[str, Rows]:
    """What is said inside only: whose turn it is, what closes next, and what probably comes."""
    return {
        "waiting": waiting_for(on),
        "papers": closing_papers(on),
        "orders": closing_orders(on),
        "bookings": closing_bookings(on),
        **looks_back(on),
    }


def looks_back(on: date) -> dict[str, Rows]:
    """The days that are left, looked at again and again within the last year: nobody is in two spans at once."""
    days = (date(on.year, 12, 31) - on).days
    spans = min(MOST_LOOKS_BACK, max(1, A_YEAR // max(1, days)))
    return {f"{STOOD}{span}": stood(on - timedelta(days=span * days), days) for span in range(spans)}

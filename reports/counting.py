"""Who may be counted as departed: one query, used by the desk, the public page, the report and the command.

Counted: the flight day lies in the programme's year and not after the day asked for,
there is evidence, a second person confirmed it, and the scheme counts for the target.
People who left before the portal existed count for no target.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from candidates.enums import Origin, Stage
from candidates.models import Journey
from placements.models import Departure
from reports.models import Target


def departures(on: date) -> QuerySet[Departure]:
    """The confirmed departures until that day, of whatever year and scheme, without people from before the portal."""
    known = Departure.objects.confirmed().filter(flight_on__lte=on, journey__departed_on__isnull=False)
    return known.exclude(journey__origin=Origin.ALUMNI)


def departed(*, year: int, on: date, target: Target | None) -> QuerySet[Departure]:
    """The confirmed departures that count for the target of `year`, as known on that day."""
    counted = departures(on).filter(flight_on__range=(date(year, 1, 1), date(year, 12, 31)))
    return counted.filter(journey__scheme__in=target.schemes.all()) if target else counted.none()


@dataclass(frozen=True)
class Progress:
    """The numbers of one day. `target` is None when nobody has decided one."""

    year: int
    on: date
    as_of: datetime
    departed: int
    target: int | None
    stages: dict[str, int]

    @property
    def remaining(self) -> int | None:
        return None if self.target is None else max(self.target - self.departed, 0)

    def count(self, *stages: str) -> int:
        return sum(self.stages.get(stage, 0) for stage in stages)

    @property
    def in_training(self) -> int:
        return self.count(Stage.TRAINING)

    @property
    def ready(self) -> int:
        """Proofs complete, or further, and not yet departed."""
        return self.count(Stage.QUALIFIED, Stage.OFFERED, Stage.CONTRACT, Stage.COE, Stage.VISA)

    @property
    def waiting(self) -> int:
        """Registered, checked, chosen or in reserve; training has not begun."""
        return self.count(Stage.REGISTERED, Stage.VERIFIED, Stage.RESERVE, Stage.SELECTED)


def progress(*, on: date | None = None, year: int | None = None) -> Progress:
    """Where the programme of `year` stands on that day, in three queries."""
    on = on or timezone.localdate()
    year = year or on.year
    target = Target.objects.valid(year, on)
    stages = dict(
        Journey.objects.filter(programme__year=year, registered_on__lte=on)
        .order_by()
        .values_list("stage")
        .annotate(number=Count("pk"))
    )
    return Progress(
        year=year,
        on=on,
        as_of=timezone.localtime(),
        departed=departed(year=year, on=on, target=target).count(),
        target=target.number if target else None,
        stages=stages,
    )

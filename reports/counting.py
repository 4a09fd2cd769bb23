"""Who may be counted as departed: one query, used by the desk, the public page, the report and the command.

Counted: the flight day lies in the programme's year and not after the day asked for,
there is evidence, a second person confirmed it, and the scheme counts for the target.
People who left before the portal existed count for no target.
"""

from datetime import date

from django.db.models import QuerySet

from candidates.enums import Origin
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

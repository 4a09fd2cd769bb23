from collections.abc import Iterable

from candidates.enums import Origin
from candidates.models import Journey
from core.integrity import invariant
from placements.models import Departure


@invariant("A counted departure has evidence and two different people")
def counted_departures_are_proved() -> Iterable[str]:
    for row in Departure.objects.confirmed():
        if not row.evidence or row.recorded_by_id == row.confirmed_by_id:
            yield f"departure {row.pk}"


@invariant("Every departure of the portal's own people can be counted")
def departures_can_be_counted() -> Iterable[str]:
    counted = Departure.objects.confirmed().values("journey")
    rows = Journey.objects.filter(departed_on__isnull=False).exclude(origin=Origin.ALUMNI).exclude(pk__in=counted)
    for pk in rows.values_list("pk", flat=True):
        yield f"journey {pk}"

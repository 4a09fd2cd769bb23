"""What certificates ask before a departure. The database asks the same once more."""

from collections.abc import Iterable
from datetime import date

from candidates import journey as journeys
from candidates.enums import Origin, Stage
from candidates.models import Journey
from certificates.models import DepartureOverride
from certificates.requirements import missing
from core.refusal import Gap


@journeys.guard(Stage.DEPARTED)
def proofs_are_held(journey: Journey, on: date) -> Iterable[Gap]:
    if journey.origin != Origin.ALUMNI and DepartureOverride.objects.in_force().filter(journey=journey).exists():
        return []
    return missing(journey, on=on)

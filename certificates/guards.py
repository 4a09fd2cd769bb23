"""What certificates ask before a departure (the database asks the same once more), and after a change of sector."""

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from candidates import changing_wish
from candidates import journey as journeys
from candidates.enums import Origin, Stage
from candidates.models import Journey
from certificates.models import DepartureOverride
from certificates.qualification import settle_qualification
from certificates.requirements import missing
from core.refusal import Gap

if TYPE_CHECKING:
    from accounts.models import User


@journeys.guard(Stage.DEPARTED)
def proofs_are_held(journey: Journey, on: date) -> Iterable[Gap]:
    if journey.origin != Origin.ALUMNI and DepartureOverride.objects.in_force().filter(journey=journey).exists():
        return []
    return missing(journey, on=on)


@changing_wish.follows
def proofs_count_for_the_new_sector(journey: Journey, *, by: "User", on: date) -> None:
    """Another sector needs other proofs: they may be complete now, or not any more."""
    settle_qualification(journey.candidate_id, by=by, on=on)

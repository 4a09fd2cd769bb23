"""Proofs complete: the milestone that follows from the proofs a person holds."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from candidates import journey as journeys
from candidates.enums import Stage
from candidates.models import Journey
from certificates.requirements import missing
from core.refusal import Refused

if TYPE_CHECKING:
    from accounts.models import User


def settle_qualification(candidate_id: int, *, by: "User", on: date) -> None:
    """Reach or undo "proofs complete" of the open journey, as the held proofs now say.

    Somebody who brings all proofs before the selection is not qualified yet: they would leave the officers' queue
    without having been chosen. `qualify` does it afterwards.
    """
    journey = Journey.objects.open().filter(candidate=candidate_id, departed_on__isnull=True).first()
    if journey is None or not is_chosen(journey):
        return
    complete = not missing(journey, on=on)
    if complete and journey.qualified_on is None:
        journeys.reach(journey, Stage.QUALIFIED, by=by, on=on)
    elif not complete and journey.qualified_on is not None:
        journeys.undo(journey, Stage.QUALIFIED, by=by, on=on, reason=gettext("proofs no longer complete"))


def qualify(journey: Journey, *, by: "User", on: date | None = None, expected: str | None = None) -> Journey:
    """Record "proofs complete" for somebody who held them before being chosen. Refused with what is missing."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Journey.objects.select_for_update().get(pk=journey.pk)  # a proof may be revoked this very moment
        gaps = missing(locked, on=on)
        if gaps:
            raise Refused(gaps)
        return journeys.reach(locked, Stage.QUALIFIED, by=by, on=on, expected=expected)


def is_chosen(journey: Journey) -> bool:
    return any((journey.selected_on, journey.training_on, journey.offered_on))

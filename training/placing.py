"""Who could take the free seats of a class, and giving several of them out at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from candidates.enums import Stage
from candidates.models import Journey
from core.refusal import Refused
from training import enrolment
from training.models import Enrolment, TrainingClass

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Placed:
    """What became of several placements: each stands alone."""

    seats: list[Enrolment]
    refused: list[tuple[Journey, list[str]]]


def waiting_for_a_class(training_class: TrainingClass) -> QuerySet[Journey]:
    """Selected people of the programme (and sector) of this class who sit nowhere, longest waiting first."""
    seats = Enrolment.objects.filter(journey=OuterRef("pk"), to_on=None)
    waiting = Journey.objects.filter(stage=Stage.SELECTED, programme=training_class.programme_id)
    if training_class.sector_id:
        waiting = waiting.filter(sector=training_class.sector_id)
    return waiting.filter(~Exists(seats)).select_related("candidate", "sector").order_by("selected_on", "pk")


def place_all(
    journeys: Iterable[Journey], training_class: TrainingClass, *, by: "User", on: date | None = None
) -> Placed:
    """Place each of these selected people; who cannot be placed is named with the reasons, the others sit."""
    on = on or timezone.localdate()
    placed = Placed([], [])
    for journey in journeys:
        try:
            seat = enrolment.enrol(journey, training_class, by=by, on=on, expected=Stage.SELECTED.value)
        except Refused as refused:
            placed.refused.append((journey, refused.sentences()))
        else:
            placed.seats.append(seat)
    return placed

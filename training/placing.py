"""Who has no class, who could take the free seats of one, and giving several of them out at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from candidates.enums import Stage
from candidates.models import Journey
from core.refusal import Refused
from training import enrolment
from training.models import Enrolment, TrainingClass

if TYPE_CHECKING:
    from accounts.models import User


PLACED_AT = (Stage.SELECTED, Stage.TRAINING)


@dataclass(frozen=True)
class Placed:
    """What became of several placements: each stands alone."""

    seats: list[Enrolment]
    refused: list[tuple[Journey, list[str]]]


def since_when(journeys: QuerySet[Journey]) -> QuerySet[Journey]:
    """Each with `without_class_since`: the last day in a class, or the day of the selection."""
    seats = Enrolment.objects.filter(journey=OuterRef("pk")).order_by("-from_on", "-pk")
    last = seats.values(last=Least(Coalesce("to_on", "training_class__ends_on"), "training_class__ends_on"))[:1]
    return journeys.annotate(without_class_since=Coalesce(Subquery(last), "training_on", "selected_on"))


def without_a_class(journeys: QuerySet[Journey], on: date) -> QuerySet[Journey]:
    """Selected, or in training and not through with it, and with no seat: left, or the class is over (a retake)."""
    seats = Enrolment.objects.filter(Q(to_on=None) | Q(to_on__gt=on), journey=OuterRef("pk"))
    seats = seats.filter(training_class__ends_on__gte=on)
    return since_when(journeys.filter(~Exists(seats), stage__in=PLACED_AT))


def waiting_for_a_class(training_class: TrainingClass, on: date | None = None) -> QuerySet[Journey]:
    """People of the programme (and sector) of this class who sit nowhere, longest waiting first."""
    waiting = Journey.objects.filter(programme=training_class.programme_id)
    if training_class.sector_id:
        waiting = waiting.filter(sector=training_class.sector_id)
    waiting = without_a_class(waiting, on or timezone.localdate())
    return waiting.select_related("candidate", "sector").order_by("without_class_since", "pk")


def place_all(
    journeys: Iterable[Journey], training_class: TrainingClass, *, by: "User", on: date | None = None
) -> Placed:
    """Place each of these people; who cannot be placed is named with the reasons, the others sit.

    More than one are taken back as one (`take_back_all`).
    """
    on = on or timezone.localdate()
    placed = Placed([], [])
    for journey in journeys:
        try:
            expected = journey.stage if journey.stage in PLACED_AT else Stage.SELECTED.value
            seat = enrolment.enrol(journey, training_class, by=by, on=on, expected=expected)
        except Refused as refused:
            placed.refused.append((journey, refused.sentences()))
        else:
            placed.seats.append(seat)
    if len(placed.seats) > 1:
        Enrolment.objects.filter(pk__in=[seat.pk for seat in placed.seats]).update(press=uuid4())
    return placed


def given_together(training_class: TrainingClass) -> list[Enrolment]:
    """The seats that were given out last with one press, while some are left to take back."""
    last = training_class.enrolments.exclude(press=None).order_by("-recorded_at", "-pk").first()
    return list(training_class.enrolments.filter(press=last.press)) if last else []


def take_back_all(press: UUID, *, by: "User", on: date | None = None) -> Placed:
    """Undo what was placed with one press. Who has days entered since keeps the seat, and is named."""
    on = on or timezone.localdate()
    undone = Placed([], [])
    seats = Enrolment.objects.filter(press=press).select_related("journey__candidate", "training_class")
    for seat in seats.order_by("-trainee_no"):
        try:
            enrolment.undo(seat, by=by, on=on)
        except Refused as refused:
            undone.refused.append((seat.journey, refused.sentences()))
        else:
            undone.seats.append(seat)
    return undone

"""Into a class, out of it, and back when it was a mistake."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates import journey as journeys
from candidates.enums import Stage
from candidates.models import Journey
from candidates.telling import call_back, tell
from core.refusal import Gap, Refused, SomebodyWasFirst
from training.dormitory import free_beds_of
from training.models import Attendance, DisciplineEvent, Enrolment, Score, TrainingClass

if TYPE_CHECKING:
    from accounts.models import User


def enrol(
    journey: Journey,
    training_class: TrainingClass,
    *,
    by: "User | None",
    on: date | None = None,
    expected: str | None = None,
) -> Enrolment:
    """Give this person the next seat in the class from that day on, and tell them.

    The first class is the milestone "training"; a later one is only a move. Raises `Refused` when the class is
    full or over, or when the person still sits in another one.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        # The class first, then the journey: two officers who place people into one class queue up here.
        locked = TrainingClass.objects.select_for_update(of=["self"]).select_related("site").get(pk=training_class.pk)
        first_day = max(on, locked.starts_on)
        fresh = Journey.objects.select_for_update(of=["self"]).select_related("candidate").get(pk=journey.pk)
        _end_seats_of_classes_that_are_over(fresh, first_day)
        gaps = _gaps(fresh, locked, first_day)
        if fresh.training_on is None or expected not in (None, fresh.stage):
            gaps = _reach_training(fresh, by=by, on=on, expected=expected) + gaps
        elif not fresh.is_open:
            gaps.append(Gap("journey_closed", _("This journey is closed. Reopen it first.")))
        if gaps:
            raise Refused(gaps)
        last = locked.enrolments.aggregate(last=Max("trainee_no"))["last"] or 0
        enrolment = Enrolment.objects.create(
            training_class=locked, journey=fresh, trainee_no=last + 1, from_on=first_day
        )
        _tell(enrolment, first_day)
    journey.refresh_from_db()
    return enrolment


def leave(enrolment: Enrolment, *, by: "User | None", on: date | None = None) -> Enrolment:
    """End the seat: `on` is the last day in class, and in the bed. What was scored stays."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        if locked.to_on is not None:
            left = {"day": date_format(locked.to_on)}
            raise Refused(Gap("already_left", _("This person already left the class on %(day)s.") % left))
        if on < locked.from_on:
            raise Refused(Gap("never_there", _("The person had not started yet. Undo the placement instead.")))
        if Attendance.objects.filter(enrolment=locked, day__gt=on).exists():
            raise Refused(Gap("days_entered", _("Attendance after this day is on file. Choose a later last day.")))
        if locked.discipline_events.filter(day__gt=on).exists():
            raise Refused(Gap("days_entered", _("Something after this day is on record. Choose a later last day.")))
        locked.to_on = on
        locked.save(update_fields=["to_on"])
        free_beds_of(locked.journey, on)
    enrolment.to_on = on
    return enrolment


def undo(enrolment: Enrolment, *, by: "User | None", on: date | None = None, expected: str | None = None) -> Journey:
    """Take back a placement made by mistake, its message, and with the first one the milestone.

    Refused once a day was entered.
    """
    with transaction.atomic():
        locked = Enrolment.objects.select_for_update().filter(pk=enrolment.pk).first()
        if locked is None:
            raise SomebodyWasFirst(Gap("already_undone", _("This placement was already taken back.")))
        if _has_entries(locked):
            raise Refused(
                Gap("days_entered", _("Days of this person in the class are already entered. End the seat instead."))
            )
        journey = locked.journey
        if by is not None:
            call_back(journey.candidate, _occasion(locked), by=by)
        locked.delete()
        free_beds_of(journey, min(on or timezone.localdate(), locked.from_on - timedelta(days=1)))
        if not journey.enrolments.exists():
            journeys.undo(journey, Stage.TRAINING, by=by, on=on, expected=expected)
    return journey


def undo_last(journey: Journey, *, by: "User | None", on: date | None = None, expected: str | None = None) -> Journey:
    """Take back the newest placement of this person, whichever class it was."""
    seat = journey.enrolments.order_by("-from_on", "-pk").first()
    if seat is None:
        return journeys.undo(journey, Stage.TRAINING, by=by, on=on, expected=expected)
    return undo(seat, by=by, on=on, expected=expected)


def current_seat(journey: Journey, on: date | None = None) -> Enrolment | None:
    """Where this person sits on that day, or will sit."""
    on = on or timezone.localdate()
    seats = journey.enrolments.select_related("training_class").order_by("from_on")
    return seats.on(on).first() or seats.filter(from_on__gt=on).first()


def seats_taken(training_class: TrainingClass, on: date) -> int:
    """Seats that are not free from that day on: people who sit there, or will."""
    return training_class.enrolments.between(on, max(on, training_class.ends_on)).count()


def _reach_training(journey: Journey, *, by: "User | None", on: date, expected: str | None) -> list[Gap]:
    """Reach the milestone; its refusal is returned, so that it is read together with the class's own reasons."""
    try:
        journeys.reach(journey, Stage.TRAINING, by=by, on=on, expected=expected)
    except SomebodyWasFirst:
        raise
    except Refused as refused:
        return refused.gaps
    return []


def _end_seats_of_classes_that_are_over(journey: Journey, first_day: date) -> None:
    over = journey.enrolments.filter(to_on=None, training_class__ends_on__lt=first_day).select_related("training_class")
    for seat in over:
        seat.to_on = max(seat.from_on, seat.training_class.ends_on)
        seat.save(update_fields=["to_on"])
        free_beds_of(journey, seat.to_on)


def _gaps(journey: Journey, training_class: TrainingClass, first_day: date) -> list[Gap]:
    gaps = []
    name = {"class": training_class.name}
    if first_day > training_class.ends_on:
        gaps.append(Gap("class_over", _("%(class)s is over. Choose another class.") % name))
    if seats_taken(training_class, first_day) >= training_class.capacity:
        gaps.append(
            Gap(
                "class_full",
                _("%(class)s is full: all %(seats)s seats are taken. Choose another class.")
                % {**name, "seats": training_class.capacity},
            )
        )
    if training_class.sector_id and training_class.sector_id != journey.sector_id:
        gaps.append(Gap("other_sector", _("%(class)s is for another sector than this person's.") % name))
    seat = journey.enrolments.select_related("training_class").between(first_day, date.max).first()
    if seat is not None:
        gaps.append(
            Gap(
                "already_in_class",
                _("This person already sits in %(class)s. End that seat first.") % {"class": seat.training_class.name},
            )
        )
    return gaps


def _has_entries(enrolment: Enrolment) -> bool:
    """Whether something was written down about this seat: it cannot be as if it had never been."""
    return any(
        model._default_manager.filter(enrolment=enrolment).exists() for model in (Attendance, Score, DisciplineEvent)
    )


def _tell(seat: Enrolment, first_day: date) -> None:
    place = seat.training_class.site.name
    facts: dict[str, Any] = {"class_name": seat.training_class.name, "starts_on": first_day, "place": place}
    tell(seat.journey.candidate, "placed_in_class", first_day, about=_occasion(seat), **facts)


def _occasion(seat: Enrolment) -> str:
    """A seat is an occasion of its own: placed, taken back and placed again are two messages."""
    return f"seat:{seat.pk}"

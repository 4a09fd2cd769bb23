"""Into a class, out of it, and back when it was a mistake."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates import journey as journeys
from candidates.enums import Deed, Stage
from candidates.models import Journey, JourneyEvent
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
        fresh = Journey.objects.select_for_update(of=["self"]).select_related("candidate").get(pk=journey.pk)
        first_day = _first_day(fresh, locked, on)
        _end_seats_of_classes_that_are_over(fresh, first_day)
        gaps = _gaps(fresh, locked, first_day)
        is_move = fresh.training_on is not None
        if not is_move or expected not in (None, fresh.stage):
            gaps = _reach_training(fresh, by=by, on=on, expected=expected) + gaps
        elif not fresh.is_open:
            gaps.append(Gap("journey_closed", _("This journey is closed. Reopen it first.")))
        if gaps:
            raise Refused(gaps)
        last = locked.enrolments.aggregate(last=Max("trainee_no"))["last"] or 0
        enrolment = Enrolment.objects.create(
            training_class=locked, journey=fresh, trainee_no=last + 1, from_on=first_day
        )
        if is_move:
            _log(enrolment, Deed.SEATED, by=by, on=first_day)
        _tell(enrolment, first_day)
    journey.refresh_from_db()
    return enrolment


def leave(enrolment: Enrolment, *, by: "User | None", on: date | None = None, reason: str = "") -> Enrolment:
    """End the seat: `on` is the last day in class, and in the bed. What was scored stays, and so does the journey."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        if locked.to_on is not None:
            left = {"day": date_format(locked.to_on)}
            raise Refused(Gap("already_left", _("This person already left the class on %(day)s.") % left))
        if gap := _gap_of_the_last_day(locked, on):
            raise Refused(gap)
        locked.to_on = on
        locked.save(update_fields=["to_on"])
        free_beds_of(locked.journey, on)
        _log(locked, Deed.LEFT, by=by, on=on, reason=reason)
    enrolment.to_on = on
    return enrolment


def stay(journey: Journey, *, by: "User | None", on: date | None = None, expected: str | None = None) -> Enrolment:
    """The seat that was ended last is not ended after all, if the class still runs and nobody took the place."""
    on = on or timezone.localdate()
    newest = journey.enrolments.order_by("-from_on", "-pk").first()
    if newest is None:
        raise Refused(Gap("no_seat", _("This person sits in no class.")))
    with transaction.atomic():
        # The class first, as in `enrol`: the last free place goes once.
        training_class = TrainingClass.objects.select_for_update(of=["self"]).get(pk=newest.training_class_id)
        fresh = Journey.objects.select_for_update(of=["self"]).get(pk=journey.pk)
        seat = Enrolment.objects.select_for_update(of=["self"]).select_related("training_class").get(pk=newest.pk)
        if seat.to_on is None:
            raise SomebodyWasFirst(Gap("not_left", _("This seat is not ended any more.")))
        gaps = _gaps(fresh, training_class, max(on, seat.to_on + timedelta(days=1)))
        if not fresh.is_open:
            gaps.append(Gap("journey_closed", _("This journey is closed. Reopen it first.")))
        if gaps:
            raise Refused(gaps)
        seat.to_on = None
        seat.save(update_fields=["to_on"])
        _log(seat, Deed.STAYED, by=by, on=on)
    return seat


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
        else:
            _log(locked, Deed.UNSEATED, by=by, on=on or timezone.localdate())
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


def sitting(on: date) -> QuerySet[Enrolment]:
    """Seats that nobody has ended, in classes that are not over; a placement from a later day on is one."""
    return Enrolment.objects.filter(to_on=None, training_class__ends_on__gte=on)


def why_not_placed(journey: Journey, on: date | None = None) -> list[Gap]:
    """Whoever sits in a class leaves it first; who left, or whose class is over, gets another."""
    seat = sitting(on or timezone.localdate()).filter(journey=journey).select_related("training_class").first()
    return [_already_in(seat)] if seat is not None else []


def why_not_left(journey: Journey, on: date | None = None) -> list[Gap]:
    if sitting(on or timezone.localdate()).filter(journey=journey).exists():
        return []
    return [Gap("no_seat", _("This person sits in no class."))]


def _log(seat: Enrolment, deed: Deed, *, by: "User | None", on: date, reason: str = "") -> None:
    journey, change = seat.journey, {"class": seat.training_class.name}
    JourneyEvent.objects.create(
        journey=journey, deed=deed, stage=journey.stage, by=by, on=on, reason=reason, change=change
    )


def _first_day(journey: Journey, training_class: TrainingClass, on: date) -> date:
    """Not before the class begins, and not on a day on which the person still sits in the one they leave."""
    first_day = max(on, training_class.starts_on)
    left = journey.enrolments.filter(to_on__gte=first_day).aggregate(last=Max("to_on"))["last"]
    return left + timedelta(days=1) if left else first_day


def _already_in(seat: Enrolment) -> Gap:
    words = _("This person already sits in %(class)s. End that seat first.") % {"class": seat.training_class.name}
    return Gap("already_in_class", words)


def _gap_of_the_last_day(seat: Enrolment, on: date) -> Gap | None:
    ends = {"class": seat.training_class.name, "day": date_format(seat.training_class.ends_on)}
    if on < seat.from_on:
        return Gap("never_there", _("The person had not started yet. Undo the placement instead."), beside="on")
    if on > seat.training_class.ends_on:
        return Gap("after_class", _("%(class)s ends on %(day)s. Choose a day until then.") % ends, beside="on")
    if Attendance.objects.filter(enrolment=seat, day__gt=on).exists():
        words = _("Attendance after this day is on file. Choose a later last day.")
    elif seat.discipline_events.filter(day__gt=on).exists():
        words = _("Something after this day is on record. Choose a later last day.")
    else:
        return None
    return Gap("days_entered", words, beside="on")


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
        gaps.append(_already_in(seat))
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

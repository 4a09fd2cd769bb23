"""A seat in a class, and the bed that came with it, end with the journey and come back with it."""

from django.db.models import Max, Q

from candidates import journey as journeys
from candidates.enums import Deed, Stage
from candidates.models import Journey, JourneyEvent
from training.dormitory import free_beds_of
from training.models import Attendance, Enrolment


@journeys.follows(Deed.CLOSED, Stage.CLOSED)
@journeys.follows(Deed.REACHED, Stage.DEPARTED)
def free_the_seat(journey: Journey, event: JourneyEvent) -> None:
    """The last day in class is that day, or the last one that was entered; a seat that never began is given back."""
    free_beds_of(journey, event.on)
    for seat in journey.enrolments.filter(Q(to_on=None) | Q(to_on__gt=event.on)).select_related("training_class"):
        entered = Attendance.objects.filter(enrolment=seat).aggregate(last=Max("day"))["last"]
        if entered is None and seat.from_on > event.on:
            seat.delete()
            continue
        seat.to_on = max(seat.from_on, entered or seat.from_on, min(event.on, seat.training_class.ends_on))
        seat.save(update_fields=["to_on"])


@journeys.follows(Deed.UNDONE, Stage.DEPARTED)
@journeys.follows(Deed.REOPENED, Stage.CLOSED)
def take_the_seat_again(journey: Journey, event: JourneyEvent) -> None:
    """Whoever is back sits where they sat, if the class still runs and has room; otherwise they are placed anew."""
    seat = journey.enrolments.select_related("training_class").order_by("-from_on").first()
    if (
        seat is None
        or journey.departed_on
        or not _ended_with(journey, event, seat)
        or seat.training_class.ends_on < event.on
    ):
        return
    others = seat.training_class.enrolments.exclude(pk=seat.pk).between(event.on, seat.training_class.ends_on)
    if others.count() < seat.training_class.capacity:
        seat.to_on = None
        seat.save(update_fields=["to_on"])


def _ended_with(journey: Journey, back: JourneyEvent, seat: Enrolment) -> bool:
    """Whether the seat was taken until what is now taken back, and not left before by a deed of its own."""
    ending = journey.events.filter(deed__in=[Deed.CLOSED, Deed.REACHED], stage=back.stage).first()
    return ending is not None and seat.to_on is not None and seat.to_on >= min(ending.on, seat.training_class.ends_on)

"""What must be true of all rows of the dormitory, leave and discipline."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, Max, OuterRef, Q, Sum, Value
from django.db.models.functions import Coalesce, Least
from django.utils import timezone

from core.integrity import invariant
from training.enums import LeaveState
from training.models import DisciplineEvent, DisciplineWarning, Enrolment, LeaveRequest, RoomStay

FOR_EVER = Value(date.max)


@invariant("Nobody holds two beds, and no bed two people, on the same day")
def one_bed_one_person() -> Iterable[str]:
    other = RoomStay.objects.annotate(last=Coalesce("to_on", FOR_EVER)).filter(
        Q(journey=OuterRef("journey")) | Q(room=OuterRef("room"), bed=OuterRef("bed")),
        pk__gt=OuterRef("pk"),
        last__gte=OuterRef("from_on"),
        from_on__lte=Coalesce(OuterRef("to_on"), FOR_EVER),
    )
    return (f"stay {pk}" for pk in RoomStay.objects.filter(Exists(other)).values_list("pk", flat=True))


@invariant("Women sleep in rooms for women and men in rooms for men")
def women_and_men_apart() -> Iterable[str]:
    stays = RoomStay.objects.filter(to_on=None)
    wrong = stays.exclude(sex=F("journey__candidate__sex")) | stays.exclude(sex=F("room__sex"))
    return (f"stay {pk}" for pk in wrong.values_list("pk", flat=True))


@invariant("Every bed that is held exists")
def beds_exist() -> Iterable[str]:
    beyond = RoomStay.objects.filter(to_on=None, bed__gt=F("room__beds"))
    return (f"stay {pk}" for pk in beyond.values_list("pk", flat=True))


@invariant("Nobody who left the programme or flew holds a bed")
def beds_of_trainees() -> Iterable[str]:
    gone = RoomStay.objects.filter(
        Q(journey__closed_on__isnull=False) | Q(journey__departed_on__isnull=False), to_on=None
    )
    return (f"stay {pk}" for pk in gone.values_list("pk", flat=True))


@invariant("Nobody holds a bed after the last day of their class")
def beds_of_running_classes() -> Iterable[str]:
    """Reckoned from the seats, not as `RoomStay.objects.on` asks it, so that the two can disagree."""
    today = timezone.localdate()
    last_day = Max(Least("training_class__ends_on", Coalesce("to_on", "training_class__ends_on")))
    last_days = dict(
        Enrolment.objects.order_by().values("journey").annotate(last=last_day).values_list("journey", "last")
    )
    held = RoomStay.objects.on(today).values_list("pk", "journey")
    return (f"stay {pk}" for pk, journey in held if last_days.get(journey, date.min) < today)


@invariant("Nobody has two leaves that wait or are approved on the same day")
def one_leave_at_a_time() -> Iterable[str]:
    live = LeaveRequest.objects.filter(state__in=[LeaveState.WAITING, LeaveState.APPROVED])
    other = live.filter(
        journey=OuterRef("journey"),
        pk__gt=OuterRef("pk"),
        from_on__lte=OuterRef("to_on"),
        to_on__gte=OuterRef("from_on"),
    )
    return (f"leave {pk}" for pk in live.filter(Exists(other)).values_list("pk", flat=True))


@invariant("No discipline event is older than the seat")
def events_within_the_seat() -> Iterable[str]:
    before = DisciplineEvent.objects.filter(day__lt=F("enrolment__from_on"))
    return (f"discipline event {pk}" for pk in before.values_list("pk", flat=True))


@invariant("An open discipline warning is reached by the points that count")
def warnings_are_reached() -> Iterable[str]:
    points = (
        DisciplineEvent.objects.counting()
        .filter(enrolment=OuterRef("enrolment"))
        .order_by()
        .values("enrolment")
        .annotate(sum=Sum("points"))
        .values("sum")
    )
    open_ones = DisciplineWarning.objects.open().annotate(now=Coalesce(points, Value(0)))
    below = open_ones.filter(now__lt=F("points"), threshold__points__gt=F("now"))
    return (f"discipline warning {pk}" for pk in below.values_list("pk", flat=True))

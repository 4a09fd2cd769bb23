"""What must be true of all rows of the classroom."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce

from candidates.enums import Origin
from candidates.models import Journey
from core.integrity import invariant
from training import house_integrity  # noqa: F401 - its sentences are registered with these
from training.models import Attendance, Enrolment, Evening, RollCall, RollEntry, Score, ScoreChange

FOR_EVER = Value(date.max)


@invariant("Nobody sits in two classes on the same day")
def one_class_at_a_time() -> Iterable[str]:
    other = Enrolment.objects.annotate(last=Coalesce("to_on", FOR_EVER)).filter(
        journey=OuterRef("journey"),
        pk__gt=OuterRef("pk"),
        last__gte=OuterRef("from_on"),
        from_on__lte=Coalesce(OuterRef("to_on"), FOR_EVER),
    )
    return (f"enrolment {pk}" for pk in Enrolment.objects.filter(Exists(other)).values_list("pk", flat=True))


@invariant("Whoever started the training has a seat")
def training_has_a_seat() -> Iterable[str]:
    journeys = Journey.objects.filter(training_on__isnull=False).exclude(origin=Origin.ALUMNI)
    without = journeys.filter(~Exists(Enrolment.objects.filter(journey=OuterRef("pk"))))
    return (f"journey {pk}" for pk in without.values_list("pk", flat=True))


@invariant("Whoever has a seat started the training")
def a_seat_is_training() -> Iterable[str]:
    without = Enrolment.objects.filter(journey__training_on=None)
    return (f"enrolment {pk}" for pk in without.values_list("pk", flat=True))


@invariant("A seat lies within the days of its class")
def seats_within_the_class() -> Iterable[str]:
    outside = Enrolment.objects.filter(
        Q(from_on__lt=F("training_class__starts_on")) | Q(from_on__gt=F("training_class__ends_on"))
    )
    return (f"enrolment {pk}" for pk in outside.values_list("pk", flat=True))


@invariant("Scores lie within the days of the seat")
def scores_within_the_seat() -> Iterable[str]:
    return _outside_the_seat(Score, "score")


@invariant("Attendance lies within the days of the seat")
def attendance_within_the_seat() -> Iterable[str]:
    return _outside_the_seat(Attendance, "attendance")


@invariant("Marks of a morning lie within the days of the seat")
def marks_within_the_seat() -> Iterable[str]:
    return _outside_the_seat(RollEntry, "mark")


@invariant("Marks of a morning belong to a roll that somebody took")
def marks_of_a_roll() -> Iterable[str]:
    roll = RollCall.objects.filter(
        training_class=OuterRef("enrolment__training_class"), day=OuterRef("day"), kind=OuterRef("kind")
    )
    return (f"mark {pk}" for pk in RollEntry.objects.filter(~Exists(roll)).values_list("pk", flat=True))


@invariant("Scores belong to an evening that somebody entered")
def scores_of_an_evening() -> Iterable[str]:
    evening = Evening.objects.filter(training_class=OuterRef("enrolment__training_class"), day=OuterRef("day"))
    return (f"score {pk}" for pk in Score.objects.filter(~Exists(evening)).values_list("pk", flat=True))


@invariant("An entered evening has the attendance of everybody who had a seat then")
def evenings_are_complete() -> Iterable[str]:
    # Whoever got a seat later, for days back, or stands in no score book is asked for by the phone list instead.
    attended = Attendance.objects.filter(enrolment=OuterRef("pk"), day=OuterRef("training_class__evenings__day"))
    evening = "training_class__evenings"
    incomplete = Enrolment.objects.filter(
        Q(to_on=None) | Q(to_on__gte=F(f"{evening}__day")),
        Q(journey__closed_on=None) | Q(journey__closed_on__gte=F(f"{evening}__day")),
        ~Exists(attended),
        training_class__evenings__from_book=False,
        from_on__lte=F(f"{evening}__day"),
        recorded_at__lte=F(f"{evening}__entered_at"),
    )
    return (f"evening {evening} of enrolment {pk}" for pk, evening in incomplete.values_list("pk", f"{evening}__pk"))


@invariant("A corrected score names a criterion that is on file")
def corrections_of_a_criterion() -> Iterable[str]:
    return (
        f"correction {change.pk}"
        for change in ScoreChange.objects.with_names()
        if {criterion["pk"] for criterion in change.names} != {*change.criteria}
    )


def _outside_the_seat(model: type[Score] | type[Attendance] | type[RollEntry], word: str) -> Iterable[str]:
    outside = model._default_manager.filter(Q(day__lt=F("enrolment__from_on")) | Q(day__gt=F("enrolment__to_on")))
    return (f"{word} {pk}" for pk in outside.values_list("pk", flat=True))

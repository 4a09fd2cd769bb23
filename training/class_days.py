"""Which days have class, and which of them nobody has entered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from training.models import DayWaiver, Enrolment, Evening, Holiday, TrainingClass


@dataclass(frozen=True)
class OpenDay:
    """A class day that is neither entered nor waived."""

    training_class: TrainingClass
    day: date


def is_class_day(training_class: TrainingClass, day: date, holidays: Iterable[date]) -> bool:
    """Monday to Friday within the class, and no holiday. The reminder asks the same in SQL (`reminders.py`)."""
    return day.weekday() < 5 and training_class.starts_on <= day <= training_class.ends_on and day not in holidays


def open_days(classes: Sequence[TrainingClass], first: date, last: date) -> list[OpenDay]:
    """The class days from `first` to `last` on which somebody sat in class and nothing was entered, newest first."""
    holidays = set(Holiday.objects.filter(day__range=(first, last)).values_list("day", flat=True))
    here = {"training_class__in": classes, "day__range": (first, last)}
    done = set(Evening.objects.filter(**here).values_list("training_class_id", "day"))
    done |= set(DayWaiver.objects.filter(**here).values_list("training_class_id", "day"))
    seats = list(Enrolment.objects.filter(training_class__in=classes).between(first, last).select_related("journey"))
    days = [last - timedelta(days=back) for back in range((last - first).days + 1)]
    return [
        OpenDay(training_class, day)
        for day in days
        for training_class in classes
        if is_class_day(training_class, day, holidays)
        and (training_class.pk, day) not in done
        and any(seat.training_class_id == training_class.pk and seat.covers(day) for seat in seats)
    ]


def next_weekday(day: date, step: int) -> date:
    """The next Monday-to-Friday day after (`step` 1) or before (`step` -1) `day`."""
    day += timedelta(days=step)
    while day.weekday() >= 5:
        day += timedelta(days=step)
    return day


def next_class_day(training_class: TrainingClass, day: date) -> date | None:
    """The first day with class after `day`; None when the class is over by then."""
    return next_class_days([training_class], day)[0]


def next_class_days(classes: Sequence[TrainingClass], day: date) -> list[date | None]:
    """The same for several classes, in their order and in one query."""
    days = [day + timedelta(days=ahead) for ahead in range(1, 31)]
    holidays = set(Holiday.objects.filter(day__range=(days[0], days[-1])).values_list("day", flat=True))
    return [next((day for day in days if is_class_day(one, day, holidays)), None) for one in classes]


def latest_weekday(day: date) -> date:
    """`day`, or the Friday before a weekend."""
    return day if day.weekday() < 5 else next_weekday(day, -1)

"""How each trainee of a class did, day by day: read in the same few queries for one week and for a whole training."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import sparkline
from training.class_days import is_class_day
from training.day_values import day_values
from training.enums import THERE, RollMark
from training.models import Attendance, DayWaiver, Enrolment, Holiday, RollEntry, TrainingClass
from training.phone_list import in_points

IN_FIGURES = 10  # days of the line that can be read


@dataclass(frozen=True)
class DayFact:
    """One class day of one trainee. `attendance` is None when nothing was entered, `value` when nothing was marked."""

    on: date
    attendance: str | None = None
    value: Fraction | None = None
    rolls: Mapping[str, str] = field(default_factory=dict)
    waived: bool = False

    @property
    def is_there(self) -> bool:
        return self.attendance in THERE

    @property
    def is_missing(self) -> bool:
        return self.attendance is None and not self.waived


@dataclass(frozen=True)
class Trend:
    """The days of one trainee, in the order of the calendar."""

    enrolment: Enrolment
    days: list[DayFact]

    @property
    def values(self) -> list[Fraction]:
        return [day.value for day in self.days if day.value is not None and day.is_there]

    @property
    def there(self) -> int:
        return sum(day.is_there for day in self.days)

    @property
    def entered(self) -> int:
        return sum(day.attendance is not None for day in self.days)

    @property
    def mornings(self) -> tuple[int, int]:
        """Rolls at which the trainee was there in time, and all that were taken; excused ones count for neither."""
        marks = [mark for day in self.days for mark in day.rolls.values() if mark != RollMark.EXCUSED]
        return marks.count(RollMark.PRESENT), len(marks)

    @property
    def missing(self) -> int:
        return sum(day.is_missing for day in self.days)

    def picture(self, limit: float | None = None) -> str:
        """The line of the last days, with its sentence for whoever listens."""
        values = [float(day.value) if day.value is not None and day.is_there else None for day in self.days]
        low, high = sparkline.scale(values, limit)
        return sparkline.draw(values, self.in_words(), low=low, high=high, limit=limit)

    @property
    def latest(self) -> list[tuple[date, str]]:
        """The values behind the end of the line, the newest first."""
        days = [day for day in reversed(self.days) if day.attendance is not None][:IN_FIGURES]
        return [(day.on, in_points(day.value) if day.value is not None and day.is_there else "–") for day in days]

    def in_words(self) -> str:
        values = self.values
        if not values:
            return _("no values yet")
        days = ngettext("%(n)s day", "%(n)s days", len(values)) % {"n": len(values)}
        ends = {
            "days": days,
            "low": in_points(min(values)),
            "high": in_points(max(values)),
            "last": in_points(values[-1]),
        }
        return _("%(days)s, between %(low)s and %(high)s, the last one %(last)s") % ends


def trends(classes: Sequence[TrainingClass], first: date, last: date) -> list[Trend]:
    """Everybody who sat in these classes between the two days, with every class day; five queries at any size."""
    of_class = {one.pk: one for one in classes}
    seats = list(
        Enrolment.objects.filter(training_class__in=of_class)
        .between(first, last)
        .select_related("journey__candidate")
        .order_by("training_class", "trainee_no")
    )
    keys = [seat.pk for seat in seats]
    days = _class_days(classes, first, last)
    values = day_values(keys, first, last)
    here = {"enrolment__in": keys, "day__range": (first, last)}
    attendance = {
        (seat, day): status
        for seat, day, status in Attendance.objects.filter(**here).values_list("enrolment_id", "day", "status")
    }
    rolls: dict[tuple[int, date], dict[str, str]] = defaultdict(dict)
    for seat, day, kind, mark in RollEntry.objects.filter(**here).values_list("enrolment_id", "day", "kind", "mark"):
        rolls[seat, day][kind] = mark
    waivers = DayWaiver.objects.filter(training_class__in=of_class, day__range=(first, last))
    waived = set(waivers.values_list("training_class_id", "day"))

    def fact(seat: Enrolment, day: date) -> DayFact:
        key = seat.pk, day
        is_waived = (seat.training_class_id, day) in waived
        return DayFact(day, attendance.get(key), values.get(key), rolls.get(key, {}), is_waived)

    return [
        Trend(seat, [fact(seat, day) for day in days[seat.training_class_id] if seat.covers(day)]) for seat in seats
    ]


def _class_days(classes: Sequence[TrainingClass], first: date, last: date) -> dict[int, list[date]]:
    holidays = set(Holiday.objects.filter(day__range=(first, last)).values_list("day", flat=True))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return {one.pk: [day for day in days if is_class_day(one, day, holidays)] for one in classes}

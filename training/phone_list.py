"""Who gets the phone at the weekend. The rule stands here and nowhere else.

`decide` is pure: plain values in, a verdict out, exact fractions in between. `week_list` reads a week from the
database and asks it for every trainee.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import NamedTuple

from django.db.models.functions import Least
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.prepared import Prepared, array
from training.class_days import is_class_day
from training.day_values import day_values
from training.enums import LEFT_OUT, AttendanceStatus, PhoneMode
from training.models import DayWaiver, Enrolment, Holiday, PhoneRule, TrainingClass

ONE, NOTHING = Decimal(1), Fraction(0)
UNEXCUSED = AttendanceStatus.UNEXCUSED.value


@dataclass(frozen=True)
class Rule:
    """The phone rule as plain values; see `PhoneRule`."""

    threshold: Decimal = Decimal(80)
    mode: str = PhoneMode.AVERAGE.value
    minimum_days: int = 3


class Day(NamedTuple):
    """One class day of one trainee. `attendance` is None when nothing was entered.

    `value` is that of the day where the database has added the scores up already.
    """

    on: date
    attendance: str | None = None
    scores: Mapping[int, Decimal] = {}
    waived: bool = False
    value: Fraction | None = None


@dataclass(frozen=True)
class Verdict:
    """What one trainee's week comes to. `reason` is a code: "", too_few_days, below, day_below."""

    allowed: bool
    average: Fraction | None
    reason: str
    short_by: Decimal | None
    counted: tuple[date, ...]
    left_out: tuple[date, ...]
    missing: tuple[date, ...]

    @property
    def shown(self) -> Decimal | None:
        """The average cut to two decimals: 79.997 is shown as 79.99, never as the 80 that it misses."""
        return None if self.average is None else cut(self.average)


def day_value(scores: Mapping[int, Decimal], weights: Mapping[int, Decimal] | None = None) -> Fraction | None:
    """The weighted mean of the criteria recorded that day; None when none that weighs anything was."""
    weights = weights or {}
    total = weight_of_all = Decimal(0)
    for criterion, value in scores.items():
        weight = weights.get(criterion, ONE)
        total += value * weight
        weight_of_all += weight
    return Fraction(total) / Fraction(weight_of_all) if weight_of_all else None


def cut(value: Fraction) -> Decimal:
    """Two decimals, the rest cut off."""
    return Decimal(value.numerator * 100 // value.denominator).scaleb(-2)


def mean(values: Sequence[Fraction]) -> Fraction:
    """Exact, by way of one common denominator: adding fraction to fraction takes three times as long."""
    common = lcm(*[value.denominator for value in values])
    return Fraction(sum([v.numerator * (common // v.denominator) for v in values]), common * len(values))


def in_points(value: Fraction) -> str:
    """As a person reads it: 79,99."""
    return number_format(cut(value))


def decide(days: Iterable[Day], rule: Rule, weights: Mapping[date, Mapping[int, Decimal]] | None = None) -> Verdict:
    """The verdict over the class days of one week.

    Sick and permitted days are left out, a day absent without reason counts 0. A day without an entry is missing:
    it costs nobody the phone, but the list is not final until it is entered or waived.
    """
    weights = weights or {}
    values: dict[date, Fraction] = {}
    left_out, missing = [], []
    for day in days:
        if day.attendance in LEFT_OUT:
            left_out.append(day.on)
        elif day.attendance == UNEXCUSED:
            values[day.on] = NOTHING
        elif (value := _value(day, weights)) is not None:
            values[day.on] = value
        elif not day.waived:
            missing.append(day.on)
    average = mean(list(values.values())) if values else None
    reason, short_by = _why_not(list(values.values()), average, rule)
    return Verdict(not reason, average, reason, short_by, tuple(values), tuple(left_out), tuple(missing))


def _value(day: Day, weights: Mapping[date, Mapping[int, Decimal]]) -> Fraction | None:
    return day.value if day.value is not None else day_value(day.scores, weights.get(day.on)) if day.scores else None


_exact = lru_cache(maxsize=64)(Fraction)  # a limit is compared with a thousand averages


def _why_not(values: list[Fraction], average: Fraction | None, rule: Rule) -> tuple[str, Decimal | None]:
    threshold = _exact(rule.threshold)
    if average is None or len(values) < rule.minimum_days:
        return "too_few_days", None
    if rule.mode == PhoneMode.EVERY_DAY:
        lowest = min(values)
        return ("day_below", rule.threshold - cut(lowest)) if lowest < threshold else ("", None)
    return ("below", rule.threshold - cut(average)) if average < threshold else ("", None)


def says(verdict: Verdict) -> str:
    """The answer in one word: the same on the screen, on paper and on the trainee's own page."""
    return _("Allowed") if verdict.allowed else _("Not this week")


def why(verdict: Verdict) -> str:
    """What a line of the list says beside yes or no: how much is lacking, or which days were left out."""
    if verdict.reason == "too_few_days":
        return ngettext("only %(n)s day counted", "only %(n)s days counted", len(verdict.counted)) % {
            "n": len(verdict.counted)
        }
    if verdict.short_by is not None:
        sentence = _("one day short by %(points)s") if verdict.reason == "day_below" else _("short by %(points)s")
        return sentence % {"points": number_format(verdict.short_by)}
    if verdict.left_out:
        days = len(verdict.left_out)
        return ngettext("%(n)s day sick or on leave", "%(n)s days sick or on leave", days) % {"n": days}
    return ""


# Reading a week ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Week:
    """An ISO week, Monday to Friday: `Week.parse("2026-W32")`."""

    monday: date

    @classmethod
    def parse(cls, text: str) -> "Week":
        """Raises ValueError for anything that is not a week such as 2026-W32."""
        year, separator, number = text.partition("-W")
        if not separator or not (year.isdecimal() and number.isdecimal() and len(year) == 4 and len(number) == 2):
            raise ValueError(text)
        return cls(date.fromisocalendar(int(year), int(number), 1))

    @classmethod
    def of(cls, day: date) -> "Week":
        return cls(day - timedelta(days=day.weekday()))

    def __str__(self) -> str:
        year, number, _day = self.monday.isocalendar()
        return f"{year}-W{number:02d}"

    @property
    def friday(self) -> date:
        return self.monday + timedelta(days=4)

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=number) for number in range(5)]

    def shifted(self, weeks: int) -> "Week":
        return Week(self.monday + timedelta(weeks=weeks))


class Seat(NamedTuple):
    """A trainee of the class in that week: no more than the list needs, since forty classes are a thousand of them."""

    pk: int
    training_class_id: int
    trainee_no: int
    name: str
    from_on: date
    last_day: date | None


@dataclass(frozen=True)
class Line:
    seat: Seat
    verdict: Verdict

    @property
    def says(self) -> str:
        return says(self.verdict)

    @property
    def why(self) -> str:
        return why(self.verdict)


@dataclass(frozen=True)
class PhoneList:
    """The list of one class and week. `missing` are the class days that keep it from being final."""

    training_class: TrainingClass
    week: Week
    rule: Rule
    class_days: tuple[date, ...]
    lines: tuple[Line, ...]
    missing: tuple[date, ...]
    waived: tuple[date, ...]

    @property
    def final(self) -> bool:
        return not self.missing

    @property
    def allowed(self) -> int:
        return sum(line.verdict.allowed for line in self.lines)

    @property
    def refused(self) -> int:
        return len(self.lines) - self.allowed


def week_list(training_class: TrainingClass, week: Week, on: date | None = None) -> PhoneList:
    """The phone list of one class, as it stands; `on` decides which rule is in force (None: the week's)."""
    return week_lists([training_class], week, on)[0]


def week_lists(classes: Sequence[TrainingClass], week: Week, on: date | None = None) -> list[PhoneList]:
    """The phone lists of several classes in the same few queries as of one."""
    keys = [training_class.pk for training_class in classes]
    seats = _seats(keys, week)
    of_class: dict[int, list[Seat]] = defaultdict(list)
    for seat in seats:
        of_class[seat.training_class_id].append(seat)
    entries = _entries([seat.pk for seat in seats], week)
    holidays = set(Holiday.objects.filter(day__in=week.days).values_list("day", flat=True))
    waivers = DayWaiver.objects.filter(training_class__in=keys, day__in=week.days)
    waived = set(waivers.values_list("training_class_id", "day"))
    rules = {programme: rule_of(programme, on or week.monday) for programme in {c.programme_id for c in classes}}
    return [
        _list_of(
            training_class,
            week,
            rules[training_class.programme_id],
            of_class[training_class.pk],
            entries,
            holidays,
            waived,
        )
        for training_class in classes
    ]


def _list_of(
    training_class: TrainingClass,
    week: Week,
    rule: Rule,
    seats: list[Seat],
    entries: "Entries",
    holidays: set[date],
    waived: set[tuple[int, date]],
) -> PhoneList:
    class_days = [day for day in week.days if is_class_day(training_class, day, holidays)]
    lines = []
    for seat in seats:
        first, last = seat.from_on, seat.last_day or date.max
        days = [
            Day(
                day,
                entries.attendance.get((seat.pk, day)),
                waived=(training_class.pk, day) in waived,
                value=entries.values.get((seat.pk, day)),
            )
            for day in class_days
            if first <= day <= last
        ]
        lines.append(Line(seat, decide(days, rule)))
    missing = sorted({day for line in lines for day in line.verdict.missing})
    waived_days = [day for day in class_days if (training_class.pk, day) in waived]
    return PhoneList(training_class, week, rule, tuple(class_days), tuple(lines), tuple(missing), tuple(waived_days))


def _seats(classes: list[int], week: Week) -> list[Seat]:
    rows = Enrolment.objects.filter(training_class__in=classes).between(week.monday, week.friday)
    last_day = Least("to_on", "journey__closed_on")  # PostgreSQL passes over what is empty
    columns = ("pk", "training_class_id", "trainee_no", "journey__candidate__name", "from_on", last_day)
    return [Seat(*row) for row in rows.order_by("training_class", "trainee_no").values_list(*columns)]


@dataclass(frozen=True)
class Entries:
    attendance: dict[tuple[int, date], str]
    values: dict[tuple[int, date], Fraction]


# Written out: of a thousand trainees Django would make a thousand arguments.
ATTENDED = Prepared(
    "SELECT enrolment_id, day, status FROM training_attendance WHERE enrolment_id = ANY(%(enrolments)s) "
    "AND day BETWEEN %(first)s AND %(last)s",
    {"enrolments": "bigint[]", "first": "date", "last": "date"},
)


def _entries(enrolments: list[int], week: Week) -> Entries:
    here = {"enrolments": array(enrolments), "first": week.monday, "last": week.friday}
    attendance = {(enrolment, day): status for enrolment, day, status in ATTENDED.rows(here)}
    return Entries(attendance, day_values(enrolments, week.monday, week.friday))


def rule_of(programme_id: int | None, on: date | None = None) -> Rule:
    """The rule in force on that day, as plain values."""
    rule = PhoneRule.objects.in_force(programme_id, on or timezone.localdate())
    return Rule(rule.threshold, rule.mode, rule.minimum_days) if rule else Rule()

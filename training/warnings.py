"""Whom to talk to today, and why. `warnings_of` is pure; `warned` asks it for every trainee of some classes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from training.enums import THERE, AttendanceStatus, RollKind, RollMark
from training.models import Enrolment, TrainingClass
from training.phone_list import in_points
from training.trend import DayFact, Trend, trends

RECENT = timedelta(days=7)  # an older absence has been talked about
FALLS = 3
LOW = Fraction(60)
LATE_MORNINGS = 3


@dataclass(frozen=True)
class Warning:
    """One reason. `code` is falling, absent, below, roll_absent or roll_late."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Warned:
    """A trainee with the reasons."""

    enrolment: Enrolment
    reasons: list[Warning]


def warnings_of(days: Sequence[DayFact], on: date) -> list[Warning]:
    """The reasons to talk to this trainee on that day; `days` in the order of the calendar, none later than `on`."""
    recent = [day for day in days if on - RECENT < day.on <= on]
    found = [_falling([day for day in days if day.value is not None and day.attendance in THERE])]
    found += [_absent(recent), _below(recent), _not_at_roll(recent), _late_at_roll(recent)]
    return [warning for warning in found if warning]


def warned(classes: Sequence[TrainingClass], on: date) -> list[Warned]:
    """Everybody of these classes who needs a word, the most reasons first; one query count for one class and forty."""
    seats = trends(classes, on - timedelta(days=28), on)
    return sorted(of_trends(seats, on), key=lambda one: -len(one.reasons))


def of_trends(seats: Iterable[Trend], on: date) -> list[Warned]:
    found = [Warned(seat.enrolment, warnings_of(seat.days, on)) for seat in seats if seat.enrolment.covers(on)]
    return [one for one in found if one.reasons]


def _falling(days: Sequence[DayFact]) -> Warning | None:
    """The last three days in class each lower than the one before."""
    last = [day.value for day in days[-FALLS - 1 :] if day.value is not None]
    if len(last) <= FALLS or any(later >= earlier for earlier, later in pairwise(last)):
        return None
    values = " → ".join(in_points(value) for value in last)
    return Warning("falling", _("falling three days in a row: %(values)s") % {"values": values})


def _absent(days: Sequence[DayFact]) -> Warning | None:
    absent = [day.on for day in days if day.attendance == AttendanceStatus.UNEXCUSED]
    return Warning("absent", _("absent without reason: %(days)s") % {"days": _days(absent)}) if absent else None


def _below(days: Sequence[DayFact]) -> Warning | None:
    low = [day for day in days if day.value is not None and day.value < LOW and day.attendance in THERE]
    values = ", ".join(f"{in_points(day.value)} ({date_format(day.on, 'l')})" for day in low if day.value is not None)
    return Warning("below", _("under 60: %(values)s") % {"values": values}) if low else None


def _not_at_roll(days: Sequence[DayFact]) -> Warning | None:
    of_kind: dict[str, list[date]] = defaultdict(list)
    for day in days:
        for kind, mark in day.rolls.items():
            if mark == RollMark.ABSENT:
                of_kind[kind].append(day.on)
    told = [f"{RollKind(kind).label} ({_days(found)})" for kind, found in sorted(of_kind.items())]
    return Warning("roll_absent", _("not there: %(rolls)s") % {"rolls": ", ".join(told)}) if told else None


def _late_at_roll(days: Sequence[DayFact]) -> Warning | None:
    late = sum(RollMark.LATE in day.rolls.values() for day in days)
    if late < LATE_MORNINGS:
        return None
    return Warning("roll_late", ngettext("late on %(n)s morning", "late on %(n)s mornings", late) % {"n": late})


def _days(days: Iterable[date]) -> str:
    return ", ".join(date_format(day, "l, j F") for day in days)

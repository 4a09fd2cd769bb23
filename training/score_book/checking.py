"""What one line of a score book says, or every reason why it cannot be taken.

Reasons: trainee_missing trainee_unknown date_missing date_unparseable future weekend holiday outside_class
not_in_class attendance_missing attendance_unknown criterion_missing criterion_unknown score_range
recorded_at_missing recorded_at_unparseable. Warnings: score_while_absent same_time (the lower line stands)
older (a later one is on file) unchanged.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.dates import parse_day
from training.enums import THERE, AttendanceStatus
from training.models import Criterion, Enrolment, Holiday, TrainingClass
from training.score_book.reading import RawLine
from training.scoring import parse_score

# The whole word, or the letter that the paper book has room for.
ATTENDANCE = {
    **{status: status for status in AttendanceStatus.values},
    **{status[0]: status for status in AttendanceStatus.values},
    "alpha": AttendanceStatus.UNEXCUSED.value,
}
CLOCK = re.compile(r"[ T,]+(?:pukul )?([0-9]{1,2})[.:]([0-9]{2})(?:[.:]([0-9]{2}))?$")


@dataclass(frozen=True)
class Record:
    """A line that can be taken. `attendance` may be empty when another line of that day has it."""

    enrolment: int
    day: date
    attendance: str
    criterion: int | None
    score: Decimal | None
    at: datetime


@dataclass
class Checked:
    """A line with what became of it."""

    line: RawLine
    reasons: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    record: Record | None = None

    @property
    def outcome(self) -> str:
        return "reject" if self.reasons else "import"

    def as_report(self) -> dict[str, object]:
        """Without names: a trainee number says nothing outside the class."""
        return {
            "sheet": self.line.sheet,
            "row": self.line.row,
            "outcome": self.outcome,
            "reasons": self.reasons,
            "warnings": self.warnings,
            "values": self.line.cells,
        }


class Checker:
    """The class, its seats, days and criteria, read once for all lines."""

    def __init__(self, training_class: TrainingClass, on: date) -> None:
        self.training_class = training_class
        self.on = on
        seats = Enrolment.objects.filter(training_class=training_class).select_related("journey")
        self.seats = {seat.trainee_no: seat for seat in seats}
        days = (training_class.starts_on, training_class.ends_on)
        self.holidays = set(Holiday.objects.filter(day__range=days).values_list("day", flat=True))
        self.criteria = {}
        for criterion in Criterion.objects.all():  # an old book may have a column that is no longer in use
            self.criteria[criterion.slug.lower()] = self.criteria[criterion.name.lower()] = criterion.pk

    def check(self, lines: Iterable[RawLine]) -> list[Checked]:
        rows = [self._check(line) for line in lines]
        known = {(r.record.enrolment, r.record.day) for r in rows if r.record and r.record.attendance}
        for row in rows:
            record = row.record
            if record and not record.attendance and (record.enrolment, record.day) not in known:
                row.reasons.append("attendance_missing")
                row.record = None
        return rows

    def _check(self, line: RawLine) -> Checked:
        row, cells = Checked(line), line.cells
        seat = self._seat(cells["trainee_no"], row.reasons)
        day = self._day(cells["date"], row.reasons)
        if seat and day and not row.reasons and not seat.covers(day):
            row.reasons.append("not_in_class")
        attendance = ATTENDANCE.get(cells["attendance"].lower(), "")
        if cells["attendance"] and not attendance:
            row.reasons.append("attendance_unknown")
        criterion, score = self._score(cells["criterion"], cells["score"], row.reasons)
        if not attendance and criterion is None and not row.reasons:
            row.reasons.append("attendance_missing")
        at = _moment(cells["recorded_at"], row.reasons)
        if score is not None and attendance and attendance not in THERE:
            row.warnings.append("score_while_absent")
        if seat and day and at and not row.reasons:
            row.record = Record(seat.pk, day, attendance, criterion, score, at)
        return row

    def _seat(self, text: str, reasons: list[str]) -> Enrolment | None:
        if not text:
            reasons.append("trainee_missing")
            return None
        number = int(text) if text.isdecimal() and text.isascii() and len(text) < 6 else None
        seat = self.seats.get(number) if number is not None else None
        if seat is None:
            reasons.append("trainee_unknown")
        return seat

    def _day(self, text: str, reasons: list[str]) -> date | None:
        if not text:
            reasons.append("date_missing")
            return None
        try:
            day = parse_day(re.sub(r"[ T]00:00(:00)?$", "", text))
        except ValueError:
            reasons.append("date_unparseable")
            return None
        if reason := self._no_class_on(day):
            reasons.append(reason)
        return day

    def _no_class_on(self, day: date) -> str:
        if day > self.on:
            return "future"
        if not self.training_class.starts_on <= day <= self.training_class.ends_on:
            return "outside_class"
        if day.weekday() >= 5:
            return "weekend"
        return "holiday" if day in self.holidays else ""

    def _score(self, name: str, text: str, reasons: list[str]) -> tuple[int | None, Decimal | None]:
        criterion = self.criteria.get(name.lower())
        if name and criterion is None:
            reasons.append("criterion_unknown")
        if text and not name:
            reasons.append("criterion_missing")
        try:
            return criterion, parse_score(text)
        except ValueError:
            reasons.append("score_range")
            return criterion, None


def _moment(text: str, reasons: list[str]) -> datetime | None:
    """When the line was written; a time without a zone is the clock in Serang."""
    if not text:
        reasons.append("recorded_at_missing")
        return None
    try:
        moment = parse_datetime(text) or _in_words(text)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    except ValueError:
        reasons.append("recorded_at_unparseable")
        return None


def _in_words(text: str) -> datetime:
    """3/8/2026 21.04, or a day alone. Raises ValueError."""
    found = CLOCK.search(text)
    day = parse_day(text[: found.start()] if found else text)
    clock = time(int(found[1]), int(found[2]), int(found[3] or 0)) if found else time()
    return datetime.combine(day, clock)

"""The score grid between the page and the verb: what stands in each box, what was typed, what is wrong with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from core.refusal import Gap
from training.enums import LEFT_OUT, AttendanceStatus
from training.scoring import CellsRefused, EveningChanged, Row, in_words, parse_score
from training.sheet import ATTENDANCE, Cell, Entry, Seat, Sheet


@dataclass
class Box:
    """One input. `theirs` and `mine` are set where another trainer entered something else."""

    name: str
    label: str
    value: str
    is_usual: bool = False
    error: str = ""
    theirs: str = ""
    theirs_value: str = ""
    mine: str = ""

    @property
    def error_id(self) -> str:
        return f"{self.name}-salah"

    @property
    def pick_name(self) -> str:
        return f"pilih-{self.name}"

    @property
    def theirs_name(self) -> str:
        return f"lain-{self.name}"


@dataclass
class Line:
    """One trainee."""

    seat: Seat
    attendance: Box
    scores: list[Box]
    saved_at: str

    @property
    def usual_name(self) -> str:
        return f"biasa-{self.seat.enrolment_id}"

    @property
    def usual(self) -> str:
        """The usual values that were offered, so that the save knows which were left standing."""
        return " ".join(f"{box.name.rsplit('-', 1)[1]}:{box.value}" for box in self.scores if box.is_usual)

    @property
    def has_error(self) -> bool:
        return any(box.error or box.theirs for box in self.boxes)

    @property
    def boxes(self) -> list[Box]:
        return [self.attendance, *self.scores]

    @property
    def summary(self) -> str:
        """The line of a phone: attendance and values."""
        status = self.attendance.value
        words = [in_words(status)] if status else []
        if status in LEFT_OUT:
            return " · ".join([*words, str(_("not counted"))])
        return " · ".join(words + [box.value or "–" for box in self.scores])


class EveningGrid:
    """The boxes of one sheet, filled from the file, from usual values or from what was just typed.

    `away` are the journeys on approved leave that day, with the attendance that it makes.
    """

    def __init__(
        self,
        sheet: Sheet,
        scores: Mapping[Cell, Entry] | None = None,
        usual: Mapping[Any, Decimal] | None = None,
        data: Mapping[str, str] | None = None,
        away: Mapping[int, str] | None = None,
    ) -> None:
        self.sheet = sheet
        self.away = away or {}
        self.scores = scores or {}
        self.usual = usual or {}
        self.data = data
        self.errors: dict[Cell, str] = {}
        self.others: list[str] = []
        self.differences: dict[Cell, Any] = {}
        self.version = int(data["versi"]) if data and data.get("versi", "").isdecimal() else sheet.version
        self.reason = data.get("alasan", "") if data else ""

    @property
    def on_leave(self) -> list[int]:
        """Enrolments, as the page keeps them: it may lie on a device for hours before it is saved."""
        return [seat.enrolment_id for seat in self.sheet.seats if seat.journey_id in self.away]

    @property
    def seen_on_leave(self) -> set[int] | None:
        """Whom the page that was sent showed as on leave; None for a page that did not say."""
        keys = self.data.get("cuti") if self.data else None
        return None if keys is None else {int(key) for key in keys.split() if key.isdecimal() and len(key) < 19}

    def rows(self) -> list[Row]:
        """What was typed, for the verb. A box in which two trainers differed carries the value that was picked."""
        return [
            Row(
                seat.enrolment_id,
                self._typed(seat.enrolment_id, ATTENDANCE),
                {c.pk: self._typed(seat.enrolment_id, c.pk) for c in self.sheet.criteria},
                self._usual_offered(seat.enrolment_id),
            )
            for seat in self.sheet.seats
            if self.data is not None and name_of(seat.enrolment_id, ATTENDANCE) in self.data
        ]

    def unanswered(self) -> bool:
        """Whether a difference with another trainer still waits for its answer; marks those boxes."""
        data = self.data or {}
        for cell in self._cells():
            name = name_of(*cell)
            if f"lain-{name}" in data and data.get(f"pilih-{name}") not in ("lain", "saya"):
                self.errors[cell] = str(_("Choose one of the two."))
        return bool(self.errors)

    def refuse(self, refused: Exception) -> None:
        """Put the reasons of a refusal beside the boxes they are about."""
        if isinstance(refused, EveningChanged):
            self.differences = {difference.cell: difference for difference in refused.differences}
            self.version = refused.version
        elif isinstance(refused, CellsRefused):
            self.errors = {cell: str(gap) for cell, gap in refused.cells.items()}
            self.others = [str(gap) for gap in refused.others]
        else:
            gaps: list[Gap] = getattr(refused, "gaps", [])
            self.others = [str(gap) for gap in gaps]

    @property
    def lines(self) -> Iterator[Line]:
        for seat in self.sheet.seats:
            attendance = self._box(seat, ATTENDANCE, _("Attendance"), seat.attendance)
            scores = [
                self._box(seat, criterion.pk, criterion.name, self.scores.get((seat.enrolment_id, criterion.pk)))
                for criterion in self.sheet.criteria
            ]
            yield Line(seat, attendance, scores, _clock(seat.attendance) if seat.attendance else "")

    @property
    def count(self) -> int:
        return len(self.sheet.seats)

    @property
    def saved(self) -> int:
        return sum(seat.attendance is not None for seat in self.sheet.seats)

    @property
    def wrong(self) -> int:
        return len(self.errors) + len(self.differences) + len(self.others)

    @property
    def attendance_choices(self) -> list[tuple[str, Any]]:
        return AttendanceStatus.choices

    def _cells(self) -> Iterator[Cell]:
        for seat in self.sheet.seats:
            yield seat.enrolment_id, ATTENDANCE
            for criterion in self.sheet.criteria:
                yield seat.enrolment_id, criterion.pk

    def _typed(self, enrolment: int, field: int | str) -> str:
        data, name = self.data or {}, name_of(enrolment, field)
        if data.get(f"pilih-{name}") == "lain" and f"lain-{name}" in data:
            return data[f"lain-{name}"]
        return data.get(name, "")

    def _usual_offered(self, enrolment: int) -> dict[int, Decimal]:
        offered: dict[int, Decimal] = {}
        for pair in (self.data or {}).get(f"biasa-{enrolment}", "").split():
            criterion, _colon, text = pair.partition(":")
            try:
                value = parse_score(text)
            except ValueError:
                continue
            if value is not None and criterion.isdecimal():
                offered[int(criterion)] = value
        return offered

    def _box(self, seat: Seat, field: int | str, label: Any, entry: Entry | None) -> Box:
        cell: Cell = (seat.enrolment_id, field)
        box = Box(name_of(*cell), f"{label}, {seat.name}", "", error=self.errors.get(cell, ""))
        if self.data is not None:
            box.value = self._typed(*cell) or (_text(entry) if self.differences else "")
            offered = self._usual_offered(seat.enrolment_id)
            box.is_usual = field in offered and in_words(offered[int(field)]) == box.value
        elif entry is not None:
            box.value = _text(entry)
        elif field == ATTENDANCE:
            box.value = self.away.get(seat.journey_id, AttendanceStatus.PRESENT.value)
        elif (value := self.usual.get(cell)) is not None and self.sheet.version == 0:
            box.value, box.is_usual = in_words(value), True
        self._show_difference(box, cell)
        return box

    def _show_difference(self, box: Box, cell: Cell) -> None:
        difference = self.differences.get(cell)
        if difference is not None:
            box.mine = in_words(difference.mine)
            box.theirs = in_words(difference.theirs.value)
            box.theirs_value = str(difference.theirs.value)
            box.error = str(
                _("%(who)s already entered %(theirs)s at %(time)s, you typed %(mine)s. Which one is right?")
            ) % {"who": difference.theirs.by, "time": _clock(difference.theirs), "theirs": box.theirs, "mine": box.mine}
        elif self.errors.get(cell) and self.data and f"lain-{box.name}" in self.data:
            box.theirs_value = self.data[f"lain-{box.name}"]
            box.theirs, box.mine = in_words(_value(box.theirs_value)), in_words(_value(box.value))


def name_of(enrolment: int, field: int | str) -> str:
    """The name of a box in the form: h-12 for attendance, n-12-3 for a score."""
    return f"h-{enrolment}" if field == ATTENDANCE else f"n-{enrolment}-{field}"


def _text(entry: Entry | None) -> str:
    if entry is None:
        return ""
    return in_words(entry.value) if isinstance(entry.value, Decimal) else entry.value


def _value(text: str) -> object:
    try:
        return parse_score(text) or text
    except ValueError:
        return text


def _clock(entry: Entry) -> str:
    return time_format(timezone.localtime(entry.at))

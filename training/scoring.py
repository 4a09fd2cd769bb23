"""Saving the evening of a class: every cell checked, one statement, nothing overwritten unseen."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from core.prepared import Prepared, array
from core.refusal import Gap, Refused, SomebodyWasFirst
from training.enums import LEFT_OUT, THERE, AttendanceStatus, ScoreSource
from training.leaves import away
from training.models import DayWaiver, TrainingClass
from training.reasons import clean_reason
from training.sheet import ATTENDANCE, Cell, Entry, Sheet, entered_scores, read_sheet

if TYPE_CHECKING:
    from accounts.models import User

LEAVE_APPROVED = _("Leave was approved since this page was opened: %(kind)s. Choose the attendance, then save again.")
LEAVE_TAKEN_BACK = _("The leave was taken back since this page was opened. Choose the attendance, then save again.")
SCORE = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?")


@dataclass(frozen=True)
class Row:
    """One trainee's line as it was typed. A score of "" (or None) is "not entered", never 0."""

    enrolment_id: int
    attendance: str = AttendanceStatus.PRESENT.value
    scores: Mapping[int, object] = field(default_factory=dict)
    usual: Mapping[int, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """What was saved: of how many trainees, when, as which version of the evening."""

    people: int
    of: int
    at: datetime
    version: int
    corrections: int


@dataclass(frozen=True)
class Difference:
    """A cell in which two trainers do not agree."""

    cell: Cell
    theirs: Entry
    mine: object


class CellsRefused(Refused):
    """Some cells cannot be saved; `cells` says what is wrong with each. Nothing was saved."""

    def __init__(self, cells: Mapping[Cell, Gap], others: Sequence[Gap] = ()) -> None:
        self.cells = dict(cells)
        self.others = list(others)
        super().__init__([*self.others, *self.cells.values()])


class EveningChanged(SomebodyWasFirst):
    """Another trainer saved this evening since it was opened, and some cells differ. Nothing was saved."""

    def __init__(self, differences: Sequence[Difference], version: int) -> None:
        self.differences = list(differences)
        self.version = version
        super().__init__([_gap_of(difference) for difference in differences])


def save_evening(
    training_class: TrainingClass,
    day: date,
    rows: Sequence[Row],
    *,
    by: "User",
    version: int | None = None,
    now: datetime | None = None,
    reason: str = "",
    sheet: Sheet | None = None,
    on_leave: Collection[int] | None = None,
) -> Saved:
    """Save attendance and scores of one class day; corrections keep the old value, who and why.

    `version` is the one the trainer had on the screen (0: nobody had entered anything); with None the newest is
    taken. What another trainer saved since is merged where the cells agree or one is empty; `EveningChanged` where
    they differ. `on_leave` are the enrolments that the screen showed as on leave (None: it is not asked). Raises
    `Refused` for a day without class, `CellsRefused` when a cell is wrong or a leave was decided since.
    """
    now, reason = now or timezone.now(), clean_reason(reason)
    sheet = sheet or read_sheet(training_class, day)
    if sheet is None:
        raise Refused(Gap("no_class", _("This class does not exist any more.")))
    checked = _checked(sheet, rows, reason, timezone.localdate(now), on_leave)
    current = sheet.version if version is None else version
    for _attempt in range(5):
        saved = _write(sheet, checked, by=by, version=current, now=now, reason=reason)
        if saved is not None:
            return saved
        fresh = read_sheet(training_class, day)
        if fresh is None:
            break
        if version is not None:
            checked = _merged(fresh, checked)
        current = fresh.version
    raise SomebodyWasFirst(Gap("busy", _("This evening is being saved by several people at once. Save it again.")))


def waive_day(training_class: TrainingClass, day: date, *, by: "User", reason: str) -> DayWaiver:
    """Declare that a class day stays without scores, so that the phone list can become final."""
    sheet = read_sheet(training_class, day)
    refusal = sheet.refusal(timezone.localdate()) if sheet else None
    if refusal:
        raise Refused(refusal)
    reason = clean_reason(reason)
    if not reason:
        raise Refused(Gap("reason_missing", _("Write why the day stays without scores.")))
    with transaction.atomic():
        waiver, created = DayWaiver.objects.get_or_create(
            training_class=training_class, day=day, defaults={"by": by, "reason": reason}
        )
    if not created:
        raise SomebodyWasFirst(Gap("already_waived", _("%(who)s already waived this day.") % {"who": waiver.by}))
    return waiver


def take_back_waiver(training_class: TrainingClass, day: date, *, by: "User") -> None:
    """Ask for the scores of a waived day after all: the phone list is open again.

    The history of the waiver keeps who had given it, who took it back and when.
    """
    with transaction.atomic():
        waiver = DayWaiver.objects.select_for_update().filter(training_class=training_class, day=day).first()
        if waiver is None:
            raise SomebodyWasFirst(Gap("not_waived", _("This day is not waived any more.")))
        waiver.delete()


def parse_score(text: object) -> Decimal | None:
    """The score as typed ("82", "82,5"), None for an empty cell. Raises ValueError for anything else."""
    if text is None or (isinstance(text, str) and not text.strip()):
        return None
    typed = str(text).strip()
    if not SCORE.fullmatch(typed):
        raise ValueError(typed)
    value = Decimal(typed.replace(",", "."))
    if value > 100:
        raise ValueError(typed)
    return value


# Checking ------------------------------------------------------------------------------------------------------------


def _checked(
    sheet: Sheet, rows: Sequence[Row], reason: str, today: date, on_leave: Collection[int] | None
) -> list[Row]:
    """The rows with parsed scores, or every refusal at once."""
    refusal = sheet.refusal(today)
    if refusal:
        raise Refused(refusal)
    others: list[Gap] = []
    cells = _leave_since(sheet, rows, on_leave)
    checked: list[Row] = []
    if sheet.is_late(today) and not reason:
        others.append(
            Gap(
                "reason_missing",
                _("This day is more than %(days)s days ago. Write why it is entered now.")
                % {"days": sheet.late_entry_days},
            )
        )
    by_seat = {row.enrolment_id: row for row in rows}
    criteria = {criterion.pk for criterion in sheet.criteria}
    strangers = by_seat.keys() - {seat.enrolment_id for seat in sheet.seats}
    if strangers or any(set(row.scores) - criteria for row in rows):
        changed = _("The class list has changed since this page was opened. Check and save again.")
        others.append(Gap("sheet_changed", changed))
    for seat in sheet.seats:
        row = by_seat.get(seat.enrolment_id, Row(seat.enrolment_id, attendance=""))
        checked.append(_checked_row(row, criteria, cells))
    if others or cells:
        raise CellsRefused(cells, others)
    return checked


def _checked_row(row: Row, criteria: set[int], cells: dict[Cell, Gap]) -> Row:
    if row.attendance not in AttendanceStatus.values:
        cells[row.enrolment_id, ATTENDANCE] = Gap("attendance_missing", _("Choose the attendance."))
    scores: dict[int, object] = {}
    for criterion in criteria & set(row.scores):
        try:
            scores[criterion] = parse_score(row.scores[criterion])
        except ValueError:
            cells[row.enrolment_id, criterion] = Gap("score_range", _("A score is a number from 0 to 100."))
    if row.attendance not in THERE:  # nobody looked at the usual values of somebody who was not there
        scores = {key: None if row.usual.get(key) == value else value for key, value in scores.items()}
    return replace(row, scores=scores)


def _leave_since(sheet: Sheet, rows: Sequence[Row], seen: Collection[int] | None) -> dict[Cell, Gap]:
    """Whose leave was approved or taken back since a page that showed `seen` as on leave, maybe hours ago and without
    a network since, and whose attendance would be written against it unseen."""
    if seen is None or sheet.version:
        return {}
    cells: dict[Cell, Gap] = {}
    leaves = away([seat.journey_id for seat in sheet.seats], sheet.day)
    journeys = {seat.enrolment_id: seat.journey_id for seat in sheet.seats}
    for row in rows:
        leave = leaves.get(journeys.get(row.enrolment_id, 0))
        if (leave is not None) == (row.enrolment_id in seen):
            continue
        if leave is None and row.attendance in LEFT_OUT:
            cells[row.enrolment_id, ATTENDANCE] = Gap("leave_since", LEAVE_TAKEN_BACK)
        elif leave is not None and row.attendance != leave.kind:
            said = LEAVE_APPROVED % {"kind": AttendanceStatus(leave.kind).label}
            cells[row.enrolment_id, ATTENDANCE] = Gap("leave_since", said)
    return cells


# Two trainers, one evening -------------------------------------------------------------------------------------------


def _merged(sheet: Sheet, rows: list[Row]) -> list[Row]:
    """My rows over what is on file now: an empty cell of mine takes theirs. Raises `EveningChanged` where we differ."""
    scores = entered_scores(sheet.training_class, sheet.day)
    attendance = {seat.enrolment_id: seat.attendance for seat in sheet.seats}
    differences, merged = [], []
    for row in rows:
        present = attendance.get(row.enrolment_id)
        if present is not None and present.value != row.attendance:
            differences.append(Difference((row.enrolment_id, ATTENDANCE), present, row.attendance))
        mine = dict(row.scores)
        for criterion in (one.pk for one in sheet.criteria):
            entry = scores.get((row.enrolment_id, criterion))
            if entry is None:
                continue
            if mine.get(criterion) is None:
                mine[criterion] = entry.value
            elif mine[criterion] != entry.value:
                differences.append(Difference((row.enrolment_id, criterion), entry, mine[criterion]))
        merged.append(replace(row, scores=mine))
    if differences:
        raise EveningChanged(differences, sheet.version)
    return merged


def _gap_of(difference: Difference) -> Gap:
    theirs, at = difference.theirs, timezone.localtime(difference.theirs.at)
    both = {"theirs": in_words(theirs.value), "mine": in_words(difference.mine)}
    return Gap(
        "other_value",
        _("%(who)s already entered %(theirs)s at %(time)s, you typed %(mine)s. Which one is right?")
        % {"who": theirs.by, "time": time_format(at), **both},
    )


def in_words(value: object) -> str:
    """A score or an attendance as a person reads it: 82, 82,5, Sakit."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    return str(AttendanceStatus(value).label) if value in AttendanceStatus.values else str(value)


# Writing -------------------------------------------------------------------------------------------------------------

# One statement: the evening's version is the lock (a second trainer waits here, then finds another version and writes
# nothing), and a correction takes its old value from the row that it replaces, so that no path can change a score
# without a trace. What stands there is looked up cell by cell (a join would read the whole day of every class).
SAVE = Prepared(
    """
WITH evening AS (
    INSERT INTO training_evening AS known (training_class_id, day, entered_by_id, entered_at, version, late_reason)
    VALUES (%(class)s, %(day)s, %(by)s, %(now)s, 1, %(reason)s)
    ON CONFLICT (training_class_id, day) DO UPDATE SET version = known.version + 1,
        entered_by_id = excluded.entered_by_id, entered_at = excluded.entered_at, from_book = false,
        late_reason = coalesce(nullif(excluded.late_reason, ''), known.late_reason)
    WHERE known.version = %(version)s
    RETURNING version
), seat AS (
    SELECT typed.*, (
        SELECT status FROM training_attendance AS known WHERE known.enrolment_id = typed.enrolment_id AND day = %(day)s
    ) AS before
    FROM unnest(%(seats)s::bigint[], %(statuses)s::varchar[]) AS typed (enrolment_id, status), evening
), cell AS (
    SELECT typed.*, (
        SELECT known.value FROM training_score AS known WHERE known.enrolment_id = typed.enrolment_id
            AND day = %(day)s AND known.criterion_id = typed.criterion_id
    ) AS before
    FROM unnest(
        %(enrolments)s::bigint[], %(criteria)s::bigint[], %(values)s::numeric[], %(sources)s::varchar[]
    ) AS typed (enrolment_id, criterion_id, value, source), evening
), attended AS (
    INSERT INTO training_attendance AS known (enrolment_id, day, status, entered_by_id, entered_at)
    SELECT enrolment_id, %(day)s, status, %(by)s, %(now)s FROM seat WHERE status IS DISTINCT FROM before
    ON CONFLICT (enrolment_id, day) DO UPDATE SET status = excluded.status, entered_by_id = excluded.entered_by_id,
        entered_at = excluded.entered_at
), moved AS (
    INSERT INTO training_attendancechange (enrolment_id, day, old, new, by_id, at, reason)
    SELECT enrolment_id, %(day)s, before, status, %(by)s, %(now)s, %(reason)s FROM seat WHERE status <> before
), change AS (
    INSERT INTO training_scorechange (enrolment_id, day, criteria, before, after, by_id, at, reason)
    SELECT enrolment_id, %(day)s, array_agg(criterion_id), array_agg(before), array_agg(value),
        %(by)s, %(now)s, %(reason)s
    FROM cell WHERE before IS NOT NULL AND before IS DISTINCT FROM value GROUP BY enrolment_id
    RETURNING cardinality(criteria) AS scores
), emptied AS (
    DELETE FROM training_score AS known USING cell
    WHERE known.enrolment_id = cell.enrolment_id AND known.day = %(day)s AND known.criterion_id = cell.criterion_id
        AND cell.value IS NULL AND before IS NOT NULL
), scored AS (
    INSERT INTO training_score AS known (enrolment_id, day, criterion_id, value, source, entered_by_id, entered_at)
    SELECT enrolment_id, %(day)s, criterion_id, value, source, %(by)s, %(now)s
    FROM cell WHERE value IS NOT NULL AND value IS DISTINCT FROM before
    ON CONFLICT (enrolment_id, day, criterion_id) DO UPDATE SET value = excluded.value, source = excluded.source,
        entered_by_id = excluded.entered_by_id, entered_at = excluded.entered_at
)
SELECT version, (SELECT coalesce(sum(scores), 0) FROM change) FROM evening
""",
    types={
        "class": "bigint",
        "day": "date",
        "by": "bigint",
        "now": "timestamptz",
        "version": "integer",
        "reason": "varchar",
        "seats": "bigint[]",
        "statuses": "varchar[]",
        "enrolments": "bigint[]",
        "criteria": "bigint[]",
        "values": "numeric[]",
        "sources": "varchar[]",
    },
)


def _write(sheet: Sheet, rows: list[Row], *, by: "User", version: int, now: datetime, reason: str) -> Saved | None:
    """Write everything, or nothing (None) when the evening is no longer at `version`."""
    cells = [
        (row.enrolment_id, criterion, value, _source(row, criterion, value))
        for row in rows
        for criterion, value in row.scores.items()
    ]
    values: dict[str, Any] = {
        "class": sheet.training_class.pk,
        "day": sheet.day,
        "by": by.pk,
        "now": now,
        "version": version,
        "reason": reason,
        "seats": array(row.enrolment_id for row in rows),
        "statuses": array(row.attendance for row in rows),
        "enrolments": array(cell[0] for cell in cells),
        "criteria": array(cell[1] for cell in cells),
        "values": array(cell[2] for cell in cells),
        "sources": array(cell[3] for cell in cells),
    }
    with connection.cursor() as cursor:
        SAVE.run(cursor, values)
        result = cursor.fetchone()
    return Saved(len(rows), len(sheet.seats), now, *result) if result else None


def _source(row: Row, criterion: int, value: object) -> str:
    left_standing = value is not None and row.usual.get(criterion) == value
    return ScoreSource.USUAL.value if left_standing else ScoreSource.TYPED.value

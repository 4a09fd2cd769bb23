"""Recording a checked score book: what was written later stands, what it replaced stays readable."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from training.enums import ScoreSource
from training.models import Attendance, AttendanceChange, Evening, Score, ScoreChange, TrainingClass
from training.score_book.checking import Checked, Checker
from training.score_book.reading import RawLine

if TYPE_CHECKING:
    from accounts.models import User

Key = tuple[Any, ...]


@dataclass
class Ledger:
    """The values of one kind (attendance, or scores) with the time of each, and what the book does to them."""

    known: dict[Key, tuple[Any, datetime]]
    changes: list[tuple[Key, Any, Any, datetime]] = field(default_factory=list)
    touched: set[Key] = field(default_factory=set)

    def take(self, key: Key, value: Any, at: datetime, first: bool) -> str:
        """Take one entry, oldest first; says why it does not count, or "". `first` is False within one file."""
        before, since = self.known.get(key, (None, None))
        if since is not None and (at < since or (at == since and first)):
            return "unchanged" if before == value else "older"
        if value is None and since is None:
            return ""
        if before is not None and before != value:
            self.changes.append((key, before, value, at))
        self.known[key] = (value, at)
        self.touched.add(key)
        return ""


@dataclass(frozen=True)
class Book:
    """Every line with its outcome, and how much would be (or was) changed."""

    rows: list[Checked]
    scores: int
    attendances: int
    corrections: int


def preview(training_class: TrainingClass, lines: Sequence[RawLine], *, on: date | None = None) -> Book:
    """What recording these lines would do. Nothing is saved."""
    rows = Checker(training_class, on or timezone.localdate()).check(lines)
    return _reckoned(rows, *_on_file(rows))


def record(training_class: TrainingClass, lines: Sequence[RawLine], *, by: "User", on: date | None = None) -> Book:
    """Save the lines that can be taken. A later `recorded_at` replaces an earlier one, also one that is on file;
    what was replaced is kept as a correction. The same book again changes nothing.
    """
    with transaction.atomic():
        # The lock of `save_evening` is the evening itself; a new one waits for its class.
        TrainingClass.objects.select_for_update().get(pk=training_class.pk)
        list(Evening.objects.filter(training_class=training_class).order_by("day").select_for_update())
        rows = Checker(training_class, on or timezone.localdate()).check(lines)
        attendance, scores = _on_file(rows)
        book = _reckoned(rows, attendance, scores)
        _record_evenings(training_class, rows, attendance.touched | scores.touched, by)
        _save(Attendance, "status", attendance, by)
        _save(Score, "value", scores, by)
        _keep_attendance(attendance, by)
        _keep_scores(scores, by)
    return book


def _on_file(rows: list[Checked]) -> tuple[Ledger, Ledger]:
    records = [row.record for row in rows if row.record]
    here = {"enrolment__in": {r.enrolment for r in records}, "day__in": {r.day for r in records}}
    attendance: dict[Key, tuple[Any, datetime]] = {
        (seat, day): (status, at)
        for seat, day, status, at in Attendance.objects.filter(**here).values_list(
            "enrolment_id", "day", "status", "entered_at"
        )
    }
    scores: dict[Key, tuple[Any, datetime]] = {}
    for change in ScoreChange.objects.filter(**here).order_by("at"):
        for criterion, _before, after in change.values():
            if after is None:  # taken out
                scores[change.enrolment_id, change.day, criterion] = (None, change.at)
    for score in Score.objects.filter(**here):
        scores[score.enrolment_id, score.day, score.criterion_id] = (score.value, score.entered_at)
    return Ledger(attendance), Ledger(scores)


def _reckoned(rows: list[Checked], attendance: Ledger, scores: Ledger) -> Book:
    """Put the records, oldest first, over what is on file; says on each row what it does not change."""
    seen: dict[Key, datetime] = {}
    taken = [(row, row.record) for row in rows if row.record]
    for row, record in sorted(taken, key=lambda pair: pair[1].at):
        entries: list[tuple[Ledger, Key, Any]] = []
        if record.attendance:
            entries.append((attendance, (record.enrolment, record.day), record.attendance))
        if record.criterion is not None:
            entries.append((scores, (record.enrolment, record.day, record.criterion), record.score))
        told = set()
        for ledger, key, value in entries:
            if seen.get(key) == record.at and ledger.known.get(key, (None,))[0] != value:
                row.warnings.append("same_time")
            told.add(ledger.take(key, value, record.at, first=key not in ledger.touched))
            seen[key] = record.at
        if "" not in told:
            row.warnings.append("older" if "older" in told else "unchanged")
    return Book(rows, len(scores.touched), len(attendance.touched), len(scores.changes) + len(attendance.changes))


def _record_evenings(training_class: TrainingClass, rows: list[Checked], touched: set[Key], by: "User") -> None:
    """A day of the book counts as entered, but from a book, which may lack somebody."""
    days = {key[1] for key in touched}
    last: dict[date, datetime] = defaultdict(lambda: datetime.min.replace(tzinfo=timezone.get_current_timezone()))
    for row in rows:
        if row.record:
            last[row.record.day] = max(last[row.record.day], row.record.at)
    evenings = Evening.objects.filter(training_class=training_class)
    known = set(evenings.filter(day__in=days).values_list("day", flat=True))
    evenings.filter(day__in=known).update(version=F("version") + 1)
    Evening.objects.bulk_create(
        Evening(training_class=training_class, day=day, entered_by=by, entered_at=last[day], from_book=True)
        for day in sorted(days - known)
    )


def _save(model: Any, column: str, ledger: Ledger, by: "User") -> None:
    names = ("enrolment_id", "day", "criterion_id")
    kept, emptied = [], []
    for key in sorted(ledger.touched):
        value, at = ledger.known[key]
        where = dict(zip(names, key, strict=False))
        if value is None:
            emptied.append(where)
            continue
        extra = {"source": ScoreSource.TYPED} if model is Score else {}
        kept.append(model(**where, **{column: value}, **extra, entered_by=by, entered_at=at))
    for where in emptied:
        model.objects.filter(**where).delete()
    fields = [name for name in names if hasattr(model, name)]
    model.objects.bulk_create(
        kept,
        update_conflicts=True,
        unique_fields=[name.removesuffix("_id") for name in fields],
        update_fields=[column, "entered_by", "entered_at", *(["source"] if model is Score else [])],
        batch_size=5000,
    )


def _keep_attendance(ledger: Ledger, by: "User") -> None:
    reason = _("From the score book")
    AttendanceChange.objects.bulk_create(
        [
            AttendanceChange(enrolment_id=seat, day=day, old=old, new=new, by=by, at=at, reason=reason)
            for (seat, day), old, new, at in ledger.changes
        ],
        batch_size=5000,
    )


def _keep_scores(ledger: Ledger, by: "User") -> None:
    """One row for what the book corrected in one line at one time."""
    lines: dict[Key, list[tuple[int, Any, Any]]] = defaultdict(list)
    for (seat, day, criterion), before, after, at in ledger.changes:
        lines[seat, day, at].append((criterion, before, after))
    reason = _("From the score book")
    ScoreChange.objects.bulk_create(
        [
            ScoreChange(
                **dict(zip(("criteria", "before", "after"), map(list, zip(*cells, strict=True)), strict=True)),
                enrolment_id=seat,
                day=day,
                by=by,
                at=at,
                reason=reason,
            )
            for (seat, day, at), cells in lines.items()
        ],
        batch_size=5000,
    )

"""How complete the evenings are, class × day, and how many of the values were left standing as the usual ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from training.class_days import is_class_day
from training.enums import THERE, ScoreSource
from training.models import Attendance, ClassTrainer, DayWaiver, Enrolment, Holiday, Score, TrainingClass

ENTERED, PARTLY, WAIVED, MISSING, NO_CLASS = "entered", "partly", "waived", "missing", "none"
WORDS = {
    ENTERED: _("entered"),
    PARTLY: _("partly entered"),
    WAIVED: _("waived"),
    MISSING: _("not entered"),
    NO_CLASS: _("no class"),
}


@dataclass(frozen=True)
class Cell:
    """One class on one day: of how many trainees the phone list has what it needs."""

    day: date
    state: str
    done: int = 0
    of: int = 0

    @property
    def word(self) -> object:
        return WORDS[self.state]


@dataclass
class Row:
    """One class over the days; `usual` of `values` were left standing as the usual ones."""

    training_class: TrainingClass
    cells: list[Cell]
    usual: int = 0
    values: int = 0
    trainers: list[str] = field(default_factory=list)

    @property
    def counts(self) -> Counter[str]:
        return Counter(cell.state for cell in self.cells)

    @property
    def share(self) -> int | None:
        """Percent, cut; None where nothing was entered."""
        return self.usual * 100 // self.values if self.values else None


def completeness(classes: Sequence[TrainingClass], first: date, last: date) -> list[Row]:
    """Every class and weekday between the two days; the same seven queries for one class and for forty."""
    weekdays = [day for day in _days(first, last) if day.weekday() < 5]
    holidays = set(Holiday.objects.filter(day__range=(first, last)).values_list("day", flat=True))
    waivers = DayWaiver.objects.filter(training_class__in=classes, day__range=(first, last))
    waived = set(waivers.values_list("training_class_id", "day"))
    seats = _seats(classes, first, last)
    done = _done(classes, first, last)
    sources = _sources(classes, first, last)
    trainers = _trainers(classes, last)
    rows = []
    for one in classes:
        here = seats.get(one.pk, [])
        cells = []
        for day in weekdays:
            sitting = sum(seat.covers(day) for seat in here) if is_class_day(one, day, holidays) else 0
            cells.append(_cell(day, done[one.pk, day], sitting, (one.pk, day) in waived))
        usual, values = sources.get(one.pk, (0, 0))
        rows.append(Row(one, cells, usual, values, trainers.get(one.pk, [])))
    return rows


def _cell(day: date, done: int, of: int, is_waived: bool) -> Cell:
    if not of:
        return Cell(day, NO_CLASS)
    if done >= of:
        return Cell(day, ENTERED, done, of)
    if is_waived:  # what was entered before the waiver stays, nothing more is asked for
        return Cell(day, WAIVED, done, of)
    return Cell(day, PARTLY if done else MISSING, done, of)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def _seats(classes: Sequence[TrainingClass], first: date, last: date) -> dict[int, list[Enrolment]]:
    seats: dict[int, list[Enrolment]] = {}
    found = Enrolment.objects.filter(training_class__in=classes).between(first, last).select_related("journey")
    for seat in found.only("training_class", "from_on", "to_on", "journey__closed_on"):
        seats.setdefault(seat.training_class_id, []).append(seat)
    return seats


def _done(classes: Sequence[TrainingClass], first: date, last: date) -> Counter[tuple[int, date]]:
    """(class, day) → trainees of whom nothing is missing: away, or there with at least one score."""
    scores = Score.objects.filter(enrolment=OuterRef("enrolment"), day=OuterRef("day"))
    rows = (
        Attendance.objects.filter(enrolment__training_class__in=classes, day__range=(first, last))
        .filter(~Q(status__in=THERE) | Exists(scores))
        .values_list("enrolment__training_class", "day")
        .annotate(done=Count("pk"))
        .order_by()
    )
    return Counter({(key, day): done for key, day, done in rows})


def _sources(classes: Sequence[TrainingClass], first: date, last: date) -> dict[int, tuple[int, int]]:
    """Class → values left standing as usual, and all of them."""
    rows = (
        Score.objects.filter(enrolment__training_class__in=classes, day__range=(first, last))
        .values_list("enrolment__training_class")
        .annotate(usual=Count("pk", filter=Q(source=ScoreSource.USUAL)), values=Count("pk"))
        .order_by()
    )
    return {key: (usual, values) for key, usual, values in rows}


def _trainers(classes: Sequence[TrainingClass], on: date) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    teaching = ClassTrainer.objects.filter(training_class__in=classes).between(on, on).select_related("user")
    for row in teaching.order_by(Coalesce("handed_over_by", 0).desc(), "from_on"):
        if str(row.user) not in names.setdefault(row.training_class_id, []):
            names[row.training_class_id].append(str(row.user))
    return names

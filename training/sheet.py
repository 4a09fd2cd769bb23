"""The score sheet of one class day, as it is on file: what the page shows and what a save is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.db.models import F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.roles import Rights, rights_of, somebody_with
from core.prepared import AskedOften
from core.refusal import Gap
from training.models import Criterion, Enrolment, Holiday, PhoneRule, Score, TrainingClass

if TYPE_CHECKING:
    from accounts.models import User

ATTENDANCE = "attendance"
Cell = tuple[int, int | str]  # (enrolment, criterion or ATTENDANCE)


@dataclass(frozen=True)
class Entry:
    """A value on file and who put it there."""

    value: Any
    by: str
    at: datetime


@dataclass(frozen=True)
class Seat:
    enrolment_id: int
    trainee_no: int
    name: str
    attendance: Entry | None
    journey_id: int = 0


@dataclass(frozen=True)
class Sheet:
    training_class: TrainingClass
    day: date
    criteria: tuple[Criterion, ...]
    seats: tuple[Seat, ...]
    version: int
    entered: Entry | None
    holiday: str
    late_entry_days: int

    def refusal(self, today: date) -> Gap | None:
        """Why nothing can be entered for this day, or None."""
        day = {"day": date_format(self.day)}
        if self.day > today:
            return Gap("future", _("%(day)s has not come yet. Scores are entered on the day itself or later.") % day)
        if self.day.weekday() >= 5:
            return Gap("weekend", _("There is no class on Saturdays and Sundays."))
        if self.holiday:
            return Gap("holiday", _("%(day)s is a holiday: %(name)s.") % {**day, "name": self.holiday})
        first, last = self.training_class.starts_on, self.training_class.ends_on
        if not first <= self.day <= last:
            limits = {"class": self.training_class.name, "first": date_format(first), "last": date_format(last)}
            return Gap("outside_class", _("%(class)s runs from %(first)s to %(last)s.") % limits)
        return None

    def is_late(self, today: date) -> bool:
        """Whether an entry or a correction now needs a reason."""
        return (today - self.day).days > self.late_entry_days


def read_sheet(training_class: TrainingClass, day: date) -> Sheet | None:
    """The sheet of a class as it is on file now, or None when the class is gone. Three queries at any size."""
    return _sheet(ANY_CLASS.instances(pk=training_class.pk, day=day), day)


def sheet_for(user: "User", code: str, day: date) -> Sheet | None:
    """The sheet of a class that `user` sees on that day, or None. Three queries at any size."""
    return _sheet(VISIBLE_CLASS.instances(rights_of(user), user=user.pk, code=code, day=day), day)


def _sheet(classes: list[Any], day: date) -> Sheet | None:
    if not classes:
        return None
    training_class = facts = classes[0]
    entered = Entry(None, _person(facts.evening_honorific, facts.evening_name), facts.evening_at)
    return Sheet(
        training_class=training_class,
        day=day,
        criteria=tuple(CRITERIA.instances()),
        seats=tuple(_seats(training_class, day)),
        version=facts.evening_version or 0,
        entered=entered if facts.evening_version else None,
        holiday=facts.holiday or "",
        late_entry_days=PhoneRule.LATE_ENTRY_DAYS if facts.late_days is None else facts.late_days,
    )


def entered_scores(training_class: TrainingClass, day: date) -> dict[Cell, Entry]:
    """(enrolment, criterion) → the score on file for that day."""
    rows = Score.objects.filter(enrolment__training_class=training_class, day=day).values_list(
        "enrolment_id", "criterion_id", "value", "entered_by__honorific", "entered_by__name", "entered_at"
    )
    return {
        (enrolment, criterion): Entry(value, _person(honorific, name), at)
        for enrolment, criterion, value, honorific, name, at in rows
    }


# A trainee's own median of the last five entered days: never a constant near the limit of the phone list.
USUAL = """
SELECT enrolment_id, criterion_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY value)
FROM (
    SELECT enrolment_id, criterion_id, value,
        row_number() OVER (PARTITION BY enrolment_id, criterion_id ORDER BY day DESC) AS back
    FROM training_score WHERE enrolment_id = ANY(%s) AND day < %s
) AS recent
WHERE back <= 5
GROUP BY enrolment_id, criterion_id
"""


def usual_scores(sheet: Sheet) -> Mapping[tuple[int, int], Decimal]:
    """(enrolment, criterion) → what this trainee usually scores."""
    with connection.cursor() as cursor:
        cursor.execute(USUAL, [[seat.enrolment_id for seat in sheet.seats], sheet.day])
        return {(enrolment, criterion): value for enrolment, criterion, value in cursor.fetchall()}


def _with_facts(classes: QuerySet[TrainingClass], day: date) -> QuerySet[TrainingClass]:
    rule = PhoneRule.objects.of_programme(OuterRef("programme"), day)
    return classes.annotate(
        evening=FilteredRelation("evenings", condition=Q(evenings__day=day)),
        holiday=Subquery(Holiday.objects.filter(day=day).values("name")[:1]),
        late_days=Subquery(rule.values("late_entry_days")[:1]),
        evening_version=F("evening__version"),
        evening_at=F("evening__entered_at"),
        evening_name=F("evening__entered_by__name"),
        evening_honorific=F("evening__entered_by__honorific"),
    )


def _visible_class(shape: Rights, user: int, code: str, day: date) -> QuerySet[TrainingClass]:
    visible = TrainingClass.objects.visible_to(somebody_with(shape, user), day)
    return _with_facts(visible.filter(code=code).order_by(), day)


def _seats_on(training_class: int, day: date) -> QuerySet[Enrolment, Any]:
    return (
        Enrolment.objects.filter(training_class=training_class)
        .on(day)
        .annotate(entry=FilteredRelation("attendances", condition=Q(attendances__day=day)))
        .order_by("trainee_no")
        .values_list(
            "pk",
            "trainee_no",
            "journey__candidate__name",
            "entry__status",
            "entry__entered_by__honorific",
            "entry__entered_by__name",
            "entry__entered_at",
            "journey_id",
        )
    )


ANY_CLASS = AskedOften(lambda pk, day: _with_facts(TrainingClass.objects.filter(pk=pk), day), pk=int, day=date)
VISIBLE_CLASS = AskedOften(_visible_class, user=int, code=str, day=date)
CRITERIA = AskedOften(Criterion.objects.active)
SEATS = AskedOften(_seats_on, training_class=int, day=date)


def _seats(training_class: TrainingClass, day: date) -> list[Seat]:
    return [
        Seat(pk, number, name, Entry(status, _person(honorific, by), at) if status else None, journey)
        for pk, number, name, status, honorific, by, at, journey in SEATS.rows(
            training_class=training_class.pk, day=day
        )
    ]


def _person(honorific: str | None, name: str | None) -> str:
    return f"{honorific or ''} {name or ''}".strip()

"""The order of the milestones, as the database's own CHECK constraints say it, asked before anything is written.

So all that is out of order is named at once, in the constraints' own words, for one journey or for a list.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, CheckConstraint, DateField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce

from candidates.models import Journey
from core.refusal import Gap

DAY = "day_in_question"


def order_gaps(journey: Journey, column: str, on: date) -> list[Gap]:
    """The database's own CHECK constraints, asked beforehand so that all of them are named at once."""
    before = getattr(journey, column)
    setattr(journey, column, on)
    try:
        if _holds(_all_about(column), journey):
            return []
        return [_gap_of(one) for one in _constraints_about(column) if not _holds(one, journey)]
    finally:
        setattr(journey, column, before)


def _holds(constraint: CheckConstraint, journey: Journey) -> bool:
    try:
        constraint.validate(Journey, journey, exclude={"stage"})
    except ValidationError:
        return False
    return True


def _gap_of(constraint: CheckConstraint) -> Gap:
    return Gap(constraint.name, constraint.violation_error_message)


@cache
def _constraints_about(column: str) -> list[CheckConstraint]:
    """Those that this date can break; the others held before."""
    orders = [constraint for constraint in Journey._meta.constraints if isinstance(constraint, CheckConstraint)]
    return [constraint for constraint in orders if column in _columns_of(constraint.condition)]


@cache
def _all_about(column: str) -> CheckConstraint:
    """All of them as one, so that the usual answer "nothing is wrong" costs one query instead of four."""
    conditions = [Q(constraint.condition) for constraint in _constraints_about(column)]
    return CheckConstraint(condition=Q(*conditions), name="all_in_order")


def _columns_of(condition: Any) -> set[str]:
    found = set()
    for child in condition.children:
        if isinstance(child, Q):
            found |= _columns_of(child)
        else:
            lookup, value = child
            found |= {lookup.split("__")[0], getattr(value, "name", "")}
    return found


def order_gaps_of_many(rows: Sequence[Journey], column: str, on: date) -> dict[int, list[Gap]]:
    """The same for a list, in one query: the constraints are asked as if `column` were that day. Whole ones only."""
    constraints = _constraints_about(column)
    asked = Journey.objects.filter(pk__in=[journey.pk for journey in rows])
    asked = asked.annotate(**{DAY: Value(on, output_field=DateField())})
    for number, constraint in enumerate(constraints):
        condition = ExpressionWrapper(_with_the_day(Q(constraint.condition), column), output_field=BooleanField())
        # Unknown is no objection, as in a CHECK.
        asked = asked.annotate(**{f"holds_{number}": Coalesce(condition, Value(True))})
    found = {}
    for row in asked.values("pk", *(f"holds_{number}" for number in range(len(constraints)))):
        gaps = [_gap_of(one) for number, one in enumerate(constraints) if not row[f"holds_{number}"]]
        found[row["pk"]] = gaps
    return found


def _with_the_day(condition: Q, column: str) -> Q:
    """The condition, with the day in question in the place of that column."""

    def changed(child: Any) -> Any:
        if isinstance(child, Q):
            return _with_the_day(child, column)
        lookup, value = child
        name, *rest = lookup.split("__")
        value = F(DAY) if isinstance(value, F) and value.name == column else value
        return "__".join([DAY if name == column else name, *rest]), value

    return Q(*map(changed, condition.children), _connector=condition.connector, _negated=condition.negated)

"""What becomes of each table that knows a person when two records of one person become one.

Every foreign key to a candidate or a journey has its way here; a test finds those that have none. An app tells its own:

    moves(Certificate, "candidate")
    moves(Exemption, "candidate", pick=once_per(key, better=is_verified))   # the person can have one: the other rests
    goes_along(Enrolment, "journey", holds=True)                            # a journey with a class is not simply ended
    stays(AccessLog, "candidate")                                           # a log says what was, of which record

What rests stays with the record that is gone, whole, and the taking back finds it there.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, Model

from candidates.models import Candidate, MergeRecord
from core.refusal import Gap

Row = Any


@dataclass
class Picked:
    """Which rows change their owner: of the other record to the one that goes on, and back."""

    to_kept: list[Row] = field(default_factory=list)
    to_gone: list[Row] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


Pick = Callable[[Sequence[Row], Sequence[Row]], Picked]
KeyOf = Callable[[Row], Hashable | None]


def everything(mine: Sequence[Row], theirs: Sequence[Row]) -> Picked:
    return Picked(to_kept=list(theirs))


def once_per(
    key: KeyOf,
    *,
    better: Callable[[Row, Row], bool] = lambda theirs, mine: False,
    refuse: Callable[[Row, Row], Gap | None] = lambda theirs, mine: None,
) -> Pick:
    """A person has one of these: where both records have it, the better row is used and the other one rests."""

    def pick(mine: Sequence[Row], theirs: Sequence[Row]) -> Picked:
        picked = Picked()
        taken = {name: row for row in mine if (name := key(row)) is not None}
        for row in theirs:
            other = taken.get(key(row)) if key(row) is not None else None
            gap = refuse(row, other) if other is not None else None
            if gap is not None:
                picked.gaps.append(gap)
            elif other is None or better(row, other):
                picked.to_kept.append(row)
                picked.to_gone += [other] if other is not None else []
        return picked

    return pick


@dataclass(frozen=True)
class Way:
    """`owner` gives the value of the column for a person; for most tables that is their key. `says` names a row."""

    model: type[Model]
    field: str
    pick: Pick | None = None  # None: the rows stay, or go along with their journey
    along: bool = False  # they go where their journey goes
    holds: bool = False
    key: KeyOf | None = None
    says: Callable[[Row], object] | None = None
    owner: Callable[[Candidate], Any] = lambda candidate: candidate.pk

    @property
    def label(self) -> str:
        return f"{self.model._meta.label}.{self.field}"

    def rows(self, candidate: Candidate) -> list[Row]:
        """Locked, in a fixed order."""
        found = self.model._base_manager.filter(**{self.field: self.owner(candidate)})
        return list(found.select_for_update(of=("self",)).order_by("pk"))


_ways: dict[str, Way] = {}


def moves(model: type[Model], field: str, *, pick: Pick = everything, key: KeyOf | None = None, **more: Any) -> None:
    """The rows become those of the record that goes on. `key`: of which rows a person can have only one."""
    if key is not None and pick is everything:
        pick = once_per(key)
    register(Way(model, field, pick, key=key, **more))


def goes_along(model: type[Model], field: str, *, holds: bool = False) -> None:
    """The rows belong to a journey, and go where it goes. `holds`: with such a row it is not ended as a twin."""
    register(Way(model, field, along=True, holds=holds))


def stays(model: type[Model], *fields: str) -> None:
    """The rows say what was, or who was meant: they are not rewritten. Whoever reads them asks about both records."""
    for name in fields:
        register(Way(model, name))


def register(way: Way) -> None:
    """For what has no owner but changes with the two: see `merge_own`."""
    _ways[way.label] = way


def ways() -> list[Way]:
    """All of them. Journeys come last: the departure gate wants to find the proofs there already."""
    return sorted(_ways.values(), key=lambda way: way.label == "candidates.Journey.candidate")


def way(label: str) -> Way:
    return _ways[label]


def newest() -> dict[str, int]:
    """The highest key of each table that moves or goes along: what has a higher one came later."""
    tables = {way.model for way in ways() if way.pick is not None or way.along}
    highest = {model._meta.label: model._base_manager.aggregate(key=Max("pk"))["key"] for model in tables}
    return {name: key for name, key in highest.items() if key is not None}


# What else an app asks before, and does after.


@dataclass(frozen=True)
class Pair:
    """The two records as they will be: `values` are those of the person that goes on, by column."""

    kept: Candidate
    gone: Candidate
    values: dict[str, Any]


Question = Callable[[Pair], Iterable[Gap]]
Consequence = Callable[..., None]
_questions: list[Question] = []
_consequences: list[Consequence] = []


def asks(function: Question) -> Question:
    """Register what must have no gaps before two records become one."""
    if function not in _questions:
        _questions.append(function)
    return function


def follows(function: Consequence) -> Consequence:
    """Register what becomes true of a person whose rows have come or gone: `function(candidate, record, by=…, on=…)`.

    Called in the same transaction, after a merge and for both people after it was taken back; `Refused` undoes it.
    """
    if function not in _consequences:
        _consequences.append(function)
    return function


def gaps_of(pair: Pair) -> list[Gap]:
    return [gap for question in _questions for gap in question(pair)]


def settle(candidate: Candidate, record: MergeRecord, **by_and_on: Any) -> None:
    for consequence in _consequences:
        consequence(candidate, record, **by_and_on)

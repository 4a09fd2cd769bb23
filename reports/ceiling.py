"""How many can still leave this year at most: the ceiling. F65. Plain values in, a number out.

The question for each person under way is the earliest day on which they could fly:

- the day they reached their stage, plus the usual days from that stage to the flight;
- but without an offer never sooner than the usual days from an offer to the flight, counted from today,
  because waiting for an offer is no progress towards a flight;
- and never before today.

"Usual" is the median of the last departures of the scheme, once at least five of them tell it;
until then the days that the steps of the scheme plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from candidates.enums import Stage

ENOUGH = 5  # fewer finished journeys say nothing about what is usual
WITHOUT_OFFER = (
    Stage.REGISTERED,
    Stage.VERIFIED,
    Stage.RESERVE,
    Stage.SELECTED,
    Stage.TRAINING,
    Stage.QUALIFIED,
)
WITH_OFFER = (Stage.OFFERED, Stage.CONTRACT, Stage.COE, Stage.VISA)
UNDER_WAY = (*WITHOUT_OFFER, *WITH_OFFER)


@dataclass(frozen=True)
class Group:
    """So many people of one scheme who reached the same stage on the same day (None: no matter when)."""

    scheme: str
    stage: str
    since: date | None
    number: int


@dataclass(frozen=True)
class Pace:
    """The days from a stage to the flight in one scheme; `finished` journeys told it, 0 when it is the plan."""

    days: Mapping[str, int]
    finished: Mapping[str, int]

    def is_measured(self, stage: str) -> bool:
        return self.finished.get(stage, 0) >= ENOUGH


def pace(past: Mapping[str, Sequence[int]], planned: Mapping[str, int]) -> Pace:
    """What is usual: the median of `past` days by stage where five or more are known, else what is `planned`.

    For a stage that neither knows, the days from an offer are the least that remain.
    """
    days: dict[str, int] = {}
    for stage in UNDER_WAY:
        known = past.get(stage, ())
        if len(known) >= ENOUGH:
            days[stage] = round(median(known))
        elif stage in planned:
            days[stage] = planned[stage]
    least = days.get(Stage.OFFERED)
    if least is not None:
        days = {stage: days.get(stage, least) for stage in WITHOUT_OFFER} | days
    return Pace(days=days, finished={stage: len(known) for stage, known in past.items()})


def earliest_flight(group: Group, usual: Pace, *, on: date) -> date | None:
    """The earliest day on which this group could fly, or None when nothing is known about its stage."""
    days = usual.days.get(group.stage)
    if days is None:
        return None
    day = max(on, (group.since or on) + timedelta(days=days))
    if group.stage in WITHOUT_OFFER and Stage.OFFERED in usual.days:
        day = max(day, on + timedelta(days=usual.days[Stage.OFFERED]))
    return day


def still_possible(groups: Iterable[Group], usual: Mapping[str, Pace], *, on: date, ends_on: date) -> int | None:
    """How many could still fly by `ends_on`; None when for some group nothing is known."""
    total = 0
    for group in groups:
        scheme = usual.get(group.scheme)
        day = earliest_flight(group, scheme, on=on) if scheme else None
        if day is None:
            return None
        total += group.number if day <= ends_on else 0
    return total

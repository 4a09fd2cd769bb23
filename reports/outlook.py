"""From rows of the database to ceiling and forecast: what is usual, who is under way, who stood there before."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from candidates.enums import MILESTONES, Stage
from reports.ceiling import UNDER_WAY, Group, Pace, earliest_flight, pace, still_possible
from reports.forecast import Chance, Forecast, forecast
from reports.questions import STOOD

Row = Mapping[str, Any]
NOT_YET_TIMED = (Stage.REGISTERED, Stage.VERIFIED, Stage.RESERVE, Stage.SELECTED)


@dataclass(frozen=True)
class Outlook:
    """`ends_on` is None without a programme or a target: then nothing is said about the year's end."""

    groups: list[Group]
    usual: Mapping[str, Pace]
    stood: list[Row]
    on: date
    ends_on: date | None

    @classmethod
    def of(cls, found: Mapping[str, list[dict[str, Any]]], schemes: list[str], on: date) -> "Outlook":
        """What the rows tell about the people of the schemes that count."""
        groups = [
            Group(row["scheme_id"], row["stood_at"], date.fromisoformat(row["since"]), row["number"])
            for row in found["under_way"]
        ]
        groups += [
            Group(row["scheme_id"], row["stood_at"], None, row["number"])
            for row in found["stages"]
            if row["stood_at"] in NOT_YET_TIMED
        ]
        programme = found["programme"]
        ends_on = date.fromisoformat(programme[0]["ends_on"]) if programme and schemes else None
        return cls(
            groups=[group for group in groups if group.scheme in schemes],
            usual=_usual(found["finished"], found["planned"]),
            stood=[row for row in _stood(found) if row["scheme_id"] in schemes],
            on=on,
            # A flight counts for the year in which it leaves.
            ends_on=ends_on and min(ends_on, date(on.year, 12, 31)),
        )

    def ceiling(self, departed: int) -> int | None:
        """How many the year can have at most, those who have departed included."""
        if self.ends_on is None:
            return None
        more = still_possible(self.groups, self.usual, on=self.on, ends_on=self.ends_on)
        return None if more is None else departed + more

    def forecast(self, departed: int, target: int | None) -> Forecast | None:
        """What the year will probably end with; who cannot make it any more is left out, as in the ceiling."""
        if self.ends_on is None or target is None or self.ceiling(departed) is None:
            return None
        people: Counter[str] = Counter()
        for group in self.groups:
            day = earliest_flight(group, self.usual[group.scheme], on=self.on)
            if day is not None and day <= self.ends_on:
                people[group.stage] += group.number
        before, left = _sums(self.stood, "number"), _sums(self.stood, "left")
        chances = [Chance(number, before[stage], left[stage]) for stage, number in sorted(people.items())]
        return forecast(chances, departed=departed, target=target)


def _stood(found: Mapping[str, list[dict[str, Any]]]) -> Iterable[Row]:
    """The rows of every span that was looked back on."""
    return chain.from_iterable(rows for name, rows in found.items() if name.startswith(STOOD))


def _sums(rows: Iterable[Row], what: str) -> Counter[str]:
    sums: Counter[str] = Counter()
    for row in rows:
        sums[row["stood_at"]] += row[what]
    return sums


def _usual(finished: Iterable[Row], planned: Iterable[Row]) -> dict[str, Pace]:
    """By scheme: what past journeys took from each stage, and where they are silent what the steps plan."""
    steps: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in planned:
        steps[row["scheme_id"]][row["kind_id"]] = row
    past: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in finished:
        flown = date.fromisoformat(row[MILESTONES[Stage.DEPARTED]])
        for stage in UNDER_WAY:
            if reached := row[MILESTONES[stage]]:
                past[row["scheme_id"]][stage].append((flown - date.fromisoformat(reached)).days)
    return {slug: pace(past[slug], _planned_days(steps[slug].values())) for slug in {*steps, *past}}


def _planned_days(steps: Iterable[Row]) -> dict[str, int]:
    """The days that remain from each milestone after the offer; the steps count their days from the offer."""
    rows = list(steps)
    whole = max((row["default_days"] for row in rows), default=None)
    if whole is None:
        return {}
    return {Stage.OFFERED.value: whole} | {
        row["milestone"]: whole - row["default_days"] for row in rows if row["milestone"]
    }

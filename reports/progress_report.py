"""The report: everything that is said about the programme on one day, in one object.

Home, public page, leader's page, PDF, Excel and JSON all read this; none of them counts anything itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from candidates.enums import MILESTONES, Stage
from core.one_trip import ask
from reports import questions
from reports.ceiling import UNDER_WAY, Group, Pace, pace, still_possible

Row = Mapping[str, Any]
WAITING = (Stage.REGISTERED, Stage.VERIFIED, Stage.RESERVE, Stage.SELECTED)
READY = (Stage.QUALIFIED, Stage.OFFERED, Stage.CONTRACT, Stage.COE, Stage.VISA)


@dataclass(frozen=True)
class SectorLine:
    slug: str
    name: str
    departed: int
    ready: int
    in_training: int
    waiting: int


@dataclass(frozen=True)
class YearLine:
    """An earlier year. `before_portal`: alumni who left without it, who count for no target."""

    year: int
    departed: int
    target: int | None
    before_portal: int


@dataclass(frozen=True)
class Turn:
    owner: str
    people: int
    overdue: int


@dataclass(frozen=True)
class Door:
    """Something that closes on a day: `kind` is order, paper or registration; `number` seats, people or none."""

    kind: str
    name: str
    on: date
    number: int


@dataclass(frozen=True)
class Correction:
    on: date
    number: int
    replaced: int


@dataclass(frozen=True)
class Report:
    """The numbers of one day. `target` is None when nobody has decided one, `possible` while nothing tells it."""

    year: int
    on: date
    as_of: datetime
    departed: int
    target: int | None
    possible: int | None
    stages: dict[str, int]
    months: list[int]
    sectors: list[SectorLine]
    years: list[YearLine]
    waiting_for: list[Turn]
    doors: list[Door]
    corrections: list[Correction]
    pace: dict[str, Pace]

    @property
    def remaining(self) -> int | None:
        return None if self.target is None else max(self.target - self.departed, 0)

    def count(self, *stages: str) -> int:
        return sum(self.stages.get(stage, 0) for stage in stages)

    @property
    def in_training(self) -> int:
        return self.count(Stage.TRAINING)

    @property
    def ready(self) -> int:
        """Proofs complete, or further, and not yet departed."""
        return self.count(*READY)

    @property
    def waiting(self) -> int:
        """Registered, checked, chosen or in reserve; training has not begun."""
        return self.count(*WAITING)


def report(*, on: date | None = None) -> Report:
    """Where the programme stands on that day, in one trip to the database."""
    on = on or timezone.localdate()
    found = ask(**questions.everything(year=on.year, on=on))
    decided = {row["year"]: row for row in found["targets"]}  # the newest decision of a year comes last
    counted = [row for row in found["departed"] if row["scheme"] in _schemes(decided.get(row["year"]))]
    now = [row for row in counted if row["year"] == on.year]
    stages: Counter[str] = Counter()
    for row in found["stages"]:
        stages[row["stage"]] += row["number"]
    departed = sum(row["number"] for row in now)
    paces = {slug: pace(*told) for slug, told in _told(found["finished"], found["planned"]).items()}
    return Report(
        year=on.year,
        on=on,
        as_of=timezone.localtime(),
        departed=departed,
        target=decided[on.year]["number"] if on.year in decided else None,
        possible=_possible(found, _schemes(decided.get(on.year)), paces, departed, on),
        stages=dict(stages),
        months=[sum(row["number"] for row in now if row["month"] == month) for month in range(1, 13)],
        sectors=_sectors(found, now),
        years=_years(counted, found["alumni"], decided, before=on.year),
        waiting_for=[Turn(**row) for row in sorted(found["waiting"], key=lambda row: -row["people"])],
        doors=_doors(found, on),
        corrections=[
            Correction(date.fromisoformat(row["day"]), row["number"], row["replaced"]) for row in found["corrections"]
        ],
        pace=paces,
    )


def _schemes(target: Row | None) -> list[str]:
    return target["slugs"] if target else []


def _sectors(found: Mapping[str, list[dict[str, Any]]], departed: Iterable[Row]) -> list[SectorLine]:
    left: Counter[str] = Counter()
    for row in departed:
        left[row["sector"]] += row["number"]
    here: dict[str, Counter[str]] = defaultdict(Counter)
    for row in found["stages"]:
        here[row["sector_id"]][row["stage"]] += row["number"]

    def people(slug: str, *stages: str) -> int:
        return sum(here[slug][stage] for stage in stages)

    return [
        SectorLine(
            slug=row["slug"],
            name=row["name"],
            departed=left[row["slug"]],
            ready=people(row["slug"], *READY),
            in_training=people(row["slug"], Stage.TRAINING),
            waiting=people(row["slug"], *WAITING),
        )
        for row in found["sectors"]
    ]


def _years(counted: Iterable[Row], alumni: Iterable[Row], decided: Mapping[int, Row], before: int) -> list[YearLine]:
    """Every earlier year of which anything is known, the last one first."""
    left: Counter[int] = Counter()
    for row in counted:
        left[row["year"]] += row["number"]
    older = {row["year"]: row["number"] for row in alumni}
    known = {year for year in (*left, *older, *decided) if year < before}
    return [
        YearLine(
            year=year,
            departed=left[year],
            target=decided[year]["number"] if year in decided else None,
            before_portal=older.get(year, 0),
        )
        for year in sorted(known, reverse=True)
    ]


def _told(finished: Iterable[Row], planned: Iterable[Row]) -> dict[str, tuple[dict[str, list[int]], dict[str, int]]]:
    """By scheme: the days that past journeys took from each stage, and the days that the steps plan."""
    steps: dict[str, dict[str, Row]] = defaultdict(dict)
    for row in planned:
        steps[row["scheme_id"]][row["kind_id"]] = row
    past: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for row in finished:
        flown = date.fromisoformat(row[MILESTONES[Stage.DEPARTED]])
        for stage in UNDER_WAY:
            if reached := row[MILESTONES[stage]]:
                past[row["scheme_id"]][stage].append((flown - date.fromisoformat(reached)).days)
    return {slug: (past[slug], _planned_days(steps[slug].values())) for slug in {*steps, *past}}


def _planned_days(steps: Iterable[Row]) -> dict[str, int]:
    """The days that remain from each milestone after the offer; the steps count their days from the offer."""
    rows = list(steps)
    whole = max((row["default_days"] for row in rows), default=None)
    if whole is None:
        return {}
    return {Stage.OFFERED.value: whole} | {
        row["milestone"]: whole - row["default_days"] for row in rows if row["milestone"]
    }


def _possible(
    found: Mapping[str, list[dict[str, Any]]], schemes: list[str], paces: Mapping[str, Pace], departed: int, on: date
) -> int | None:
    """The ceiling, those who have departed included; None without a programme, a target or anything usual."""
    if not (found["programme"] and schemes):
        return None
    groups = [
        Group(row["scheme_id"], row["stage"], date.fromisoformat(row["since"]), row["number"])
        for row in found["under_way"]
        if row["scheme_id"] in schemes
    ]
    groups += [
        Group(row["scheme_id"], row["stage"], None, row["number"])
        for row in found["stages"]
        if row["scheme_id"] in schemes and row["stage"] in WAITING
    ]
    # A flight counts for the year in which it leaves, so the last day is the year's or the programme's.
    ends_on = min(date.fromisoformat(found["programme"][0]["ends_on"]), date(on.year, 12, 31))
    more = still_possible(groups, paces, on=on, ends_on=ends_on)
    return None if more is None else departed + more


def _doors(found: Mapping[str, list[dict[str, Any]]], on: date) -> list[Door]:
    """What closes next, the first one first."""
    doors = [
        Door("order", row["employer_name"], date.fromisoformat(row["document_deadline"]), row["free"])
        for row in found["orders"]
    ]
    doors += [
        Door("paper", row["name"], date.fromisoformat(row["expires_on"]), row["people"]) for row in found["papers"]
    ]
    closes = [date.fromisoformat(row["closes_on"]) for row in found["programme"]]
    doors += [Door("registration", "", day, 0) for day in closes if day >= on]
    return sorted(doors, key=lambda door: door.on)

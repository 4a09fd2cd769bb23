"""The report: everything that is said about the programme on one day, in one object.

Home, public page, leader's page, PDF, Excel and JSON all read this; none of them counts anything itself.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from candidates.enums import Stage
from core.one_trip import ask
from reports import questions
from reports.forecast import Forecast
from reports.outlook import Outlook

Row = Mapping[str, Any]
Found = Mapping[str, list[dict[str, Any]]]
WAITING = (Stage.REGISTERED, Stage.VERIFIED, Stage.RESERVE, Stage.SELECTED)
# How the list behind a figure is called; what follows says which one.
SEAT, PAPER, OLDER, TAKEN_BACK, ORDER = "kursi-", "habis-", "sebelum-portal-", "koreksi-", "pesanan-"
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

    @property
    def behind(self) -> str:
        """The list of those alumni."""
        return f"{OLDER}{self.year}"


@dataclass(frozen=True)
class Turn:
    owner: str
    people: int
    overdue: int


@dataclass(frozen=True)
class Door:
    """Something that closes on a day: `kind` is order, paper, booking or registration; `number` seats, people or none.

    `behind` names the list of the `people` it is about, where there is one.
    """

    kind: str
    name: str
    on: date
    number: int
    behind: str = ""
    people: int = 0


@dataclass(frozen=True)
class Correction:
    on: date
    number: int
    replaced: int

    @property
    def behind(self) -> str:
        """The list of these departures."""
        return f"{TAKEN_BACK}{self.on.isoformat()}"


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
    forecast: Forecast | None

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


def report(*, on: date | None = None, inside: bool = False) -> Report:
    """Where the programme stands on that day, in one trip to the database.

    `inside` adds what only the leader reads: whose turn it is, what closes next, and the forecast.
    """
    on = on or timezone.localdate()
    asked = questions.for_everybody(year=on.year, on=on) | (questions.for_the_leader(on=on) if inside else {})
    found: Found = defaultdict(list, ask(**asked))
    decided = {row["year"]: row for row in found["targets"]}  # the newest decision of a year comes last
    counted = [row for row in found["departed"] if row["scheme"] in _schemes(decided.get(row["year"]))]
    now = [row for row in counted if row["year"] == on.year]
    departed = sum(row["number"] for row in now)
    target = decided[on.year]["number"] if on.year in decided else None
    outlook = Outlook.of(found, _schemes(decided.get(on.year)), on)
    return Report(
        year=on.year,
        on=on,
        as_of=timezone.localtime(),
        departed=departed,
        target=target,
        possible=outlook.ceiling(departed),
        stages=dict(_sums(found["stages"], "stood_at")),
        months=[sum(row["number"] for row in now if row["month"] == month) for month in range(1, 13)],
        sectors=_sectors(found, now),
        years=_years(counted, found["alumni"], decided, before=on.year),
        waiting_for=[Turn(**row) for row in sorted(found["waiting"], key=lambda row: -row["people"])],
        doors=_doors(found, on) if inside else [],
        corrections=_corrections(found),
        forecast=outlook.forecast(departed, target) if inside else None,
    )


def _sums(rows: Iterable[Row], by: str) -> Counter[Any]:
    sums: Counter[Any] = Counter()
    for row in rows:
        sums[row[by]] += row["number"]
    return sums


def schemes_that_count(found: Found, year: int) -> list[str]:
    """The schemes of the newest decision about that year's target."""
    return next((row["slugs"] for row in reversed(found["targets"]) if row["year"] == year), [])


def _schemes(target: Row | None) -> list[str]:
    return target["slugs"] if target else []


def _sectors(found: Found, departed: Iterable[Row]) -> list[SectorLine]:
    left = _sums(departed, "sector")
    here: dict[str, Counter[str]] = defaultdict(Counter)
    for row in found["stages"]:
        here[row["sector_id"]][row["stood_at"]] += row["number"]

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
    left = _sums(counted, "year")
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


def _corrections(found: Found) -> list[Correction]:
    return [Correction(date.fromisoformat(row["day"]), row["number"], row["replaced"]) for row in found["corrections"]]


def _doors(found: Found, on: date) -> list[Door]:
    """What closes next, the first one first."""
    doors = [
        Door(
            *("order", row["employer_name"], date.fromisoformat(row["document_deadline"]), row["free"]),
            behind=f"{ORDER}{row['pk']}",
            people=row["taken"],
        )
        for row in found["orders"]
    ]
    doors += [
        Door(
            *("paper", row["name"], date.fromisoformat(row["expires_on"]), row["people"]),
            behind=f"{PAPER}{row['expires_on']}-{row['kind']}",
            people=row["people"],
        )
        for row in found["papers"]
    ]
    doors += [
        Door(
            *("booking", row["test_name"], date.fromisoformat(row["book_by"]), row["people"]),
            behind=f"{SEAT}{row['pk']}",
            people=row["people"],
        )
        for row in found["bookings"]
    ]
    closes = [date.fromisoformat(row["closes_on"]) for row in found["programme"]]
    doors += [Door("registration", "", day, 0) for day in closes if day >= on]
    return sorted(doors, key=lambda door: door.on)

"""Honest pay: gross, every deduction by its name, net, rupiah. Always a range, never one number.

The rules are pure functions over plain values; `card` asks the tables and puts them together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from portal.models import Basis, Deduction, ExchangeRate, PayFigure, Unit

ROUNDED_TO = 100_000  # rupiah; a finer number would pretend to know the rate


@dataclass(frozen=True)
class Range:
    low: int
    high: int

    @property
    def is_one(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True)
class Cut:
    """One deduction. `low` and `high` are None when nobody has a figure yet."""

    name: str
    basis: str
    low: Decimal | None
    high: Decimal | None
    from_year: int = 1


@dataclass(frozen=True)
class Net:
    """`taken`: what each deduction takes, None where nothing is known. `left` is what remains of the others."""

    gross: Range
    taken: list[tuple[Cut, Range | None]]
    left: Range

    @property
    def unknown(self) -> list[str]:
        return [cut.name for cut, amount in self.taken if amount is None]


def takes(cut: Cut, gross: int) -> Range | None:
    """The least and the most that a deduction takes of one pay."""
    if cut.low is None or cut.high is None:
        return None
    if cut.basis == Basis.PERCENT:
        return Range(_whole(gross * cut.low / 100), _whole(gross * cut.high / 100))
    return Range(_whole(cut.low), _whole(cut.high))


def net(gross: Range, cuts: Iterable[Cut], *, year: int = 1) -> Net:
    """What is left in that year in Japan: at worst the lowest pay less the highest deductions, at best the reverse."""
    taken: list[tuple[Cut, Range | None]] = []
    most, least = gross.low, gross.high
    for cut in cuts:
        if cut.from_year > year:
            continue
        of_low, of_high = takes(cut, gross.low), takes(cut, gross.high)
        if of_low is None or of_high is None:
            taken.append((cut, None))
            continue
        taken.append((cut, Range(of_low.low, of_high.high)))
        most -= of_low.high
        least -= of_high.low
    return Net(gross, taken, Range(max(most, 0), max(least, 0)))


def in_rupiah(yen: Range, low: Decimal, high: Decimal) -> Range:
    """The lower end at the lower rate, the higher one at the higher, to the nearest hundred thousand."""
    return Range(_rounded(yen.low * low), _rounded(yen.high * high))


def _whole(number: Decimal) -> int:
    return int(number.quantize(Decimal(1), ROUND_HALF_UP))


def _rounded(rupiah: Decimal) -> int:
    return _whole(rupiah / ROUNDED_TO) * ROUNDED_TO


class OfSector(Protocol):
    """A row that is of one sector or, without one, of all."""

    sector_id: str | None
    valid_from: date


Row = TypeVar("Row", bound=OfSector)


def in_force(rows: Iterable[Row], sector: str) -> Row | None:
    """The row of that sector before the general one, the newest first. The caller leaves out later days."""
    mine = [row for row in rows if row.sector_id in (sector, None)]
    return max(mine, key=lambda row: (row.sector_id is not None, row.valid_from), default=None)


@dataclass(frozen=True)
class Card:
    """What the page of a sector says about pay on a day.

    `figure` is of the sector or, when `is_general`, of all sectors together; without one there is no card.
    """

    figure: PayFigure
    is_general: bool
    deductions: list[Deduction]
    first_year: Net
    second_year: Net
    rate: ExchangeRate | None

    @property
    def lines(self) -> list[tuple[Deduction, Range | None]]:
        """Each deduction with what it takes; those that begin later stand at the end."""
        amounts = {cut.name: amount for cut, amount in [*self.second_year.taken, *self.first_year.taken]}
        return [(row, amounts.get(row.name)) for row in self.deductions]

    def rupiah(self, yen: Range) -> Range | None:
        return in_rupiah(yen, self.rate.low, self.rate.high) if self.rate else None

    @property
    def gross_rupiah(self) -> Range | None:
        return self.rupiah(self.first_year.gross)

    @property
    def left_rupiah(self) -> Range | None:
        return self.rupiah(self.first_year.left)

    @property
    def later_rupiah(self) -> Range | None:
        return self.rupiah(self.second_year.left)

    @property
    def sources(self) -> list[PayFigure | Deduction | ExchangeRate]:
        return [self.figure, *self.deductions, *([self.rate] if self.rate else [])]


def card(sector: str, *, on: date) -> Card | None:
    """Pay in that sector as far as it is known on that day; None when there is no figure at all."""
    figures = PayFigure.objects.filter(unit=Unit.MONTH, valid_from__lte=on)
    figure = in_force(figures, sector)
    if figure is None:
        return None
    deductions = _deductions(Deduction.objects.filter(valid_from__lte=on), sector)
    cuts = [Cut(row.name, row.basis, row.low, row.high, row.from_year) for row in deductions]
    gross = Range(figure.low, figure.high)
    return Card(
        figure=figure,
        is_general=figure.sector_id is None,
        deductions=deductions,
        first_year=net(gross, cuts),
        second_year=net(gross, cuts, year=2),
        rate=ExchangeRate.objects.filter(valid_from__lte=on).order_by("-valid_from").first(),
    )


def _deductions(rows: Iterable[Deduction], sector: str) -> list[Deduction]:
    """One row for each name, in the order in which they are shown."""
    by_name: dict[str, list[Deduction]] = {}
    for row in rows:
        by_name.setdefault(row.name, []).append(row)
    found: Sequence[Deduction | None] = [in_force(of_name, sector) for of_name in by_name.values()]
    known = [row for row in found if row is not None]
    return sorted(known, key=lambda row: (row.from_year, row.position, row.name))


def minimum_wage(*, on: date) -> PayFigure | None:
    """What an hour must pay at least, from the lowest prefecture to the highest, on that day."""
    found = PayFigure.objects.filter(unit=Unit.HOUR, sector__isnull=True, valid_from__lte=on)
    return found.order_by("-valid_from").first()

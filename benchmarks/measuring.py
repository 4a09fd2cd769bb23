"""Timing side by side: what is compared takes turns in one run, so that a busy machine slows both alike."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

ROUNDS = 15
BATCH = 4  # requests of one cell in a row; 60 a cell in all
FEWEST_ROUNDS = 8  # so many, with 32 requests a cell, even when it takes long
LONG = 60.0  # seconds


def nothing() -> None:
    pass


@dataclass
class Cell:
    """One thing that is timed. `begin` runs before each batch and is not counted; `once` says its own seconds."""

    name: str
    once: Callable[[], float]
    begin: Callable[[], None] = nothing
    seconds: list[float] = field(default_factory=list)

    @property
    def ms(self) -> float:
        """The median in milliseconds."""
        return statistics.median(self.seconds) * 1000


def measure(*cells: Cell, rounds: int = ROUNDS, batch: int = BATCH, long: float = LONG) -> None:
    """Let the cells take turns, in alternating order, so that none always comes after the same neighbour."""
    began = time.monotonic()
    for number in range(rounds):
        if number >= FEWEST_ROUNDS and time.monotonic() - began > long:
            break
        for cell in in_turn(cells, number):
            cell.begin()
            cell.seconds += [cell.once() for _ in range(batch)]


def in_turn(cells: Sequence[Cell], number: int) -> list[Cell]:
    """The order of that round: each begins with another cell, every second one goes backwards."""
    first = (number // 2) % len(cells)
    turned = [*cells[first:], *cells[:first]]
    return turned[::-1] if number % 2 else turned


def percentile(seconds: Sequence[float], of_hundred: int) -> float:
    """In milliseconds: so many of a hundred took no longer."""
    return statistics.quantiles(seconds, n=100)[of_hundred - 1] * 1000


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

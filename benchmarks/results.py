"""One line for each thing that was compared, as a table for people or as JSON for programs."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

HEADINGS = ("bar", "case", "ours", "floor", "ratio", "at most", "", "people")


@dataclass(frozen=True)
class Line:
    """What was measured: `ours` and `floor` in milliseconds. Without a floor `ours` is a count, and stands alone.

    `done` is False when the work itself was not done (nobody was found): then no speed makes the bar hold.
    """

    name: str
    case: str
    ours: float
    floor: float | None
    bar: float
    size: int
    done: bool = True

    @property
    def ratio(self) -> float:
        return self.ours if self.floor is None else self.ours / self.floor

    @property
    def holds(self) -> bool:
        """Judged unrounded: 1.004 is not 1.00."""
        return self.done and self.ratio <= self.bar

    def as_json(self) -> str:
        return json.dumps(
            {
                "name": self.name,
                "case": self.case,
                "ours": round(self.ours, 4),
                "floor": None if self.floor is None else round(self.floor, 4),
                "ratio": round(self.ratio, 4),
                "bar": self.bar,
                "holds": self.holds,
                "size": self.size,
            }
        )

    def cells(self) -> tuple[str, ...]:
        verdict = "holds" if self.holds else "DOES NOT HOLD"
        if self.floor is None:
            return (
                self.name,
                self.case,
                f"{self.ours:g}",
                "",
                f"{self.ours:g}",
                f"{self.bar:g}",
                verdict,
                f"{self.size:,}",
            )
        times = (f"{self.ours:.2f} ms", f"{self.floor:.2f} ms", f"{self.ratio:.3f}", f"{self.bar:.2f}")
        return (self.name, self.case, *times, verdict, f"{self.size:,}")


def table(lines: Iterable[Line]) -> str:
    rows = [HEADINGS, *(line.cells() for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADINGS))]
    return "\n".join(_row(row, widths) for row in rows)


def _row(cells: tuple[str, ...], widths: list[int]) -> str:
    text = {0, 1, 6}  # the others are numbers
    parts = [
        cell.ljust(width) if at in text else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(parts).rstrip()

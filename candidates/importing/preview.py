"""A file read and checked from beginning to end, without changing anything."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import islice
from pathlib import Path

from candidates.importing.places import Places
from candidates.importing.rows import Checked, Known, check
from candidates.importing.tables import Record, people
from candidates.importing.workbook import opened
from candidates.models import Candidate, Kelurahan, NikRegion
from core.reference import rows as reference_rows

AT_ONCE = 500  # rows for one question to the database
Read = tuple[Record, Checked]


def known() -> Known:
    """What rows are compared with, as the tables have it now."""
    regions = dict(NikRegion.objects.values_list("code", "name"))
    return Known(
        places=Places(
            kelurahan=list(Kelurahan.objects.values_list("code", "name", "kecamatan")),
            spellings=[
                (row["spelling"], row["code"]) for row in reference_rows("candidates", "kelurahan_spellings.csv")
            ],
            regencies=[name for code, name in regions.items() if len(code) == 4],
            neighbours=[row["name"] for row in reference_rows("candidates", "neighbouring_kecamatan.csv")],
        ),
        provinces=frozenset(code for code in regions if len(code) == 2),
        regencies=frozenset(code for code in regions if len(code) == 4),
    )


class Twice:
    """Who was met before: earlier in the same file, or among the people on file."""

    def __init__(self) -> None:
        self._met: dict[int, bool] = {}  # NIK → whether a row with it can be imported

    def mark(self, chunk: list[Checked]) -> None:
        """Add `duplicate_in_file` and `duplicate_registered`. A row that failed does not bar a better one below it."""
        niks = [row.values.nik for row in chunk if row.values.nik]
        on_file = set(Candidate.objects.filter(nik__in=niks).values_list("nik", flat=True)) if niks else set()
        for row in chunk:
            nik = row.values.nik
            if nik is None:
                continue
            accepted = self._met.get(int(nik))
            if accepted or (accepted is False and row.reasons):
                row.add_reason("duplicate_in_file")
            if nik in on_file:
                row.add_reason("duplicate_registered")
            self._met[int(nik)] = bool(accepted) or not row.reasons


def preview(path: Path, *, on: date, progress: Callable[[int, int], None] = lambda rows, of: None) -> Iterator[Read]:
    """Every person of the file as it stands there and as it was understood. Raises `Refused` for a strange file.

    Only some hundred rows are in memory at a time, and the NIKs met so far.
    """
    compared, twice = known(), Twice()
    with opened(path) as sheets:
        for sheet in sheets:
            done = 0
            records = people(sheet, compared.places.alone)
            while chunk := list(islice(records, AT_ONCE)):
                rows = [check(r.cells, compared, on=on, epoch=r.epoch, sheet=r.sheet, row=r.row) for r in chunk]
                twice.mark(rows)
                yield from zip(chunk, rows, strict=True)
                progress(chunk[-1].row - done, sheet.rows)
                done = chunk[-1].row


def write_report(rows: Iterable[Checked], path: Path) -> None:
    """The list that other programs read, written while it is made."""
    with path.open("w", encoding="utf-8") as file:
        file.write("[")
        for number, row in enumerate(rows):
            file.write(",\n" if number else "\n")
            file.write(json.dumps(row.as_report(), ensure_ascii=False))
        file.write("\n]\n")

"""A score book as a file: CSV or Excel in, raw lines out. What a line means is decided in `checking`."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zipfile import BadZipFile

import openpyxl
from django.utils.translation import gettext_lazy as _
from openpyxl.utils.exceptions import InvalidFileException

from core.refusal import Gap, Refused

COLUMNS = ("trainee_no", "date", "attendance", "criterion", "score", "recorded_at")


@dataclass(frozen=True)
class RawLine:
    """One line as it was written; `row` is its number in the file, the head being 1."""

    sheet: str
    row: int
    cells: dict[str, str]


def read(path: Path) -> list[RawLine]:
    """The lines of a CSV file or of every sheet of a workbook that has the columns. Raises `Refused`."""
    tables = _sheets(path) if path.suffix.lower() in (".xlsx", ".xlsm") else [("", _csv_rows(path))]
    lines: list[RawLine] = []
    recognised = False
    for sheet, rows in tables:
        found = _lines_of(sheet, rows)
        if found is not None:
            recognised = True
            lines += found
    if not recognised:
        columns = _("The first line must name the columns: %(columns)s.") % {"columns": ", ".join(COLUMNS)}
        raise Refused(Gap("columns_missing", columns))
    return lines


def _lines_of(sheet: str, rows: Iterator[list[object]]) -> list[RawLine] | None:
    """None when the first row does not name the columns; empty rows are skipped."""
    head = [_text(cell).lower() for cell in next(rows, [])]
    if not set(COLUMNS) <= set(head):
        return None
    place = {name: head.index(name) for name in COLUMNS}
    lines = []
    for number, row in enumerate(rows, start=2):
        cells = {name: _text(row[at]) if at < len(row) else "" for name, at in place.items()}
        if any(cells.values()):
            lines.append(RawLine(sheet, number, cells))
    return lines


def _csv_rows(path: Path) -> Iterator[list[object]]:
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)  # Excel writes semicolons where the comma stands in numbers
    return (list(row) for row in csv.reader(text.splitlines(), delimiter=delimiter))


def _sheets(path: Path) -> list[tuple[str, Iterator[list[object]]]]:
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, ValueError):
        raise Refused(Gap("not_a_workbook", _("This file is not a workbook. Save it as .xlsx or .csv."))) from None
    return [(sheet.title, (list(row) for row in sheet.iter_rows(values_only=True))) for sheet in book.worksheets]


def _text(cell: object) -> str:
    """What stands in a cell, as it would be typed: Excel keeps 3 as 3.0 and days as moments."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return f"{cell:.10g}"
    return str(cell).replace("\x00", "").strip()

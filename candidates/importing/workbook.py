"""A file as sheets of plain rows, read one after another so that memory does not grow with the file."""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from candidates.importing.cells import EPOCH_1900
from core.refusal import Gap, Refused

MOST_BYTES = 20_000_000
MOST_COLUMNS = 64
OLE = b"\xd0\xcf\x11\xe0"

Line = tuple[int, Sequence[object]]

TOO_BIG = Gap("file_too_big", _("This file is too big. Split the list into several files of at most 20 MB."))
OLD_EXCEL = Gap(
    "file_xls",
    _(
        "This is an old Excel file (.xls), or it is locked with a password. "
        "Save it as .xlsx without a password, and send that."
    ),
)
UNREADABLE = Gap(
    "file_unreadable",
    _("This is no Excel workbook (.xlsx) and no table of text (.csv). Save it as .xlsx, and send that."),
)


@dataclass
class Sheet:
    """`lines` are pairs of row number and values, and can be gone through once. `carried` maps a column (from 0) to
    the spans of rows that one merged cell covers."""

    name: str
    lines: Iterable[Line]
    epoch: date = EPOCH_1900
    carried: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    rows: int = 0  # as the file says, for a progress bar; 0 when it does not


@contextmanager
def opened(path: Path) -> Iterator[Iterator[Sheet]]:
    """The visible sheets of a workbook, or the one of a text file. Raises `Refused` for any other kind of file."""
    if path.stat().st_size > MOST_BYTES:
        raise Refused(TOO_BIG)
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(OLE):
        raise Refused(OLD_EXCEL)
    if start.startswith(b"PK"):
        from candidates.importing.excel import workbook  # only here: openpyxl takes 6 MB of every process that loads it

        with workbook(path) as sheets:
            yield sheets
    elif b"\0" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused(UNREADABLE)
    else:
        yield iter([_text(path, start)])


def _text(path: Path, start: bytes) -> Sheet:
    encoding = _encoding(path, start)
    rows = 0
    with path.open("rb") as file:
        rows = sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 16), b""))
    return Sheet("CSV", _lines(path, encoding, _delimiter(start.decode(encoding, "ignore"))), rows=rows)


def _lines(path: Path, encoding: str, delimiter: str) -> Iterator[Line]:
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        try:
            for number, row in enumerate(csv.reader(file, delimiter=delimiter), start=1):
                if number == 1 and row and row[0].lower().startswith("sep="):
                    row = []
                yield number, [cell.strip() or None for cell in row[:MOST_COLUMNS]]
        except csv.Error:
            raise Refused(UNREADABLE) from None


def _encoding(path: Path, start: bytes) -> str:
    """UTF-8 when every byte of it is; else as Excel writes it here."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            for chunk in iter(lambda: file.read(1 << 16), b""):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(start: str) -> str:
    """The sign that most lines share, and share alike."""
    if match := re.match(r"(?i)\ufeff?\"?sep=(.)", start):
        return match[1]
    lines = [re.sub(r'"[^"]*"', "", line) for line in start.splitlines()[:30] if line.strip()]
    counts = {sign: sorted(line.count(sign) for line in lines) for sign in ";\t,|"}
    return max(counts, key=lambda sign: counts[sign][len(lines) // 2] if lines else 0)

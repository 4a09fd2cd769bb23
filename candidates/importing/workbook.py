"""A file as sheets of plain rows, read one after another so that memory does not grow with the file."""

import codecs
import csv
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext_lazy as _
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string, coordinate_to_tuple
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from candidates.importing.cells import EPOCH_1900, EPOCH_1904
from core.refusal import Gap, Refused

MOST_BYTES = 20_000_000
MOST_UNPACKED = 300_000_000  # a small zip can hold very much of nothing
MOST_COLUMNS = 64
BROKEN = (BadZipFile, zlib.error, KeyError, ValueError, EOFError, SyntaxError, TypeError, IndexError, AttributeError)
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
        with _workbook(path) as sheets:
            yield sheets
    elif b"\0" in start and not start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Refused(UNREADABLE)
    else:
        yield iter([_text(path, start)])


@contextmanager
def _workbook(path: Path) -> Iterator[Iterator[Sheet]]:
    try:
        with ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > MOST_UNPACKED:
                raise Refused(TOO_BIG)
        reader = _Reader(path, read_only=True, data_only=True, keep_links=False)
        reader.read()
        book = reader.wb
    except BROKEN:
        raise Refused(UNREADABLE) from None
    try:
        epoch = EPOCH_1904 if book.epoch.year == 1904 else EPOCH_1900
        yield (_sheet(sheet, epoch) for sheet in book.worksheets if sheet.sheet_state == "visible")
    finally:
        book.close()


# openpyxl knows the format; only what it does with every font of a word and every frame of a sheet is left out here.
NAMESPACE = f"{{{SHEET_MAIN_NS}}}"


class _Reader(ExcelReader):
    def read_strings(self) -> None:
        part = self.package.find(SHARED_STRINGS)
        if part is not None:
            with self.archive.open(part.PartName[1:]) as source:
                self.shared_strings = list(_texts(source))


def _texts(source: IO[bytes]) -> Iterator[str]:
    for _event, node in iterparse(source):
        if node.tag == f"{NAMESPACE}si":
            yield _text_of(node)
            node.clear()


def _text_of(node: Element) -> str:
    """Its differently written parts joined, without the reading aids of Japanese ones."""
    parts = list(node)
    if len(parts) == 1 and parts[0].tag == f"{NAMESPACE}t":
        return parts[0].text or ""
    said = [part for part in parts if part.tag != f"{NAMESPACE}rPh"]
    return "".join(text.text or "" for part in said for text in part.iter(f"{NAMESPACE}t"))


class _Cells(WorkSheetParser):
    def parse_cell(self, element: Element) -> dict[str, Any]:
        if element.get("t") != "inlineStr":
            return super().parse_cell(element)
        coordinate = element.get("r")
        self.col_counter = coordinate_to_tuple(coordinate)[1] if coordinate else self.col_counter + 1
        inside = element.find(f"{NAMESPACE}is")
        return {"column": self.col_counter, "value": None if inside is None else _text_of(inside)}


def _sheet(sheet: Any, epoch: date) -> Sheet:
    return Sheet(sheet.title, _rows(sheet), epoch, _merged(sheet), sheet.max_row or 0)


def _rows(sheet: Any) -> Iterator[Line]:
    book = sheet.parent
    settings = {"epoch": book.epoch, "date_formats": book._date_formats, "timedelta_formats": book._timedelta_formats}
    try:
        with sheet._get_source() as source:
            parser = _Cells(source, sheet._shared_strings, data_only=True, **settings)
            for _event, element in iterparse(source):
                if element.tag == f"{NAMESPACE}row":
                    number, cells = parser.parse_row(element)
                    element.clear()
                    yield number, _values(cells)
                elif element.tag == f"{NAMESPACE}sheetData":
                    break
    except BROKEN:
        raise Refused(UNREADABLE) from None


def _values(cells: list[dict[str, Any]]) -> list[object]:
    cells = [cell for cell in cells if cell["column"] <= MOST_COLUMNS]
    values: list[object] = [None] * (cells[-1]["column"] if cells else 0)
    for cell in cells:
        values[cell["column"] - 1] = cell["value"]
    return values


MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]+)(\d+):[A-Z]+(\d+)"')


def _merged(sheet: Any) -> dict[int, list[tuple[int, int]]]:
    """Which cells reach over several rows. The list stands at the end of the sheet, where openpyxl's streaming
    does not look."""
    spans: dict[int, list[tuple[int, int]]] = {}
    rest = b""
    with sheet._get_source() as source:
        while chunk := source.read(1 << 16):
            text = rest + chunk
            for match in MERGED.finditer(text):
                column, first, last = column_index_from_string(match[1].decode()) - 1, int(match[2]), int(match[3])
                if last > first and (first, last) not in spans.setdefault(column, []):
                    spans[column].append((first, last))
            rest = text[-200:]
    return spans


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

"""An Excel workbook as sheets of plain rows. Loaded when the first one is opened: openpyxl takes 6 MB."""

import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import Element
from zipfile import BadZipFile, ZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.utils import column_index_from_string, coordinate_to_tuple
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from candidates.importing.cells import EPOCH_1900, EPOCH_1904
from candidates.importing.workbook import MOST_COLUMNS, TOO_BIG, UNREADABLE, Line, Sheet
from core.refusal import Refused

MOST_UNPACKED = 300_000_000  # a small zip can hold very much of nothing
BROKEN = (BadZipFile, zlib.error, KeyError, ValueError, EOFError, SyntaxError, TypeError, IndexError, AttributeError)


@contextmanager
def workbook(path: Path) -> Iterator[Iterator[Sheet]]:
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
TABLE, ROW = f"{NAMESPACE}sheetData", f"{NAMESPACE}row"


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
            table: Element | None = None
            for event, element in iterparse(source, events=("start", "end")):
                if event == "start":
                    table = element if element.tag == TABLE else table
                elif element.tag == ROW:
                    number, cells = parser.parse_row(element)
                    if table is not None:
                        table.clear()  # a row that was only emptied would stay in its table to the end
                    yield number, _values(cells)
                elif element is table:
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

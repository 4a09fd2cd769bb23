"""Finding the people of a sheet among titles, headers, numbering, groups, totals and signatures."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from candidates.importing.cells import EPOCH_1900, as_text
from candidates.importing.headers import SEVERAL, field_below, field_of
from candidates.importing.places import KECAMATAN, KELURAHAN, letters
from candidates.importing.workbook import Sheet

TOTAL = re.compile(r"(?i)(sub|grand)?\s*(jumlah|total|jml|rekap(itulasi)?)\b")
SIGNATURE = re.compile(
    r"(?i)(mengetahui|menyetujui|lurah|camat|plt|a\.?n\.?\s|ketua|kepala|sekretaris|kasi|tertanda|ttd|nip\b|nrp\b|"
    r"dibuat oleh|disusun oleh|petugas|operator|hormat kami|yang membuat)"
)
PLACE_AND_DAY = re.compile(r"(?i)(kota )?serang,?\s*(\d{1,2}|[.…_ ]+)\s*[a-z.…_]+\s*(\d{4}|20[.…_]*)$")
NOTE = re.compile(r"(?i)(catatan|keterangan|ket|note|nb|sumber|\*+)\s*[:.)]")
DITTO = re.compile(r"(?i)[\"“”〃'’]{1,2}|\W*(sda|s\.d\.a|idem|sama)\.?\W*|s/d/a")
CITY = {"serang"}
CARRIED = frozenset({"kelurahan", "kecamatan", "city", "address", "sector", "education"})
ABOUT_A_PERSON = ("birth_date", "place_and_day", "phone", "sex", "is_man", "is_woman")


@dataclass
class Record:
    """One person as the sheet has them: field → the cell's own value."""

    sheet: str
    row: int
    cells: dict[str, object]
    epoch: date = EPOCH_1900


Named = Callable[[str], dict[str, str]]
SHEET, TITLE, GROUP = "sheet", "title", "group"


@dataclass(frozen=True)
class Told:
    """A place that is not in the row itself, and what says it: the sheet's name, a title, the row above a group."""

    place: str
    where: str


@dataclass
class _Table:
    """What is known while a sheet is read from above."""

    alone: Named = lambda text: {}  # what a text says that is nothing but the name of a place
    columns: list[tuple[int, str]] = field(default_factory=list)
    title: dict[str, Told] = field(default_factory=dict)  # kelurahan, kecamatan, from above the header
    group: dict[str, Told] = field(default_factory=dict)  # from the last group row
    above: dict[str, object] = field(default_factory=dict)  # the last row, for ditto marks
    is_over: bool = False  # a signature was met
    header_row: int = 0

    @property
    def fields(self) -> set[str]:
        return {name for _column, name in self.columns}

    def told(self, text: str, where: str) -> dict[str, Told]:
        places = _places_of(text)
        if not places:
            places = self.alone(text)
            if where != SHEET and CITY.intersection(map(letters, places.values())):
                return {}  # "Serang" above a list is the city as likely as the kecamatan
        return {name: Told(place, where) for name, place in places.items()}


def people(sheet: Sheet, alone: Named = lambda text: {}) -> Iterator[Record]:
    """Every row of the sheet that tells of a person. `alone` knows a name of ours that stands without "Kel."."""
    table = _Table(alone)
    table.title = table.told(sheet.name, SHEET)
    for number, values in sheet.lines:
        if any(value is not None for value in values) and _is_person(table, number, values):
            yield Record(sheet.name, number, _cells(table, sheet, number, values), sheet.epoch)


def _is_person(table: _Table, number: int, values: Sequence[object]) -> bool:
    """Whether this row is a person; every other row teaches the table something or nothing."""
    if table.columns and _has_long_number(table, values):
        table.is_over = False
        return True
    texts = {column: text for column, value in enumerate(values) if (text := as_text(value))}
    if not texts or _is_header(table, number, texts) or _is_numbering(values):
        return False
    if not table.columns:
        table.title |= table.told(" ".join(texts.values()), TITLE)
        return False
    return not _is_beside_the_list(table, texts) and not table.is_over and _tells_of_somebody(table, texts)


def _has_long_number(table: _Table, values: Sequence[object]) -> bool:
    """The quick answer for nearly every row: something that can only be a NIK stands in its column."""
    for column, name in table.columns:
        if name == "nik" and column < len(values):
            value = values[column]
            return (isinstance(value, str) and sum(map(str.isdigit, value)) >= 12) or (
                isinstance(value, int | float) and value > 10**11
            )
    return False


# Headers


def _is_header(table: _Table, number: int, texts: dict[int, str]) -> bool:
    named = {column: name for column, text in texts.items() if (name := field_of(text))}
    useful = {name for name in named.values() if name not in {"other", "number"}}
    if len(useful) >= 2 and useful & {"name", "nik"} and len(named) * 2 > len(texts):
        _take_header(table, number, named)
        return True
    return bool(table.header_row) and number == table.header_row + 1 and _is_second_row(table, texts)


def _take_header(table: _Table, number: int, named: dict[int, str]) -> None:
    table.columns, table.header_row, table.is_over, table.above = [], number, False, {}
    taken: set[str] = set()
    for column, name in sorted(named.items()):
        if name in {"other", "number"} or (name in taken and name not in SEVERAL):
            continue
        taken.add(name)
        table.columns.append((column, name))


def _is_second_row(table: _Table, texts: dict[int, str]) -> bool:
    """Below a merged header: it names columns that the row above could not tell apart."""
    below = {column: field_below(text) for column, text in texts.items()}
    if not all(below.values()) or {"name", "nik"} & set(below.values()):
        return False
    table.columns = [(column, name) for column, name in table.columns if column not in below]
    table.columns += [(column, name) for column, name in sorted(below.items()) if name not in {"other", "number"}]
    return True


def _is_numbering(values: Sequence[object]) -> bool:
    """1 2 3 4 5 below the header, or (1) (2) (3)."""
    numbers = [re.sub(r"[^\d]", "", as_text(value)) for value in values if as_text(value)]
    counted = [int(number) for number in numbers if number.isascii() and 0 < len(number) < 3]
    return (
        len(numbers) > 2
        and len(counted) == len(numbers)
        and counted == list(range(counted[0], counted[0] + len(counted)))
    )


# What stands beside the list


def _is_beside_the_list(table: _Table, texts: dict[int, str]) -> bool:
    said = list(texts.values())
    if any(TOTAL.match(text) for text in said):
        return True
    if any(SIGNATURE.match(text) or PLACE_AND_DAY.match(text) for text in said) and "nik" not in _filled(table, texts):
        table.is_over = True
        return True
    if NOTE.match(said[0]):
        return True
    words = [text for text in said if not text.isdigit()]
    return len(words) == 1 and _is_group(table, words[0], texts)


def _is_group(table: _Table, text: str, texts: dict[int, str]) -> bool:
    """One cell alone, with the name of a place: the people below live there."""
    places = table.told(text, GROUP)
    if places:
        table.group = places if "kelurahan" in places else {**table.title, **places}
        return True
    if re.match(
        r"(?i)(kelompok|klp|grup|group|gelombang|regu|angkatan|tahap|rw|rt|lingkungan|link|dusun|kampung|kp|kota|kabupaten|dinas|data|daftar|lampiran)\b",
        text,
    ):
        return True
    column = next(iter(texts))
    return len(texts) == 1 and (column, "name") not in table.columns and (column, "nik") not in table.columns


def _places_of(text: str) -> dict[str, str]:
    """The kelurahan and kecamatan that a title, a group row or the sheet's own name speaks of."""
    places = {}
    if match := KELURAHAN.search(text):
        places["kelurahan"] = KECAMATAN.sub("", match[1]).strip()
    if match := KECAMATAN.search(text):
        places["kecamatan"] = match[1].strip()
    return {name: place for name, place in places.items() if place and not re.match(r"(?i)(se|di|dan)\b", place)}


# People


def _filled(table: _Table, texts: dict[int, str]) -> set[str]:
    return {name for column, name in table.columns if column in texts}


def _tells_of_somebody(table: _Table, texts: dict[int, str]) -> bool:
    """A name or a NIK, or at least two things about a person. A number printed for later is nobody."""
    filled = _filled(table, texts)
    return bool(filled & {"name", "nik"}) or len(filled.intersection(ABOUT_A_PERSON)) >= 2


def _cells(table: _Table, sheet: Sheet, number: int, values: Sequence[object]) -> dict[str, object]:
    cells: dict[str, object] = {}
    width = len(values)
    for column, name in table.columns:
        value = values[column] if column < width else None
        if name in CARRIED:
            value = _carried(table, sheet, number, column, name, value)
        if name in SEVERAL and cells.get(name) is not None and value is not None:
            value = f"{as_text(cells[name])} ; {as_text(value)}"
        if value is not None:
            cells[name] = value
    _fill_places(table, cells)
    return cells


def _carried(table: _Table, sheet: Sheet, number: int, column: int, name: str, value: object) -> object:
    """A merged cell or a ditto mark says what the row above says."""
    if value is None:
        spans = sheet.carried.get(column)
        if spans and any(first < number <= last for first, last in spans):
            value = table.above.get(name)
    elif isinstance(value, str) and DITTO.fullmatch(value.strip()):
        value = table.above.get(name)
    table.above[name] = value
    return value


def _fill_places(table: _Table, cells: dict[str, object]) -> None:
    """The group row speaks for the rows below it; a title only when the table itself never tells.

    What may not speak is kept under `…_above`, for a row whose own words name no place.
    """
    fields = table.fields
    for name in ("kelurahan", "kecamatan"):
        told = table.group.get(name) or table.title.get(name)
        if told is None or cells.get(name) is not None:
            continue
        speaks = name in table.group or not {name, "address"} & fields
        if name == "kelurahan" and cells.get("address") is not None and "kelurahan" not in fields:
            speaks = False
        if speaks or name not in fields or name == "kecamatan":
            cells[name if speaks else f"{name}_above"] = told.place
            cells[f"{name}_from"] = told.where

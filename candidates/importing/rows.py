"""A person of a list, checked: what can be imported, what stands in the way, what an officer should know."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from candidates import validators
from candidates.importing import cells as read
from candidates.importing.codes import IMPORT, REJECT, WARNINGS, in_order
from candidates.importing.places import KECAMATAN, Places, names_a_place
from candidates.nik import Nik


@dataclass
class Values:
    """What was understood; None where nothing was."""

    name: str | None = None
    nik: str | None = None
    birth_date: str | None = None  # ISO
    sex: str | None = None
    phone: str | None = None
    kelurahan_code: str | None = None
    education: str | None = None
    sector: str | None = None
    sectors: list[str] = field(default_factory=list)
    birth_place: str | None = None
    address: str | None = None
    kelurahan_from: str | None = None  # "sheet", "title" or "group" where the row itself does not say it
    kecamatan_from: str | None = None  # the same, where it decides between two kelurahan of one name
    nik_differs: bool = False  # the KTP shows another birth date or sex; said by an officer, never by a list


@dataclass
class Checked:
    """A row with its outcome. `reasons` and `warnings` are in the order of the contract."""

    sheet: str
    row: int
    values: Values
    reasons: list[str]
    warnings: list[str]

    @property
    def outcome(self) -> str:
        return REJECT if self.reasons else IMPORT

    def add_reason(self, code: str) -> None:
        self.reasons = in_order({*self.reasons, code})

    def as_report(self) -> dict[str, Any]:
        return {
            "sheet": self.sheet,
            "row": self.row,
            "outcome": self.outcome,
            "reasons": self.reasons,
            "warnings": self.warnings,
            "values": vars(self.values),
        }


@dataclass(frozen=True)
class Known:
    """What rows are compared with: the city, and which provinces and regencies a NIK may name."""

    places: Places
    provinces: frozenset[str]
    regencies: frozenset[str]


def age_stands_in_the_way(birth_date: str | None, on: date) -> str:
    """Why nobody of this age is registered, as the public form says it; empty when the age is fine or not known.

    No reason of the report: other programs rely on its codes, and none of them means this.
    """
    if birth_date is None:
        return ""
    try:
        validators.check_birth_date(date.fromisoformat(birth_date), on=on)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


NOT_SAID = {"kelurahan_missing", "kelurahan_unknown"}
DIFFERS = {"nik_dob_mismatch", "nik_sex_mismatch"}


def check(
    cells: Mapping[str, object],
    known: Known,
    *,
    on: date,
    epoch: date = read.EPOCH_1900,
    sheet: str = "",
    row: int = 0,
) -> Checked:
    """Read one person's cells. Whether the NIK is met twice is asked later, of the whole file and the database."""
    values, codes = Values(), set[str]()
    values.name = read.read_name(cells.get("name")) or None
    if values.name is None:
        codes.add("name_missing")
    nik = _nik(cells, values, known, codes, on)
    _birth_date(cells, values, nik, codes, on, epoch)
    _sex(cells, values, nik, codes)
    if cells.get("as_on_ktp") and not codes.isdisjoint(DIFFERS):
        values.nik_differs = True
        codes -= DIFFERS
    _phone(cells, values, codes)
    _place(cells, values, known, codes)
    _wishes(cells, values, codes)
    warnings = {code for code in codes if code in WARNINGS}
    return Checked(sheet, row, values, in_order(codes - warnings), in_order(warnings))


def _nik(cells: Mapping[str, object], values: Values, known: Known, codes: set[str], on: date) -> Nik | None:
    nik, wrong = read.read_nik(cells.get("nik"), on=on)
    if nik is None:
        codes.add(wrong)
        return None
    values.nik = nik.number
    if nik.province not in known.provinces:
        codes.add("nik_region")
    elif nik.region not in known.regencies:
        codes.add("region_unknown")  # regency codes vanish when provinces are divided
    return nik


def _birth_date(
    cells: Mapping[str, object], values: Values, nik: Nik | None, codes: set[str], on: date, epoch: date
) -> None:
    both = cells.get("place_and_day")
    cell = cells.get("birth_date")
    if not read.as_text(cell):
        cell = both if read.as_text(both) else None
    values.birth_place = (
        read.as_text(cells.get("birth_place")) or (read.place_before_day(both) if isinstance(both, str) else "") or None
    )
    said = cell is not None
    born = read.read_day(cell, on=on, epoch=epoch, likely=nik.birth_date if nik else None)
    if said and born is None:
        codes.add("dob_unparseable")
    elif born is None and nik is not None:
        born = nik.birth_date
        codes.add("dob_derived_from_nik")
    elif born is not None and nik is not None and born != nik.birth_date:
        codes.add("nik_dob_mismatch")
    if born is None:
        return
    values.birth_date = born.isoformat()
    if validators.is_minor(born, on):
        codes.add("under_18_guardian_consent")


def _sex(cells: Mapping[str, object], values: Values, nik: Nik | None, codes: set[str]) -> None:
    sex = read.read_sex(read.as_text(cells.get("sex")))
    if not sex:
        ticks = [letter for letter, name in (("L", "is_man"), ("P", "is_woman")) if read.as_text(cells.get(name))]
        sex = ticks[0] if len(ticks) == 1 else ""
    if not sex and nik is not None:
        sex = nik.sex
        codes.add("sex_derived_from_nik")
    elif sex and nik is not None and sex != nik.sex:
        codes.add("nik_sex_mismatch")
    values.sex = sex or None


def _phone(cells: Mapping[str, object], values: Values, codes: set[str]) -> None:
    phone, several, wrong = read.read_phones(cells.get("phone"))
    values.phone = phone or None
    if wrong:
        codes.add(wrong)
    if len(several) > 1:
        codes.add("phone_multiple")


def _place(cells: Mapping[str, object], values: Values, known: Known, codes: set[str]) -> None:
    said, kecamatan, address, city = (
        read.as_text(cells.get(name)) for name in ("kelurahan", "kecamatan", "address", "city")
    )
    place = known.places.find(said, kecamatan, address, city)
    above = {name: read.as_text(cells.get(f"{name}_above")) for name in ("kelurahan", "kecamatan")}
    values.address = address or None
    if place.wrong in NOT_SAID and not said and above["kelurahan"] and not names_a_place(address):
        said, kecamatan, address = above["kelurahan"], kecamatan or above["kecamatan"], ""
    elif place.wrong == "kelurahan_ambiguous" and not kecamatan and not KECAMATAN.search(f"{said} {address}"):
        kecamatan = above["kecamatan"]
    place = known.places.find(said, kecamatan, address, city)
    values.kelurahan_code = place.code
    if place.wrong:
        codes.add(place.wrong)
        return
    if "kelurahan" in cells or said == above["kelurahan"]:
        values.kelurahan_from = read.as_text(cells.get("kelurahan_from")) or None
    where = read.as_text(cells.get("kecamatan_from"))
    if where and known.places.find(said, "", address, city) != place:
        values.kecamatan_from = where


def _wishes(cells: Mapping[str, object], values: Values, codes: set[str]) -> None:
    values.education = read.read_education(read.as_text(cells.get("education")))
    said = read.as_text(cells.get("sector"))
    values.sectors = read.read_sectors(said)[:3]
    values.sector = values.sectors[0] if values.sectors else None
    if said and not values.sectors:
        codes.add("sector_unknown")
    if len(values.sectors) > 1:
        codes.add("sector_multiple")

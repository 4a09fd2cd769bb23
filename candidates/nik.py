"""NIK, the Indonesian identity number: `PPRRSS DDMMYY NNNN`.

Province, regency and district of FIRST registration (never a proof of where
somebody lives), birth date (women: day + 40), serial 0001–9999. No check digit.
Source: domain reference 5.
"""

import re
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

CLUTTER = re.compile(r"[\s.\-'’‘\u00a0]")
SHAPE = re.compile(r"[0-9]{16}", re.ASCII)


class NikError(ValueError):
    """Not a possible NIK. `code` is one of nik_length, nik_format, nik_birth_date, nik_serial, nik_region."""

    def __init__(self, code: str, digits: int = 0) -> None:
        self.code = code
        self.digits = digits
        super().__init__(code)


@dataclass(frozen=True)
class Nik:
    """What a NIK says. `sex` is "L" or "P"; `region` is the regency prefix, for example "3673"."""

    number: str
    birth_date: date
    sex: str

    @property
    def province(self) -> str:
        return self.number[:2]

    @property
    def region(self) -> str:
        return self.number[:4]


def clean(text: str) -> str:
    """Digits only, as people and spreadsheets decorate them: spaces, dots, dashes, apostrophe, trailing `.0`."""
    text = text.strip()
    if text.endswith(".0"):
        text = text[:-2]
    return CLUTTER.sub("", text)


def parse(text: str, *, on: date | None = None) -> Nik:
    """Read a NIK as typed. The century is the latest one that is not in the future on `on`. Raises `NikError`."""
    number = clean(text)
    if not number.isascii() or not number.isdigit():
        raise NikError("nik_format", digits=sum(c in "0123456789" for c in number))
    if not SHAPE.fullmatch(number):
        raise NikError("nik_length", digits=len(number))
    if number[12:] == "0000":
        raise NikError("nik_serial")
    day, month, year = int(number[6:8]), int(number[8:10]), int(number[10:12])
    sex = "P" if day > 40 else "L"
    return Nik(number=number, birth_date=_birth_date(day - 40 if sex == "P" else day, month, year, on), sex=sex)


def _birth_date(day: int, month: int, year: int, on: date | None) -> date:
    today = on or timezone.localdate()
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        try:
            born = date(century + year, month, day)
        except ValueError:
            continue  # 29 February exists in one century and not in the other
        if born <= today:
            return born
    raise NikError("nik_birth_date")


def mask(number: str) -> str:
    """For lists: the region and the last four digits, the rest hidden."""
    return f"{number[:4]}********{number[-4:]}"

"""One kind of cell each, over plain values as a spreadsheet or a text file holds them.

A reader gives the value with the code of what is wrong ("" when nothing is); it never raises for what people write.
"""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from candidates import nik as niks
from candidates.nik import NikError
from core.phones import PhoneError, parse_mobile

Cell = object  # str, int, float, bool, date, datetime or None

INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
NOTHING = re.compile(
    r"(?i)[-–—_.?*/\s]*|n/?a|nihil|null|none|kosong|(tidak|belum|tdk|blm|gak|ga) (ada|punya|tahu|diketahui|diisi)"
    r"|#(n/a|ref!|value!|name\?|div/0!|null!|num!)"
)

LONGEST_NOTHING = 24


def as_text(value: Cell) -> str:
    """What the cell shows, on one line; empty for a dash, an error or a word that means nothing is known."""
    if isinstance(value, str):
        text = value if value.isascii() else INVISIBLE.sub("", value)
        text = " ".join(text.split())
        return "" if len(text) < LONGEST_NOTHING and NOTHING.fullmatch(text) else text
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e17 else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value)


# Names


def read_name(value: Cell) -> str:
    """The name as written, without the number before it; empty when there is no letter in it."""
    if not isinstance(value, str):
        return ""
    text = re.sub(r"^\d{1,4}\s*[.)]\s*", "", unicodedata.normalize("NFC", as_text(value))).strip(" ,;:*\"'")
    return text if any(sign.isalpha() for sign in text) else ""


# NIK

SCIENTIFIC = re.compile(r"\d([.,]\d+)?\s*[eE]\s*\+?\d{1,2}", re.ASCII)
LABEL = re.compile(r"(?i)^(nik|no\.?\s*ktp|ktp)\s*[.:]?\s*(?=\d)")
EXACT = 2**53  # a floating-point number above this has no last digit of its own


def read_nik_digits(value: Cell) -> tuple[str, str]:
    """The digits of a NIK and "", or "" and why they cannot be trusted.

    A spreadsheet keeps 15 digits of a number: a NIK that is a number and ends in 0 has most likely lost its last one.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _nik_of_number(value)
    text = LABEL.sub("", as_text(value).strip("'’‘`\""))
    if not text:
        return "", "nik_missing"
    if SCIENTIFIC.fullmatch(text):
        return "", "nik_precision_lost"
    if re.fullmatch(r"\d{16}[.,]0+", text, re.ASCII):  # a number that another program wrote as text
        return _nik_of_number(int(text[:16]))
    return niks.clean(text.replace("'", "").replace("`", "").replace("_", "")), ""


def _nik_of_number(number: int | float) -> tuple[str, str]:
    if isinstance(number, float) and not number.is_integer():
        return "", "nik_format"
    whole = int(number)
    if len(str(whole)) >= 16 and (whole % 10 == 0 or (isinstance(number, float) and whole > EXACT)):
        return "", "nik_precision_lost"
    return str(whole), ""


def read_nik(value: Cell, *, on: date) -> tuple[niks.Nik | None, str]:
    digits, wrong = read_nik_digits(value)
    if wrong:
        return None, wrong
    try:
        return niks.parse(digits, on=on), ""
    except NikError as error:
        return None, error.code


# Days

MONTHS = {
    "jan": 1, "feb": 2, "peb": 2, "mar": 3, "mrt": 3, "apr": 4, "mei": 5, "may": 5, "jun": 6, "jul": 7, "agu": 8,
    "ags": 8, "agt": 8, "aug": 8, "sep": 9, "spt": 9, "okt": 10, "oct": 10, "nov": 11, "nop": 11, "des": 12, "dec": 12,
}  # fmt: skip
ERAS = {"平成": 1988, "令和": 2018, "昭和": 1925}
JAPANESE = re.compile(r"(\d{4}|(?:平成|令和|昭和)(?:\d{1,2}|元))年(\d{1,2})月(\d{1,2})日")
YEAR_FIRST = re.compile(r"\b(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?!\d)", re.ASCII)
NUMBERS = re.compile(r"(?<!\d)(\d{1,2})\s?[-/.,\s]\s?(\d{1,2})\s?[-/.,\s]\s?(\d{4}|\d{2})(?!\d)", re.ASCII)
WORDS = re.compile(
    r"(?i)(?<!\d)(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]*([a-z]{3,10})\.?,?[\s\-/]*(\d{4}|\d{2})(?!\d)", re.ASCII
)
MONTH_FIRST = re.compile(r"(?i)\b([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)", re.ASCII)
TOGETHER = re.compile(r"(?<!\d)(\d{8})(?!\d)", re.ASCII)
SERIAL = re.compile(r"\d{5}(\.0+)?", re.ASCII)
EPOCH_1900, EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
FIRST = date(1900, 1, 2)


def read_day(value: Cell, *, on: date, epoch: date = EPOCH_1900, likely: date | None = None) -> date | None:
    """The day a cell names, also inside of "Serang, 5 Mei 2004"; None when it names none in the past.

    The day stands before the month. `likely`, the day the NIK names, settles only what can be read in two ways:
    the century of a year of two digits, and a month that an American spreadsheet put first.
    """
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, bool) or value is None or isinstance(value, time | timedelta):
        return None
    if isinstance(value, date):
        return value if FIRST <= value <= on else None
    found = _serial(value, epoch) if isinstance(value, int | float) else None
    for born in [found] if found else _readings(_plain(value), on, epoch, likely):
        if FIRST <= born <= on:
            return born
    return None


def _plain(value: Cell) -> str:
    text = as_text(value)
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip(" '’‘`")


def _serial(number: int | float, epoch: date) -> date | None:
    """The day of a spreadsheet's number. One of four digits is a year, and no day."""
    return epoch + timedelta(days=int(number)) if 10_000 <= number < 80_000 else None


def _readings(text: str, on: date, epoch: date, likely: date | None) -> list[date]:
    """What the text can mean, the likeliest first."""
    if SERIAL.fullmatch(text):
        found = _serial(float(text), epoch)
        return [found] if found else []
    for pattern, reader in (
        (JAPANESE, _japanese),
        (YEAR_FIRST, _year_first),
        (WORDS, _words),
        (MONTH_FIRST, _american),
    ):
        if match := pattern.search(text):
            return reader(match, on)
    if match := NUMBERS.search(text):
        return _in_numbers(match, on, likely)
    if match := TOGETHER.search(text):
        digits = match[1]
        year_first = _days(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
        return year_first or _days(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    return []


def _japanese(match: re.Match[str], on: date) -> list[date]:
    year = match[1]
    if year[:2] in ERAS:
        number = 1 if year[2:] == "元" else int(year[2:])
        return _days(ERAS[year[:2]] + number, int(match[2]), int(match[3]))
    return _days(int(year), int(match[2]), int(match[3]))


def _year_first(match: re.Match[str], on: date) -> list[date]:
    return _days(int(match[1]), int(match[2]), int(match[3]))


def _words(match: re.Match[str], on: date) -> list[date]:
    month = _month(match[2])
    return [day for year in _years(match[3], on) for day in _days(year, month, int(match[1]))]


def _american(match: re.Match[str], on: date) -> list[date]:
    return _days(int(match[3]), _month(match[1]), int(match[2]))


def _in_numbers(match: re.Match[str], on: date, likely: date | None) -> list[date]:
    day, month, year = int(match[1]), int(match[2]), match[3]
    days = [found for whole in _years(year, on) for found in _days(whole, month, day)]
    other = [found for whole in _years(year, on) for found in _days(whole, day, month)]
    if likely is not None and likely not in days and likely in other:
        return [likely]
    return [likely] if likely in days and likely is not None else days


def _years(year: str, on: date) -> list[int]:
    """A year of two digits is the latest one that has been."""
    if len(year) == 4:
        return [int(year)]
    century = on.year // 100 * 100
    return [century + int(year), century - 100 + int(year)]


def _month(word: str) -> int:
    return MONTHS.get(word[:3].lower(), 0)


def _days(year: int, month: int, day: int) -> list[date]:
    try:
        return [date(year, month, day)]
    except ValueError:
        return []


def place_before_day(value: Cell) -> str:
    """ "Serang" of "Serang, 5 Mei 2004"."""
    match = re.match(r"[^\d,/]+", as_text(value))
    return match[0].strip(" ,.-") if match else ""


# Phones

BETWEEN_PHONES = re.compile(r"(?i)[/;,&|\n]+|\batau\b|\bdan\b|\s\+\s|(?<=\d)\s+-\s+(?=\d)")
NEXT_PHONE = re.compile(r"\s+(?=(?:\+?62|0)[\s.\-]?8)|(?<=\d{9})\s+(?=\d{9})")
MOBILE = re.compile(r"(?:\+?62|0)?[\s.\-]*8(?:[\s.\-]?\d){8,11}", re.ASCII)
PHONE_WORDS = re.compile(r"(?i)\b(hp|wa|whatsapp|telp|tlp|no|nomor)\b\.?\s*:?|\([^)\d]*\)")


def read_phones(value: Cell) -> tuple[str, list[str], str]:
    """The first mobile number as E.164, every number that can be told apart, and what is wrong when there is none."""
    text = PHONE_WORDS.sub(" ", as_text(value)).strip(" '’‘`:;,/")
    if not text:
        return "", [], "phone_missing"
    wrong = ""
    try:
        number = parse_mobile(text)
        return number, [number], ""
    except PhoneError as error:
        wrong = error.code
    found, wrongs = _numbers(BETWEEN_PHONES.split(text))
    if not found and len(re.findall(r"\d", text)) > 14:
        found, _others = _numbers(NEXT_PHONE.split(text))
        found = found or _numbers(MOBILE.findall(text))[0]
    mobiles = [number for number in found if not number.startswith("fixed")]
    if mobiles:
        return mobiles[0], list(dict.fromkeys(found)), ""
    return "", [], "phone_not_mobile" if "phone_not_mobile" in {*wrongs, wrong} else "phone_invalid"


def _numbers(parts: list[str]) -> tuple[list[str], set[str]]:
    found: list[str] = []
    wrongs: set[str] = set()
    for part in parts:
        if sum(map(str.isdigit, part)) < 6:
            continue
        try:
            found.append(parse_mobile(part))
        except PhoneError as error:
            wrongs.add(error.code)
            if error.code == "phone_not_mobile":
                found.append("fixed" + re.sub(r"\D", "", part))
    return found, wrongs


# Words with a closed list behind them

WOMAN = re.compile(r"(?i)p|pr|prp|perempuan|perempuan\b.*|wanita|w|cewek|female|f|putri|pi|女(性)?")
MAN = re.compile(r"(?i)l|lk|lki|laki|laki\W*laki.*|pria|cowok|male|m|putra|pa|男(性)?")


@lru_cache(maxsize=256)
def read_sex(text: str) -> str:
    """ "L", "P" or ""."""
    text = text.strip(" .")
    if WOMAN.fullmatch(text):
        return "P"
    return "L" if MAN.fullmatch(text) else ""


EDUCATION = (
    (r"\bs\W?[23]\b|magister|doktor|strata (2|3|ii+)\b|pasca", None),
    (r"\bs\W?1\b|sarjana(?! muda)|strata (1|i)\b|\bd\W?(4|iv)\b|diploma (4|iv)\b|bachelor|大学", "S1"),
    (r"\bd\W?(3|iii)\b|diploma (3|iii)\b|akademi|sarjana muda|s muda|\bamd", "D3"),
    (r"\bd\W?(1|2|i|ii)\b|diploma (1|2|i|ii)\b", None),
    (r"\b(smk|stm|smea|smkk|smf|spk|mak|smtk)[a-z]{0,2}\d*\b|kejuruan|vocational", "SMK"),
    (r"\b(sma|slta|smu|ma|man|mas|aliyah)n?\d*\b|aliyah|paket c|kejar c|senior high|high school|高校", "SMA"),
    (r"\b(smp|sltp|mts|mtsn|tsanawiyah)n?\d*\b|tsanawiyah|paket b|junior high|中学", "SMP"),
)


@lru_cache(maxsize=512)
def read_education(text: str) -> str | None:
    """The level as SMP, SMA, SMK, D3 or S1; None for others and for what cannot be read."""
    plain = " ".join(re.sub(r"[^\w]+", " ", text.lower()).split())
    for pattern, level in EDUCATION:
        if re.search(pattern, plain):
            return level
    return None


SECTORS = {
    "agriculture": r"tani|agri|kebun|ternak|hortikultura|holtikultura|farm|nogyo|nougyou|農|petani|sayur|peternak",
    "caregiver": r"kaigo|lansia|care\s?-?\s?(giver|worker|taker)|careg|perawat(?!an (mobil|kendaraan|mesin))|pengasuh|"
    r"jompo|nursing|nurse|介護|caregaver|orang tua|orangtua",
    "automotive": r"otomotif|oto\s?motif|automotive|bengkel|mekanik|montir|mobil|kendaraan|auto\s?repair|"
    r"seibi|整備|automotif|otomotive|\bmotor\b",
    "ground_handling": r"ground|bandara|bandar udara|airport|aviation|aviasi|penerbangan|pesawat|空港|航空|handling",
}


@lru_cache(maxsize=512)
def read_sectors(text: str) -> list[str]:
    """The sectors that the words name, in the order in which they are named."""
    places = {}
    for sector, pattern in SECTORS.items():
        if match := re.search(pattern, text.lower()):
            places[sector] = match.start()
    return sorted(places, key=lambda sector: places[sector])

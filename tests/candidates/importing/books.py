"""Small workbooks as kelurahan send them, with obviously fictional people."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook

ON = date(2026, 8, 3)
HEADER = ("No", "Nama Lengkap", "NIK", "Tgl Lahir", "L/P", "No HP", "Kelurahan", "Pendidikan", "Minat")


def nik(number: int, born: str = "450504", region: str = "367302") -> str:
    """A woman born on 5 May 2004, unless told otherwise."""
    return f"{region}{born}{number:04d}"


def person(number: int, **changes) -> dict:
    """Field → cell, all of it right."""
    cells = {
        "name": f"Rina Contoh {number}",
        "nik": nik(number),
        "birth_date": "5 Mei 2004",
        "sex": "P",
        "phone": f"0812-0000-{number:04d}",
        "kelurahan": "Unyur",
        "education": "SMA",
        "sector": "Perawat lansia",
    }
    return cells | changes


def line(number: int, **changes) -> list:
    return [number, *person(number, **changes).values()]


def save(path: Path, *sheets: tuple[str, list]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path

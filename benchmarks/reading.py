"""Inside Django, in a process of its own: read and check a list, and let openpyxl read the same file.

    python -m benchmarks.reading ROWS

Prints one JSON object: milliseconds of both, how many people were found, and how memory grows from a fifth of the rows.
"""

import json
import os
import sys
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

ON = date(2026, 8, 3)
HEADER = ("No", "Nama", "NIK", "Tempat, Tgl Lahir", "L/P", "No HP", "Kelurahan", "Kecamatan", "Pendidikan", "Minat")
KELURAHAN = ("Unyur", "Sukawana", "Kel. Cipare", "Sumurpecung", "Kotabaru")
SECTORS = ("Kaigo", "pertanian", "Bengkel mobil", "Ground handling")
PHONES = ("0812-0000-{:04d}", "8120000{:04d}", "+62 812 0000 {:04d}", "08120000{0:04d} / 08130000{0:04d}")


def main() -> int:
    import django

    django.setup()
    from benchmarks.measuring import Cell, measure, timed

    with TemporaryDirectory() as folder:
        rows = int(sys.argv[1])
        large, small = write(Path(folder) / "large.xlsx", rows), write(Path(folder) / "small.xlsx", rows // 5)
        ours = Cell("ours", lambda: timed(lambda: read_ours(large)))
        floor = Cell("floor", lambda: timed(lambda: read_floor(large)))
        read_ours(large), read_floor(large)
        measure(ours, floor, batch=1)
        growth = peak(lambda: read_ours(large)) / peak(lambda: read_ours(small))
        print(json.dumps({"ours": ours.ms, "floor": floor.ms, "people": read_ours(large), "growth": round(growth, 3)}))
    return 0


def write(path: Path, rows: int) -> Path:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Daftar")
    sheet.append(["DAFTAR CALON PESERTA"])
    sheet.append(HEADER)
    for number in range(1, rows + 1):
        sheet.append(line(number))
    book.save(path)
    return path


def line(number: int) -> list[object]:
    return [
        number,
        f"Rina Contoh {number}",
        f"367302450504{number:04d}",
        "Serang, 5 Mei 2004" if number % 2 else "Serang, 05/05/2004",
        "P",
        PHONES[number % len(PHONES)].format(number),
        KELURAHAN[number % len(KELURAHAN)],
        "Serang",
        "SMA/sederajat",
        SECTORS[number % len(SECTORS)],
    ]


def read_ours(path: Path) -> int:
    """Everything a preview does; how many people can be imported."""
    from candidates.importing.preview import preview

    return sum(not row.reasons for _record, row in preview(path, on=ON))


def read_floor(path: Path) -> int:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    rows = sum(1 for sheet in book.worksheets for _row in sheet.iter_rows(values_only=True))
    book.close()
    return rows


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    work()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serang_japan.settings")
    sys.exit(main())

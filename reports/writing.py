"""The report as a file: JSON for programs, Excel to go on with, PDF to hand over. The same numbers in each."""

import json
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import gettext as _

from core import check_codes, pdf
from reports import words
from reports.progress_report import Report

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = Path(__file__).with_name("print") / "progress.typ"


def as_json(now: Report) -> bytes:
    """For other programs: the names of the fields are part of the contract."""
    told = asdict(now) | {
        "as_of": now.as_of.isoformat(timespec="seconds"),
        "remaining": now.remaining,
        "in_training": now.in_training,
        "ready": now.ready,
        "waiting": now.waiting,
        "example_data": settings.DEMO,
    }
    return (json.dumps(told, indent=2, ensure_ascii=False, default=str) + "\n").encode()


def as_xlsx(now: Report) -> bytes:
    """One sheet that reads from top to bottom, with real numbers and real dates."""
    from openpyxl import Workbook  # 6 MB, for whoever takes the report away: not for every web process

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = _("Progress")
    _head(sheet, now)
    for table in words.tables(now):
        if not table.rows:
            continue
        sheet.append([])
        sheet.append([table.title])
        _bold(sheet)
        sheet.append(table.heads)
        _bold(sheet)
        for row in table.rows:
            sheet.append(row)
    sheet.column_dimensions["A"].width = 40
    for column in "BCDE":
        sheet.column_dimensions[column].width = 18
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def as_pdf(now: Report) -> bytes:
    """A4, to print or hand over."""
    return pdf.render(SHEET, for_print(now))


def for_print(now: Report, *, code: str = "") -> dict[str, Any]:
    """What the printed sheet is made of: words and numbers, nothing to count. `code`: for whoever doubts the paper."""
    return {
        "title": _("Progress of the programme Serang–Jepang"),
        "ribbon": _("Example data, not real data") if settings.DEMO else "",
        "as_of": words.as_of(now),
        "sentence": words.sentence(now),
        "definition_title": _("Who is counted?"),
        "definition": words.definition(),
        "page": _("Page"),
        "check": check_codes.invitation(code) if code else "",
        "office": _("Disnakertrans Kota Serang together with LPK KJS"),
        "tables": [
            {"title": table.title, "heads": table.heads, "rows": table.rows}
            for table in words.tables(now)
            if table.rows
        ],
    }


def _head(sheet: "Worksheet", now: Report) -> None:
    from openpyxl.styles import PatternFill

    if settings.DEMO:
        sheet.append([_("Example data, not real data")])
        sheet.cell(sheet.max_row, 1).fill = PatternFill("solid", fgColor="F0A92B")
        _bold(sheet)
    sheet.append([_("Progress of the programme Serang–Jepang")])
    _bold(sheet)
    sheet.append([_("As of"), now.on])
    sheet.cell(sheet.max_row, 2).number_format = "dd/mm/yyyy"
    sheet.append([_("Made"), now.as_of.replace(tzinfo=None)])  # Excel knows no zones; this is the time in Serang
    sheet.cell(sheet.max_row, 2).number_format = "dd/mm/yyyy hh:mm"
    sheet.append([words.sentence(now)])
    sheet.append([words.definition()])


def _bold(sheet: "Worksheet") -> None:
    from openpyxl.styles import Font

    bold = Font(bold=True)
    for cell in sheet[sheet.max_row]:
        cell.font = bold


FORMATS = {"json": as_json, "pdf": as_pdf, "xlsx": as_xlsx}
TYPES = {
    "json": "application/json",
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_name(now: Report, kind: str) -> str:
    return f"kemajuan-{now.on.isoformat()}.{kind}"

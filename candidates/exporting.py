"""A list of journeys as an Excel sheet, with the columns somebody chose, and a row that says who took it.

NIK and phone are masked for everybody without `candidates.export_whole`; a whole one is written down for each person,
so that it stands among the looks at their record.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import AccessLog, Export, Journey
from core.refusal import Gap, Refused

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from accounts.models import User

MOST = 20_000  # rows; more is a copy of the register, not a list


@dataclass(frozen=True)
class Column:
    label: object
    value: Callable[[Journey], object]
    whole: Callable[[Journey], object] | None = None  # what a person with the permission gets instead
    width: int = 16


COLUMNS: dict[str, Column] = {
    "number": Column(_("number"), lambda j: j.registration_no),
    "name": Column(_("full name"), lambda j: j.candidate.name, width=30),
    "nik": Column(_("NIK"), lambda j: j.candidate.nik_masked, lambda j: j.candidate.nik, width=20),
    "sex": Column(_("sex"), lambda j: j.candidate.get_sex_display()),
    "birth_date": Column(_("birth date"), lambda j: j.candidate.birth_date),
    "phone": Column(_("phone"), lambda j: j.candidate.phone_masked, lambda j: j.candidate.phone_local, width=18),
    "kelurahan": Column(_("kelurahan"), lambda j: j.candidate.kelurahan.name if j.candidate.kelurahan else ""),
    "kecamatan": Column(_("kecamatan"), lambda j: j.candidate.kelurahan.kecamatan if j.candidate.kelurahan else ""),
    "sector": Column(_("sector"), lambda j: j.sector.name, width=24),
    "scheme": Column(_("scheme"), lambda j: j.scheme.name, width=24),
    "programme": Column(_("programme"), lambda j: j.programme.year),
    "stage": Column(_("stage"), lambda j: j.get_stage_display(), width=20),
    "origin": Column(_("came in by"), lambda j: j.get_origin_display(), width=20),
    "registered_on": Column(_("registered"), lambda j: j.registered_on),
    "verified_on": Column(_("verified"), lambda j: j.verified_on),
    "selected_on": Column(_("selected"), lambda j: j.selected_on),
    "training_on": Column(_("training started"), lambda j: j.training_on),
    "qualified_on": Column(_("proofs complete"), lambda j: j.qualified_on),
    "departed_on": Column(_("departed"), lambda j: j.departed_on),
}
USUAL = ["number", "name", "sex", "kelurahan", "sector", "stage", "registered_on"]


def export(journeys: QuerySet[Journey], columns: Sequence[str], *, by: "User", asked: str = "") -> bytes:
    """The sheet as a file. Writes down who took how many rows of which columns, and what the list was asked for."""
    whole = by.has_perm("candidates.export_whole")
    chosen = {name: COLUMNS[name] for name in columns if name in COLUMNS}
    if not chosen:
        raise Refused(Gap("no_columns", _("Choose at least one column.")))
    rows = journeys.select_related("candidate__kelurahan", "sector", "scheme", "programme")
    with transaction.atomic():
        people = list(rows[: MOST + 1])
        if len(people) > MOST:
            words = {"most": MOST}
            raise Refused(Gap("too_many", _("More than %(most)s rows. Narrow the list with the filters.") % words))
        shows_whole = whole and any(column.whole for column in chosen.values())
        Export.objects.create(by=by, rows=len(people), columns=list(chosen), whole=shows_whole, asked=asked[:300])
        if shows_whole:
            seen = {journey.candidate_id for journey in people}
            AccessLog.objects.bulk_create(AccessLog(candidate_id=pk, by=by, what="export") for pk in sorted(seen))
    return _written(people, list(chosen.values()), whole=whole)


def _written(journeys: Iterable[Journey], columns: list[Column], *, whole: bool) -> bytes:
    from openpyxl import Workbook  # 6 MB, for whoever takes a list away: not for every web process
    from openpyxl.styles import Font, PatternFill

    bold, ribbon = Font(bold=True), PatternFill("solid", fgColor="F0A92B")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(gettext("Journeys"))
    for place, column in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + place)].width = column.width
    if settings.DEMO:
        sheet.append([_cell(sheet, gettext("Example data, not real data"), fill=ribbon, font=bold)])
    sheet.freeze_panes = "A3" if settings.DEMO else "A2"
    sheet.append([_cell(sheet, capfirst(str(column.label)), font=bold) for column in columns])
    for journey in journeys:
        values = (column.whole(journey) if whole and column.whole else column.value(journey) for column in columns)
        sheet.append([_cell(sheet, value) for value in values])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: "WriteOnlyWorksheet", value: object, **style: object) -> "WriteOnlyCell":
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, date | int | None):
        value = str(value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with "=" is a name, never a formula
    if isinstance(value, date):
        cell.number_format = "DD/MM/YYYY"
    for name, each in style.items():
        setattr(cell, name, each)
    return cell

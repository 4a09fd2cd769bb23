"""A list of people as an Excel sheet, with the columns somebody chose, and a row that says who took it.

NIK and phone are masked for everybody without `candidates.export_whole`; a whole one is written down for each person,
so that it stands among the looks at their record.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.expressions import BaseExpression
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import AccessLog, Candidate, Export, SectorWish, SelectionTest
from core.refusal import Gap, Refused

if TYPE_CHECKING:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from accounts.models import User

MOST = 20_000  # rows; more is a copy of the register, not a list


@dataclass(frozen=True)
class Column:
    """`value` is asked of each row; `annotated` is what the database adds to the rows for it."""

    label: object
    value: Callable[[Any], object]
    whole: Callable[[Any], object] | None = None  # what a person with the permission gets instead
    width: int = 16
    annotated: Mapping[str, BaseExpression] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A list that can be taken away: its columns, those that are usually wanted, and whose data each row is."""

    slug: str
    title: object
    file: str
    columns: dict[str, Column]
    usual: Sequence[str]
    related: Sequence[str]
    candidate: Callable[[Any], int]


SHEETS: dict[str, Sheet] = {}


def register(sheet: Sheet) -> Sheet:
    """Upper apps register their lists, and add columns to those of the apps below (`JOURNEYS.columns`)."""
    if SHEETS.setdefault(sheet.slug, sheet) is not sheet:
        raise ValueError(f"Two lists are called {sheet.slug!r}.")
    return sheet


def person_columns(person: Callable[[Any], Candidate]) -> dict[str, Column]:
    """Who a row is about: the same in every list, and masked in the same way."""

    def kelurahan(row: Any) -> Any:
        return person(row).kelurahan

    return {
        "name": Column(_("full name"), lambda row: person(row).name, width=30),
        "nik": Column(_("NIK"), lambda row: person(row).nik_masked, lambda row: person(row).nik, width=20),
        "sex": Column(_("sex"), lambda row: person(row).get_sex_display()),
        "birth_date": Column(_("birth date"), lambda row: person(row).birth_date),
        "phone": Column(
            _("phone"), lambda row: person(row).phone_masked, lambda row: person(row).phone_local, width=18
        ),
        "kelurahan": Column(_("kelurahan"), lambda row: place.name if (place := kelurahan(row)) else ""),
        "kecamatan": Column(_("kecamatan"), lambda row: place.kecamatan if (place := kelurahan(row)) else ""),
        "outside": Column(_("address outside Kota Serang"), lambda row: person(row).address_outside, width=30),
    }


_last_score = SelectionTest.objects.filter(journey=OuterRef("pk"), score__isnull=False).order_by("-on").values("score")
_wishes = SectorWish.objects.filter(journey=OuterRef("pk")).order_by("rank").values("sector__name")

COLUMNS: dict[str, Column] = {
    "number": Column(_("number"), lambda j: j.registration_no),
    **person_columns(lambda j: j.candidate),
    "education": Column(_("schooling"), lambda j: j.get_education_display()),
    "sector": Column(_("sector"), lambda j: j.sector.name, width=24),
    "wishes": Column(
        _("Work wished for"),
        lambda j: ", ".join(j.export_wishes),
        width=36,
        annotated={"export_wishes": ArraySubquery(_wishes)},
    ),
    "scheme": Column(_("scheme"), lambda j: j.scheme.name, width=24),
    "programme": Column(_("programme"), lambda j: j.programme.year),
    "stage": Column(_("stage"), lambda j: j.get_stage_display(), width=20),
    "origin": Column(_("came in by"), lambda j: j.get_origin_display(), width=20),
    "registered_on": Column(_("registered"), lambda j: j.registered_on),
    "verified_on": Column(_("verified"), lambda j: j.verified_on),
    "score": Column(_("test score"), lambda j: j.export_score, annotated={"export_score": Subquery(_last_score[:1])}),
    "reserved_on": Column(_("on the reserve list"), lambda j: j.reserved_on),
    "selected_on": Column(_("selected"), lambda j: j.selected_on),
    "training_on": Column(_("training started"), lambda j: j.training_on),
    "qualified_on": Column(_("proofs complete"), lambda j: j.qualified_on),
    "departed_on": Column(_("departed"), lambda j: j.departed_on),
    "closed_on": Column(_("closed"), lambda j: j.closed_on),
}
USUAL = ["number", "name", "sex", "kelurahan", "sector", "stage", "registered_on"]
JOURNEYS = register(
    Sheet(
        slug="journeys",
        title=_("Journeys"),
        file="perjalanan",
        columns=COLUMNS,
        usual=USUAL,
        related=("candidate__kelurahan", "sector", "scheme", "programme"),
        candidate=lambda journey: journey.candidate_id,
    )
)


def export(
    rows: QuerySet[Any], columns: Sequence[str], *, by: "User", sheet: Sheet = JOURNEYS, asked: str = ""
) -> bytes:
    """The sheet as a file. Writes down who took how many rows of which columns, and what the list was asked for."""
    whole = by.has_perm("candidates.export_whole")
    chosen = {name: sheet.columns[name] for name in columns if name in sheet.columns}
    if not chosen:
        raise Refused(Gap("no_columns", _("Choose at least one column.")))
    annotated = {name: each for column in chosen.values() for name, each in column.annotated.items()}
    with transaction.atomic():
        found = list(rows.select_related(*sheet.related).annotate(**annotated)[: MOST + 1])
        if len(found) > MOST:
            words = {"most": MOST}
            raise Refused(Gap("too_many", _("More than %(most)s rows. Narrow the list with the filters.") % words))
        shows_whole = whole and any(column.whole for column in chosen.values())
        Export.objects.create(
            by=by, sheet=sheet.slug, rows=len(found), columns=list(chosen), whole=shows_whole, asked=asked[:300]
        )
        if shows_whole:
            seen = {sheet.candidate(row) for row in found}
            AccessLog.objects.bulk_create(AccessLog(candidate_id=pk, by=by, what="export") for pk in sorted(seen))
    return _written(found, list(chosen.values()), title=str(sheet.title), whole=whole)


def _written(rows: Iterable[Any], columns: list[Column], *, title: str, whole: bool) -> bytes:
    from openpyxl import Workbook  # 6 MB, for whoever takes a list away: not for every web process
    from openpyxl.styles import Font, PatternFill
    from openpyxl.utils import get_column_letter

    bold, ribbon = Font(bold=True), PatternFill("solid", fgColor="F0A92B")
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for place, column in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    if settings.DEMO:
        sheet.append([_cell(sheet, gettext("Example data, not real data"), fill=ribbon, font=bold)])
    sheet.freeze_panes = "A3" if settings.DEMO else "A2"
    sheet.append([_cell(sheet, capfirst(str(column.label)), font=bold) for column in columns])
    for row in rows:
        values = (column.whole(row) if whole and column.whole else column.value(row) for column in columns)
        sheet.append([_cell(sheet, value) for value in values])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: "WriteOnlyWorksheet", value: object, **style: object) -> "WriteOnlyCell":
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, date | int | Decimal | None):
        value = str(value)
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # a name that begins with "=" is a name, never a formula
    if isinstance(value, date):
        cell.number_format = "DD/MM/YYYY"
    for name, each in style.items():
        setattr(cell, name, each)
    return cell

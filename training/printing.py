"""The phone list on paper: one A4 page for a class, with two columns to sign and a code that finds out an old print."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from core import check_codes, pdf
from training.enums import PhoneMode
from training.phone_list import Line, PhoneList
from training.scoring import in_words

SHEET = Path(__file__).with_name("print") / "phone_list.typ"


def check_code(sheet: PhoneList) -> str:
    """A code over everything on the sheet: a corrected score gives another one, so that an old print is found out."""
    lines = [
        f"{line.seat.trainee_no}:{line.verdict.shown}:{line.verdict.allowed}:{line.verdict.reason}"
        for line in sheet.lines
    ]
    content = "|".join([sheet.training_class.code, str(sheet.week), str(sheet.final), *lines])
    digest = salted_hmac("training.phone_list", content).digest()
    return check_codes.shown(check_codes.spelt(int.from_bytes(digest[:5], "big")))


def phone_sheet(sheet: PhoneList, now: datetime | None = None) -> bytes:
    """The PDF to print and sign."""
    return pdf.render(SHEET, for_print(sheet, timezone.localtime(now)))


def for_print(sheet: PhoneList, now: datetime) -> dict[str, Any]:
    """Words and numbers of the page, nothing left to reckon."""
    missing = ", ".join(date_format(day, "l, j F") for day in sheet.missing)
    return {
        "title": _("Weekend phone list"),
        "ribbon": _("Example data, not real data") if settings.DEMO else "",
        "about": _about(sheet),
        "state": _("FINAL") if sheet.final else _("NOT FINAL"),
        "missing": _("Scores are missing: %(days)s.") % {"days": missing} if missing else "",
        "made": f"{date_format(now, 'j F Y, H.i')} WIB",
        "code": _("Check code: %(check_code)s") % {"check_code": check_code(sheet)},
        "heads": [
            _("No."),
            _("Name"),
            _("Average"),
            _("Phone"),
            _("Reason"),
            _("Taken (initials, time)"),
            _("Returned (initials, time)"),
        ],
        "lines": [_line(line) for line in sheet.lines],
        "sum": _("%(yes)s allowed, %(no)s not.") % {"yes": sheet.allowed, "no": sheet.refused},
        "signatures": [_("Officer"), _("Acknowledged")],
    }


def _about(sheet: PhoneList) -> str:
    """Class, week and rule, under the title."""
    met = _("every day") if sheet.rule.mode == PhoneMode.EVERY_DAY else _("average of the week")
    days = f"{date_format(sheet.week.monday, 'j F')} – {date_format(sheet.week.friday, 'j F Y')}"
    limit = _("limit %(limit)s") % {"limit": in_words(sheet.rule.threshold)}
    return f"{sheet.training_class.name} · {days} · {limit}, {met}"


def _line(line: Line) -> dict[str, Any]:
    shown = line.verdict.shown
    return {
        "no": line.seat.trainee_no,
        "name": line.seat.name,
        "average": "–" if shown is None else number_format(shown),
        "phone": line.says,
        "reason": line.why,
    }

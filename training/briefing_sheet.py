"""The briefing on paper: one A4 page for the board and the trainer's hand."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import pdf
from training.briefing import Briefing, Person

SHEET = Path(__file__).with_name("print") / "briefing.typ"
CROWDED = 25  # notes and announcements


def briefing_paper(sheet: Briefing, now: datetime | None = None) -> bytes:
    """The PDF to print."""
    return pdf.render(SHEET, for_print(sheet, timezone.localtime(now)))


def for_print(sheet: Briefing, now: datetime) -> dict[str, Any]:
    """Words and numbers of the page, nothing left to reckon."""
    about = f"{sheet.training_class.name} · {sheet.training_class.site} · {date_format(sheet.on, 'l, j F Y')} · 07.30"
    # Where much is to be said the number and the call name are enough: the roll below has the whole name.
    short = len(sheet.noted) + len(sheet.with_announcements) > CROWDED
    counted = {"n": sheet.expected, "of": len(sheet.people)}
    return {
        "title": _("Morning briefing"),
        "ribbon": _("Example data, not real data") if settings.DEMO else "",
        "about": about,
        "made": f"{date_format(now, 'j F Y, H.i')} WIB",
        "expected": _("%(n)s of %(of)s expected") % counted,
        "heads": {
            "away": _("Not here"),
            "duties": _("Duties today"),
            "notes": _("Notes of the evening before"),
            "announce": _("To announce"),
            "roll": _("Roll"),
        },
        "away": [[_who(person), person.why] for person in sheet.away],
        "duties": [[f"{turn.duty}:", ", ".join(turn.people)] for turn in sheet.duties],
        "notes": [[f"{_who(person, short)}:", person.note] for person in sheet.noted],
        "announce": [
            [f"{_who(person, short)}:", " ".join(person.announcements)] for person in sheet.with_announcements
        ],
        "crowded": short,
        "nobody": _("Everybody was there."),
        "none": "–",
        "locked": _("Phones are locked on class days: say these to the people themselves."),
        "roll": [_who(person) for person in sheet.people],
    }


def _who(person: Person, short: bool = False) -> str:
    return person.short_name if short else f"{person.enrolment.trainee_no}. {person.name}"

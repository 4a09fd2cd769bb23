"""A day, however people here write it: 5 Juli 2026, 5 Jul 2026, 05-07-2026, 5/7/2026, 2026-07-05.

Python's own `%B` knows only the months of the server's language, which is English on most servers.
"""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MONTHS = (
    ("januari", "january"),
    ("februari", "february", "pebruari"),
    ("maret", "march"),
    ("april",),
    ("mei", "may"),
    ("juni", "june"),
    ("juli", "july"),
    ("agustus", "august", "agt", "agst"),
    ("september",),
    ("oktober", "october"),
    ("november", "nopember"),
    ("desember", "december"),
)
IN_NUMBERS = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})")
YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
IN_WORDS = re.compile(r"(?:[a-z']+,\s*)?([0-9]{1,2})[\s-]*([a-z]{3,})\.?,?[\s-]*([0-9]{4})")


def parse_day(text: str) -> date:
    """The day that `text` names, the day before the month; a ValueError when it names none in the calendar.

    A year of two digits is no year: 05-07-08 may be three different days.
    """
    text = " ".join(text.lower().split())
    if found := IN_NUMBERS.fullmatch(text):
        return date(int(found[4]), int(found[3]), int(found[1]))
    if found := YEAR_FIRST.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := IN_WORDS.fullmatch(text):
        return date(int(found[3]), _month(found[2]), int(found[1]))
    raise ValueError("not a day")


def _month(word: str) -> int:
    """Whole names and what they are cut to, from three letters on: Agu, Sept, Des."""
    for number, names in enumerate(MONTHS, start=1):
        if any(name.startswith(word) for name in names):
            return number
    raise ValueError("not a month")


def read_days_in_forms() -> None:
    """Make every date field read what people write, in forms and in the admin, also those of other packages."""

    def to_python(self: forms.DateField, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            try:
                return parse_day(value)
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return by_django(self, value)

    by_django = forms.DateField.to_python
    forms.DateField.to_python = to_python  # type: ignore[method-assign]
    forms.DateField.default_error_messages = {
        "invalid": _("This is not a date in the calendar. Write it like 5 July 2026 or 05-07-2026.")
    }

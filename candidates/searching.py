"""Finding a person as officers ask for one: part of the name, the NIK, the end of the phone number, the number."""

import re
from typing import Any

from django.contrib import admin
from django.db.models import Q

MARKS = re.compile(r"[\s.\-()+]+")


def matching(typed: str, person: str = "", journey: str = "journeys__") -> Q:
    """The condition for what was typed. `person` and `journey` lead from the model to the fields."""
    typed = typed.strip()[:120].replace("\x00", "")
    digits = MARKS.sub("", typed)
    if digits.isascii() and digits.isdigit() and len(digits) >= 4:
        return _by_digits(digits, person)
    if re.match(r"(?i)^sj[\s-]?\d", typed):
        return Q(**{f"{journey}registration_no": re.sub(r"[\s]+", "-", typed.upper())})
    return Q(**{f"{person}name__icontains": typed})


def _by_digits(digits: str, person: str) -> Q:
    """A whole NIK, or the end of a phone number, with 0, 62 or nothing in front."""
    if len(digits) == 16:
        return Q(**{f"{person}nik": digits})
    ending = digits[2:] if digits.startswith("62") else digits.removeprefix("0") if len(digits) > 8 else digits
    return Q(**{f"{person}phone__endswith": ending})


class SearchMixin(admin.ModelAdmin):
    """For a ModelAdmin: the search box asks `matching`. Every word of the box belongs to one question."""

    search_person = ""
    search_journey = "journeys__"
    search_fields = ("pk",)  # only so that the box is drawn

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(matching(search_term, self.search_person, self.search_journey)), False

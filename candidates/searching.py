"""Finding a person as officers ask for one: part of the name, the NIK, the end of the phone number, the number."""

import re
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Right
from django.db.models.lookups import Exact

from core.paging import BoundedPaginator
from core.private_search import PrivateSearch

MARKS = re.compile(r"[\s.\-()+]+")


def matching(typed: str, person: str = "", journey: str = "journeys__") -> Q:
    """The condition for what was typed. `person` and `journey` lead from the model to the fields."""
    typed = typed.strip()[:120].replace("\x00", "")
    digits = MARKS.sub("", typed)
    if digits.isascii() and digits.isdigit() and len(digits) >= 4:
        return _by_digits(digits, person)
    if re.match(r"(?i)^sj[\s-]?\d", typed):
        return Q(**{f"{journey}registration_no": re.sub(r"[\s]+", "-", typed.upper())})
    return _by_name(typed, f"{person}name")


def _by_name(typed: str, name: str) -> Q:
    """Part of the name. One or two letters are how a word of it begins: inside of words they would find everybody,
    and no index knows them."""
    if len(typed) < 3:
        return Q(**{f"{name}__istartswith": typed}) | Q(**{f"{name}__icontains": f" {typed}"})
    return Q(**{f"{name}__icontains": typed})


def _by_digits(digits: str, person: str) -> Q:
    """A whole NIK, or the end of a phone number, with 0, 62 or nothing in front."""
    if len(digits) == 16:
        return Q(**{f"{person}nik": digits})
    whole = len(digits) > 8  # the last digits alone may well begin with 62 or 0
    ending = digits.removeprefix("62").removeprefix("0") if whole else digits
    # The last four digits have an index (`candidate_phone_ending`); it answers however many more are known.
    return Q(Exact(Right(f"{person}phone", Value(4)), Value(ending[-4:])), **{f"{person}phone__endswith": ending})


class SearchMixin(PrivateSearch):
    """For a ModelAdmin: the search box asks `matching`. Every word of the box belongs to one question."""

    search_person = ""
    search_journey = "journeys__"
    search_fields = ("pk",)  # only so that the box is drawn
    paginator = BoundedPaginator

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        if not search_term.strip():
            return queryset, False
        return queryset.filter(matching(search_term, self.search_person, self.search_journey)), False

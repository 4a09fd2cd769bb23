"""Finding a person as officers ask for one: part of the name, the NIK, the end of the phone number, the number.

Whoever nobody is called exactly like is looked for once more, as a name with one slip in it: see `similar`.
"""

import re
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, Value
from django.db.models.functions import Right
from django.db.models.lookups import Exact

from candidates.models import Candidate
from core.paging import BoundedPaginator
from core.private_search import PrivateSearch

MARKS = re.compile(r"[\s.\-()+]+")
NUMBER = re.compile(r"(?i)^sj[\s-]?\d")
SHORTEST = 5  # letters; in fewer of them one slip leaves nothing to know the name by
CLOSEST = 100  # people shown of those whose names are nearly what was typed


def matching(typed: str, person: str = "", journey: str = "journeys__") -> Q:
    """The condition for what was typed. `person` and `journey` lead from the model to the fields."""
    typed = typed.strip()[:120].replace("\x00", "")
    digits = MARKS.sub("", typed)
    if digits.isascii() and digits.isdigit() and len(digits) >= 4:
        return _by_digits(digits, person)
    if NUMBER.match(typed):
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


def similar(typed: str, person: str = "") -> Q | None:
    """The condition for a name with one slip: a letter that is wrong, missing, too many, or changed places with the
    next one. None where a slip means nothing: in numbers and in very short words.

    For the time after `matching` has found nobody; the closest names come first into the hundred that are kept.
    """
    letters = " ".join(typed.replace("\x00", "").upper().split())[:120]
    if len(letters) < SHORTEST or any(letter.isdigit() for letter in letters):
        return None
    changed_places = [letters[:at] + letters[at : at + 2][::-1] + letters[at + 2 :] for at in range(len(letters) - 1)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [f"{_closeness(letters):f}"])
        cursor.execute(
            _SIMILAR.format(
                table=Candidate._meta.db_table, changed_places=" OR upper(name) LIKE %s" * len(changed_places)
            ),
            [letters, *(f"%{_literal(each)}%" for each in changed_places), letters, CLOSEST],
        )
        return Q(**{f"{person}pk__in": [pk for (pk,) in cursor.fetchall()]})


def formerly(typed: str, person: str = "") -> Q | None:
    """The condition for people who were registered a second time as what was typed: that record was merged into
    theirs. None when there is nobody. For the time after `matching` has found nobody."""
    gone = Candidate.objects.filter(matching(typed), merged_into__isnull=False)
    found = list(gone.values_list("merged_into", flat=True)[:CLOSEST])
    return Q(**{f"{person}pk__in": found}) if found else None


# In the words of the index `candidate_name_letters`.
_SIMILAR = """
SELECT id FROM {table} WHERE upper(name) %%> %s{changed_places}
ORDER BY word_similarity(%s, upper(name)) DESC, id DESC LIMIT %s
"""


def _closeness(letters: str) -> float:
    """How alike two names are that differ by one letter. Of a name's groups of three letters the slip touches three,
    and puts three others in their place; letters that changed places touch more, and are asked for as they are."""
    groups = {
        padded[at : at + 3]
        for word in re.split(r"\W+", letters)
        if word
        for padded in [f"  {word} "]
        for at in range(len(padded) - 2)
    }
    return max(0.05, (len(groups) - 3) / (len(groups) + 3) - 0.01)


def _literal(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)


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

    def search_again(self, words: str) -> Q | None:
        return formerly(words, self.search_person) or similar(words, self.search_person)

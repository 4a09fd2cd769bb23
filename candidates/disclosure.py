"""Everything that is held about a person, to read and to take along (UU 27/2022 art. 6, 7 and 13).

Each app tells what its tables hold:

@held
def certificates(candidate):
    return table("certificates", _("Certificates"), candidate.certificates.all(), ["number", "tested_on"])
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format, localize, time_format
from django.utils.translation import gettext as _

from candidates.models import Candidate


@dataclass(frozen=True)
class Fact:
    """`key` and `value` for machines, `label` and `words` for people."""

    key: str
    label: object
    value: object
    words: str


@dataclass(frozen=True)
class Part:
    """One table: its rows, each a list of facts. `text` says what must be known to understand them."""

    key: str
    title: object
    rows: list[list[Fact]] = field(default_factory=list)
    text: object = ""


PartOf = Callable[[Candidate], Part]
_parts: list[PartOf] = []


def held(function: PartOf) -> PartOf:
    """Register what an app holds about a person."""
    if function not in _parts:
        _parts.append(function)
    return function


def everything(candidate: Candidate) -> list[Part]:
    """All parts that hold something, lower apps first; of a person who was registered twice from both records."""
    records = candidate.records
    found = []
    for function in _parts:
        part, *others = (function(record) for record in records)
        part.rows.extend(row for other in others for row in other.rows)
        found += [part] if part.rows else []
    return found


def as_data(candidate: Candidate) -> dict[str, Any]:
    """The same for a machine: part → rows → key → value. The encoder writes dates as ISO 8601."""
    parts = {part.key: [{fact.key: fact.value for fact in row} for row in part.rows] for part in everything(candidate)}
    head = {"about": "Portal Serang–Jepang", "example_data": settings.DEMO, "made_at": timezone.localtime()}
    return {**head, **parts}


def table(key: str, title: object, objects: Iterable[Model], fields: Sequence[str], text: object = "") -> Part:
    """The rows of a query, with these fields in that order; a dotted name follows a foreign key."""
    rows = [[fact for name in fields if (fact := _fact(each, name)) is not None] for each in objects]
    return Part(key, title, rows, text)


def fact(key: str, label: object, value: object, words: object = None) -> Fact:
    return Fact(key, label, value, in_words(value) if words is None else str(words))


def _fact(instance: Model, name: str) -> Fact | None:
    """One column; None where it is empty."""
    owner: Any = instance
    *path, last = name.split(".")
    for step in path:
        owner = getattr(owner, step)
    value = getattr(owner, last)
    if value in (None, ""):
        return None
    key = name.replace(".", "_")
    label = _label(owner, last)
    if isinstance(value, Model):
        return Fact(key, label, str(value), str(value))
    display = getattr(owner, f"get_{last}_display", None)
    return Fact(key, label, value, str(display()) if display else in_words(value))


def _label(owner: Any, name: str) -> object:
    try:
        return owner._meta.get_field(name).verbose_name
    except FieldDoesNotExist:
        return name


def in_words(value: object) -> str:
    """A value as people here write it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        moment = timezone.localtime(value)
        return _("%(day)s, %(time)s") % {"day": date_format(moment), "time": time_format(moment)}
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, time):
        return time_format(value)
    return str(localize(value)) if isinstance(value, Decimal) else str(value)

"""What waits at the LPK office, for its first page. Upper apps add what they know, as on the candidate's own page.

@register
def results(user, on):
    return [Waiting(label=_("Results to record"), count=3, url="…", action=_("Record"))]
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Waiting:
    """One row: what it is, how many, and the list behind the number."""

    label: object
    count: int
    url: str
    action: object
    note: object = ""


WaitingOf = Callable[["User", date], Iterable[Waiting]]
_sources: list[WaitingOf] = []


def register(function: WaitingOf) -> WaitingOf:
    if function not in _sources:
        _sources.append(function)
    return function


def waiting(user: "User", on: date) -> list[Waiting]:
    """Everything that waits for this person on that day; a row stays when its number is 0, so that it is found."""
    return [row for function in _sources for row in function(user, on)]

"""A refusal explains itself: what is missing, in sentences a person can act on."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django import forms


@dataclass(frozen=True)
class Gap:
    """One thing that stands in the way. `code` is stable, `message` is shown (may be lazy).

    `beside` names the field of a form that mends it: there the sentence stands, else above the form.
    """

    code: str
    message: object
    beside: str = ""

    def __str__(self) -> str:
        return str(self.message)


class Refused(Exception):
    """Raised by a verb that was not carried out. Nothing was changed.

    `gaps` is the whole list, in the order in which it should be read.
    """

    def __init__(self, gaps: Gap | Iterable[Gap]) -> None:
        self.gaps: list[Gap] = [gaps] if isinstance(gaps, Gap) else list(gaps)
        super().__init__("; ".join(gap.code for gap in self.gaps))

    @property
    def codes(self) -> list[str]:
        return [gap.code for gap in self.gaps]

    def sentences(self) -> list[str]:
        return [str(gap) for gap in self.gaps]


class SomebodyWasFirst(Refused):
    """Another person changed the same thing between this person's look and deed."""


def stands_beside(form: "forms.BaseForm", refusal: Refused) -> bool:
    """Write the refusal into the form that caused it, beside its fields; False when no sentence belongs to one.

    Then the page shows the sentences, and what was typed need not be kept.
    """
    if not any(gap.beside in form.fields for gap in refusal.gaps):
        return False
    for gap in refusal.gaps:
        form.add_error(gap.beside if gap.beside in form.fields else None, str(gap))
    return True

"""The code at the foot of a paper, by which anybody finds out at `/cek/` whether the paper is ours. F90, N11.

Whoever issues papers registers a finder. It answers with what the paper is, of what day, and what must be read on it;
never with a name or a number of a person.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

# Crockford's base 32: no I, L, O, U.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
CLUTTER = re.compile(r"[\s\-–—.]+")
# What people read for a digit; U stands for nothing in this alphabet.
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


@dataclass(frozen=True)
class Issued:
    """A paper of ours. `changed`: why it must not be relied on any more."""

    title: str
    says: tuple[str, ...]
    changed: str = ""


Finder = Callable[[str], Issued | None]
_finders: list[Finder] = []


def finder(function: Finder) -> Finder:
    """Register who knows the papers of one kind. It is asked with a code as `normalise` leaves it, `LENGTH` long."""
    if function not in _finders:
        _finders.append(function)
    return function


def find(typed: str) -> Issued | None:
    """The paper with this code, however it was typed; None when none of ours has it."""
    code = normalise(typed)
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        return None
    return next((found for each in _finders if (found := each(code)) is not None), None)


def normalise(typed: str) -> str:
    """What a person typed, as it is compared: capitals, no dashes or blanks, letters that look like digits read so."""
    return CLUTTER.sub("", typed[:60]).upper().translate(MISREAD)


def spelt(number: int, length: int = LENGTH) -> str:
    """The lowest bits of a number, five in each symbol, the lowest first."""
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(length))


def read(code: str) -> int:
    """The number that `spelt` so."""
    return sum(ALPHABET.index(symbol) << (5 * place) for place, symbol in enumerate(code))


def shown(code: str) -> str:
    """As it stands on the paper: two groups of four."""
    return f"{code[:4]}-{code[4:]}"


def address(code: str) -> str:
    """Where this code is checked, for a QR."""
    return f"{settings.PUBLIC_URL}/cek/?kode={code}"


def invitation(code: str) -> str:
    """The line on the paper for whoever doubts it."""
    place = settings.PUBLIC_URL.removeprefix("https://").removeprefix("http://")
    return _("Genuine? Check at %(place)s/cek/ with the code %(code)s") % {"place": place, "code": code}

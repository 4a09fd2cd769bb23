"""One person's name on two papers: the same, the same but written differently, or another name.

Indonesian names have no family name and no fixed form. A KTP says "M. Rizki", the diploma "Muhammad Rizky"; a passport
repeats a one-word name or puts a dash; titles come and go. `compare` knows these habits and says which one it saw.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class Verdict(models.TextChoices):
    SAME = "same", gettext_lazy("the same")
    OTHERWISE = "otherwise", gettext_lazy("the same, written differently")
    DIFFERENT = "different", gettext_lazy("different")


class Habit(models.TextChoices):
    """What makes two writings differ. The last three make another name of it."""

    SIGNS = "signs", gettext_lazy("dots, dashes or apostrophes")
    TITLE = "title", gettext_lazy("with and without a title")
    SHORT = "short", gettext_lazy("abbreviated")
    SPELLING = "spelling", gettext_lazy("spelled differently")
    SPACING = "spacing", gettext_lazy("one word or two")
    ORDER = "order", gettext_lazy("another order")
    SINGLE = "single", gettext_lazy("a one-word name, filled up to two")
    MISSING = "missing", gettext_lazy("a word is missing on one")
    LETTER = "letter", gettext_lazy("a letter differs")
    OTHER = "other", gettext_lazy("other words")


ANOTHER_NAME = frozenset({Habit.MISSING, Habit.LETTER, Habit.OTHER})


@dataclass(frozen=True)
class Reason:
    habit: Habit
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.habit.label}: {' / '.join(self.words)}" if self.words else str(self.habit.label)


@dataclass(frozen=True)
class Comparison:
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()

    @property
    def habits(self) -> set[Habit]:
        return {reason.habit for reason in self.reasons}

    def __str__(self) -> str:
        return "; ".join(str(reason) for reason in self.reasons)


def _all(words: str) -> frozenset[str]:
    return frozenset(words.split(" "))


TITLES = _all("H HJ HAJI HAJAH HAJJAH KH DR DRS DRA IR PROF UST USTADZ USTAD NS APT")
DEGREES = _all(
    "SPD SPDI SPDSD ST SE SEI SH SHI SKOM SKEP SFARM SSOS SAG SSI STRKEP STRKEB AMD AMDKEP AMDKEB AMDT AMK MPD MPDI MM "
    "MSI MKOM MH MT MA MBA BA BSC SP SPT SKM SPSI SIKOM SIP SHUM SGZ SSN LC NERS NS APT"
)
FILLERS = _all("FNU LNU XXX XX NN")  # what a form without a field for one-word names is filled with
MUHAMMAD = (
    "MUH MOH MOCH MUCH MHD MOHD MUHD MHMD MUHAMMAD MUHAMAD MOHAMMAD MOHAMAD MOCHAMMAD MOCHAMAD MUCHAMMAD MUCHAMAD "
    "MUKHAMMAD MUKHAMAD MOHAMED MOHAMMED MUHAMMED MUHAMED MUHAMMAT"
)
SHORT_FOR = {
    **dict.fromkeys(_all(MUHAMMAD), "MUHAMMAD"),
    **dict.fromkeys(_all("AHMAD ACHMAD AKHMAD AHMED AHMAT ACH AKH AHM"), "AHMAD"),
    **dict.fromkeys(_all("ABD ABDL ABDUL"), "ABDUL"),
    **dict.fromkeys(_all("TB TUBAGUS"), "TUBAGUS"),
    **dict.fromkeys(_all("STI SITI SITTI"), "SITI"),
}
ABBREVIATIONS = _all("MUH MOH MOCH MUCH MHD MOHD MUHD MHMD ACH AKH AHM ABD ABDL TB STI")
# One sound, several spellings: old and new, Arabic and Indonesian. In this order.
SOUNDS = [("OE", "U"), ("DJ", "J"), ("TJ", "C"), ("SJ", "S"), ("SY", "S"), ("KH", "H"), ("DH", "D"), ("TH", "T"),
          ("PH", "F"), ("V", "F"), ("Q", "K"), ("Y", "I"), ("AE", "AI")]  # fmt: skip


def compare(one: str, other: str) -> Comparison:
    """What stands on two papers. It does not matter which one is named first."""
    first, second = _read(one), _read(other)
    if first.raw == second.raw:
        return Comparison(Verdict.SAME)
    reasons = _habits(first, second)
    verdict = Verdict.DIFFERENT if ANOTHER_NAME & {reason.habit for reason in reasons} else Verdict.OTHERWISE
    return Comparison(verdict, tuple(reasons))


def resemble(one: str, other: str) -> bool:
    """Whether two people may be one, by their names: a word that is missing or a letter off is no proof of two."""
    found = compare(one, other)
    if found.verdict != Verdict.DIFFERENT:
        return True
    first, second = sorted((_read(one).telling(), _read(other).telling()), key=len)
    rest, met = list(second), 0
    for word in first:
        twin = next((each for each in rest if each == word or one_slip(each, word)), None)
        if twin is not None:
            rest.remove(twin)
            met += 1
    return bool(first) and met == len(first) and 2 * met >= len(second)


def compare_days(one: date, other: date) -> Comparison:
    """Two birth dates of one person, as written on two papers."""
    if one == other:
        return Comparison(Verdict.SAME)
    days = tuple(sorted({date_format(one), date_format(other)}))
    return Comparison(Verdict.DIFFERENT, (Reason(Habit.ORDER if swapped(one, other) else Habit.OTHER, days),))


def swapped(one: date, other: date) -> bool:
    """Whether day and month have changed places."""
    return one.year == other.year and one != other and (one.day, one.month) == (other.month, other.day)


def one_slip(one: str, other: str) -> bool:
    """One sign too many, too few or wrong, or two neighbours swapped. Short words differ too easily to say."""
    short, long = sorted((one, other), key=len)
    if len(short) < 3 or len(long) - len(short) > 1 or one == other:
        return False
    start = next((at for at, sign in enumerate(short) if sign != long[at]), len(short))
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return True
    return short[start : start + 2] == long[start : start + 2][::-1] and short[start + 2 :] == long[start + 2 :]


def sound(word: str) -> str:
    """How a word sounds, so that its spellings agree: no doubled letters, no mute H at the end."""
    for written, heard in SOUNDS:
        word = word.replace(written, heard)
    word = re.sub(r"(.)\1+", r"\1", word)
    return re.sub(r"(?<=[AEIOU])H$", "", word)


@dataclass
class _Name:
    raw: str
    plain: list[str]  # words without signs
    words: list[str]  # without titles either
    titles: list[str]
    keys: list[str] = field(default_factory=list)  # how each word sounds, written out

    @classmethod
    def read(cls, text: str) -> "_Name":
        text = unicodedata.normalize("NFKD", text).upper()
        raw = " ".join("".join(sign for sign in text if not unicodedata.combining(sign)).split())
        plain = re.sub(r"[^\w\s]|_", " ", re.sub(r"['’‘`´]", "", raw)).split()
        words, titles = _without_titles(plain)
        return cls(raw, plain, words, titles, [_key(word) for word in words])

    def telling(self) -> list[str]:
        """The words that tell people apart: hardly anybody is told apart by Muhammad or by an initial."""
        return [key for key in self.keys if len(key) > 1 and key != _key("MUHAMMAD")] or self.keys


@lru_cache(maxsize=64)  # one name is compared with a thousand others, each of them asked several times
def _read(text: str) -> _Name:
    return _Name.read(text)


@lru_cache(maxsize=4096)
def _key(word: str) -> str:
    return sound(SHORT_FOR.get(word, word))


def _without_titles(plain: list[str]) -> tuple[list[str], list[str]]:
    words, titles = list(plain), []
    while len(words) > 1 and words[0] in TITLES:
        titles.append(words.pop(0))
    for size in (3, 2, 1) * 3:
        tail = words[-size:]
        # "Siti S. E." ends in a degree, "E. S." alone would be a name
        if len(words) > size and "".join(tail) in DEGREES:
            titles.append("".join(tail))
            words = words[:-size]
    return words, titles


def _habits(one: _Name, other: _Name) -> list[Reason]:
    """Everything in which the two writings differ, in the order in which an officer would say it."""
    reasons = []
    if one.plain == other.plain or "".join(one.plain) == "".join(other.plain) == "":
        return [Reason(Habit.SIGNS) if one.plain == other.plain and one.plain else Reason(Habit.OTHER)]
    if sorted(one.titles) != sorted(other.titles):
        reasons.append(_reason(Habit.TITLE, set(one.titles) ^ set(other.titles)))
    left, right, found = _filled_up(one, other)
    reasons += found
    left, right, found = _initials(left, right)
    reasons += found
    keys = Counter(_key(word) for word in left), Counter(_key(word) for word in right)
    if keys[0] == keys[1]:
        reasons += _same_words(left, right)
    elif _joined(left) == _joined(right):
        reasons.append(Reason(Habit.SPACING, tuple(sorted((" ".join(left), " ".join(right))))))
    else:
        reasons += _other_words(left, right)
    return reasons or [Reason(Habit.SIGNS)]


def _reason(habit: Habit, words: set[str]) -> Reason:
    return Reason(habit, tuple(sorted(words)))


def _joined(words: list[str]) -> str:
    return sound("".join(SHORT_FOR.get(word, word) for word in words))


def _filled_up(one: _Name, other: _Name) -> tuple[list[str], list[str], list[Reason]]:
    """A one-word name that was repeated, or filled up with a sign for "no family name"."""
    left, right = _single(one.words), _single(other.words)
    if (len(left) == 1) == (len(right) == 1) and (len(one.words) == 1) == (len(other.words) == 1):
        return one.words, other.words, []
    if len(left) != 1 or len(right) != 1:
        return one.words, other.words, []
    return left, right, [Reason(Habit.SINGLE)]


def _single(words: list[str]) -> list[str]:
    bare = [word for word in words if word not in FILLERS] or words
    return bare[:1] if len({_key(word) for word in bare}) == 1 else bare


def _initials(one: list[str], other: list[str]) -> tuple[list[str], list[str], list[Reason]]:
    """Take out each initial together with the word it may stand for."""
    left, right, met = list(one), list(other), []
    for letter in [word for word in one if len(word) == 1]:
        if letter in right:  # the same initial on both: no abbreviation
            left.remove(letter)
            right.remove(letter)
    for short, long in ((left, right), (right, left)):
        for letter in [word for word in short if len(word) == 1]:
            whole = next((word for word in long if len(word) > 1 and word[0] == letter), None)
            if whole is not None:
                short.remove(letter)
                long.remove(whole)
                met.append(_reason(Habit.SHORT, {letter, whole}))
    return left, right, sorted(met, key=lambda reason: reason.words)


def _same_words(one: list[str], other: list[str]) -> list[Reason]:
    reasons = []
    twins: dict[str, list[str]] = {}
    for word in sorted(other):
        twins.setdefault(_key(word), []).append(word)
    for word in sorted(one):
        twin = twins[_key(word)].pop(0)
        if word != twin:
            reasons.append(_reason(Habit.SHORT if {word, twin} & ABBREVIATIONS else Habit.SPELLING, {word, twin}))
    if [_key(word) for word in one] != [_key(word) for word in other]:
        reasons.append(Reason(Habit.ORDER))
    return sorted(reasons, key=lambda reason: (list(Habit).index(reason.habit), reason.words))


def _other_words(one: list[str], other: list[str]) -> list[Reason]:
    only_one = _only_in(one, other)
    only_other = _only_in(other, one)
    if not only_one or not only_other:
        return [_reason(Habit.MISSING, set(only_one or only_other))]
    if len(only_one) == len(only_other) == 1 and one_slip(only_one[0], only_other[0]):
        return [_reason(Habit.LETTER, {only_one[0], only_other[0]})]
    return [Reason(Habit.OTHER, tuple(sorted((" ".join(only_one), " ".join(only_other)))))]


def _only_in(words: list[str], others: list[str]) -> list[str]:
    left = Counter(_key(word) for word in others)
    only = []
    for word in words:
        if left[_key(word)]:
            left[_key(word)] -= 1
        else:
            only.append(word)
    return only


def differences(name: Comparison, day: Comparison | None) -> str:
    """Both comparisons in one sentence, for a list; empty when nothing differs."""
    parts = [] if name.verdict == Verdict.SAME else [_("name %(verdict)s (%(why)s)") % _words(name)]
    if day is not None and day.verdict != Verdict.SAME:
        parts.append(_("birth date %(verdict)s (%(why)s)") % _words(day))
    return "; ".join(parts)


def _words(comparison: Comparison) -> dict[str, str]:
    return {"verdict": str(comparison.verdict.label), "why": str(comparison)}

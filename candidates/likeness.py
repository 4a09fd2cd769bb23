"""Finding a person who is on file already under another NIK, or written differently.

`alike` looks at few people: those of a NIK one slip away, of the same phone, of the same or nearly the same birth date;
each of the three has an index. What is alike is said in words, and whether it is one person an officer decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Protocol

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Resemblance
from candidates.names import Verdict, compare, resemble, swapped
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

OWN = Gap("own_record", _("One of these records is your own: a colleague decides."))
AT_ONCE = 500  # people compared by one run of the clock


class Sign(models.TextChoices):
    NIK_DIGIT = "nik_digit", _("NIK differs in one digit")
    NIK_SWAPPED = "nik_swapped", _("NIK has two digits swapped")
    NAME = "name", _("same name")  # perhaps written differently
    NAME_NEAR = "name_near", _("similar name")
    BIRTH = "birth", _("same birth date")
    BIRTH_SWAPPED = "swapped", _("day and month of birth swapped")
    BIRTH_NEAR = "near", _("birth date nearly the same")
    PHONE = "phone", _("same phone number, which families share too")


NIK = {Sign.NIK_DIGIT, Sign.NIK_SWAPPED}
BIRTH = {Sign.BIRTH, Sign.BIRTH_SWAPPED, Sign.BIRTH_NEAR}


class Person(Protocol):
    """What is compared: a record, or what a form has just learned."""

    @property
    def nik(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def birth_date(self) -> date: ...
    @property
    def phone(self) -> str: ...


@dataclass(frozen=True)
class Match:
    candidate: Candidate
    signs: list[Sign]

    @property
    def reasons(self) -> str:
        return ", ".join(str(sign.label) for sign in self.signs)

    @property
    def is_likely(self) -> bool:
        """One person rather than two of a family: a phone alone says little, twins have nearly the same NIK."""
        signs = set(self.signs)
        if Sign.NAME in signs:
            return bool(signs & (NIK | BIRTH | {Sign.PHONE}))
        if Sign.NAME_NEAR in signs:
            return bool(signs & (NIK | {Sign.BIRTH, Sign.BIRTH_SWAPPED, Sign.PHONE}))
        return Sign.PHONE in signs and bool(signs & (NIK | {Sign.BIRTH}))


def near(person: Person) -> models.QuerySet[Candidate]:
    """The few people among whom a twin can be."""
    slips = near_niks(person.nik)
    alike = Q(nik__in=slips) | Q(phone=person.phone) | Q(birth_date__in=near_days(person.birth_date))
    return Candidate.objects.living().filter(alike).exclude(nik=person.nik)


def alike(person: Person) -> list[Match]:
    """Who may be this person, the likeliest first; at the end those who only have the same phone."""
    columns = ("pk", "nik", "name", "birth_date", "phone", "kelurahan__name", "address_outside")
    rows = near(person).select_related("kelurahan").only(*columns)
    matches = [Match(each, signs(person, each)) for each in rows]
    told = [match for match in matches if match.is_likely or Sign.PHONE in match.signs]
    return sorted(told, key=lambda match: (not match.is_likely, -len(match.signs), match.candidate.pk))


def signs(one: Person, other: Person) -> list[Sign]:
    """What is alike in two people, in the order in which it is said."""
    found = [nik_slip(one.nik, other.nik)]
    found += [_name(one.name, other.name)]
    found += [birth(one.birth_date, other.birth_date)]
    found += [Sign.PHONE] if one.phone == other.phone else []
    return [sign for sign in found if sign is not None]


def _name(one: str, other: str) -> Sign | None:
    if compare(one, other).verdict != Verdict.DIFFERENT:
        return Sign.NAME
    return Sign.NAME_NEAR if resemble(one, other) else None


def near_niks(nik: str) -> list[str]:
    """Every number that one slip of a finger makes of this one: 144 wrong digits and up to 15 swaps."""
    wrong = {nik[:at] + digit + nik[at + 1 :] for at in range(len(nik)) for digit in "0123456789"}
    swaps = {nik[:at] + nik[at + 1] + nik[at] + nik[at + 2 :] for at in range(len(nik) - 1)}
    return sorted((wrong | swaps) - {nik})


def nik_slip(one: str, other: str) -> Sign | None:
    wrong = [at for at, digit in enumerate(one) if len(one) == len(other) and digit != other[at]]
    if len(wrong) == 1:
        return Sign.NIK_DIGIT
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and one[wrong[0]] == other[wrong[1]]:
        return Sign.NIK_SWAPPED if one[wrong[1]] == other[wrong[0]] else None
    return None


def near_days(day: date) -> list[date]:
    """The day itself and what is easily written for it: day and month swapped, one day or one year off."""
    days = {day, day - timedelta(days=1), day + timedelta(days=1)}
    for change in ({"day": day.month, "month": day.day}, {"year": day.year - 1}, {"year": day.year + 1}):
        try:
            days.add(day.replace(**change))
        except ValueError:
            continue  # no 25th month, no 29 February
    return sorted(days)


def birth(one: date, other: date) -> Sign | None:
    if one == other:
        return Sign.BIRTH
    if swapped(one, other):
        return Sign.BIRTH_SWAPPED
    return Sign.BIRTH_NEAR if other in near_days(one) or one in near_days(other) else None


# Pairs on file, and what is decided about them.


def compare_new(limit: int = AT_ONCE) -> int:
    """Compare those who came or changed since the last look with everybody; how many were looked at."""
    people = list(Candidate.objects.living().filter(compared_at=None).order_by("pk")[:limit])
    for person in people:
        keep(person, [match for match in alike(person) if match.is_likely])
        same = {"nik": person.nik, "name": person.name, "birth_date": person.birth_date, "phone": person.phone}
        # Only if nobody corrected the record while it was compared: then the next look takes it again.
        Candidate.objects.filter(pk=person.pk, **same).update(compared_at=timezone.now())
    return len(people)


def keep(person: Candidate, matches: Iterable[Match]) -> None:
    """Put the pairs into the queue; a pair that was ever decided on stays decided."""
    pairs = [(*sorted((person, match.candidate), key=lambda each: each.pk), match.signs) for match in matches]
    rows = [Resemblance(one=one, other=other, signs=[sign.value for sign in found]) for one, other, found in pairs]
    Resemblance.objects.bulk_create(rows, ignore_conflicts=True)


def tell_apart(person: Candidate, matches: Iterable[Match], *, word: str, by: "User") -> None:
    """At the counter: the officer saw the likely twins, and says how they know that this is somebody else."""
    with transaction.atomic():
        matches = [match for match in matches if match.is_likely and match.candidate.pk != person.pk]
        keep(person, matches)
        others = [match.candidate.pk for match in matches]
        pairs = Resemblance.objects.undecided().filter(
            Q(one=person, other__in=others) | Q(other=person, one__in=others)
        )
        pairs.update(decided_at=timezone.now(), decided_by=by, word=word)


def two_people(pair: Resemblance, *, word: str, by: "User") -> Resemblance:
    """These are two people; the pair does not come back."""
    with transaction.atomic():
        return _decide(_undecided(pair, by), word, by)


def ask_again(pair: Resemblance, *, by: "User") -> Resemblance:
    """Back into the queue: somebody doubts what was decided. The earlier word stays in the history of the pair."""
    with transaction.atomic():
        locked = _locked(pair, by)
        if locked.decided_at is None:
            raise SomebodyWasFirst(Gap("undecided", _("This question is open already.")))
        if locked.is_one:
            raise Refused(Gap("merged", _("These records were joined into one. Take that back instead.")))
        locked.decided_at, locked.decided_by, locked.word = None, None, ""
        locked.save(update_fields=["decided_at", "decided_by", "word"])
    return locked


def _undecided(pair: Resemblance, by: "User") -> Resemblance:
    locked = _locked(pair, by)
    if locked.decided_at is not None:
        raise SomebodyWasFirst(Gap("decided", _("A colleague has already decided about these two.")))
    return locked


def _locked(pair: Resemblance, by: "User") -> Resemblance:
    locked = Resemblance.objects.select_for_update().get(pk=pair.pk)
    if Candidate.objects.filter(user=by, pk__in=(locked.one_id, locked.other_id)).exists():
        raise Refused(OWN)
    return locked


def _decide(locked: Resemblance, word: str, by: "User") -> Resemblance:
    if not word.strip():
        raise Refused(Gap("no_word", _("Write how you know.")))
    locked.decided_at, locked.decided_by, locked.word = timezone.now(), by, word.strip()
    locked.save(update_fields=["decided_at", "decided_by", "word"])
    return locked

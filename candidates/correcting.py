"""Correcting what is on file about a person, after they asked and an officer compared it with the KTP."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from candidates import nik as niks
from candidates import validators
from candidates.enums import Correctable, Sex
from candidates.models import Candidate
from core.dates import parse_day
from core.phones import check_mobile

# Nobody can type these in one line: the officer changes them in the record.
BY_HAND = frozenset({Correctable.RESIDENCE, Correctable.OTHER})


def read(field: str, typed: str) -> object:
    """What was typed as a value of that field; a ValidationError with a sentence when it cannot be one."""
    typed = " ".join(validators.check_plain(typed).split())
    if not typed:
        raise ValidationError(_("Write what it should be."))
    return READERS[Correctable(field)](typed)


def correct(candidate: Candidate, field: str, typed: str) -> None:
    """Write the value, unless an officer does that by hand. A birth date or sex that the NIK contradicts is marked."""
    if field in BY_HAND:
        return
    setattr(candidate, field, read(field, typed))
    candidate.nik_differs = nik_differs(candidate)
    candidate.compared_at = None  # under this value they may be somebody who is on file
    candidate.save(update_fields=[field, "nik_differs", "compared_at"])
    if field == Correctable.NAME:
        rename_login(candidate)


def rename_login(candidate: Candidate) -> None:
    """The login of a candidate has no name of its own."""
    if candidate.user is not None and candidate.user.number:
        candidate.user.name = candidate.name
        candidate.user.save(update_fields=["name"])


def nik_differs(candidate: Candidate) -> bool:
    """Whether the NIK says another birth date or sex."""
    try:
        says = niks.parse(candidate.nik)
    except niks.NikError:
        return candidate.nik_differs
    return (says.birth_date, says.sex) != (candidate.birth_date, candidate.sex)


def _name(typed: str) -> str:
    if len(typed) > 120:
        raise ValidationError(_("This is too long. Up to %(limit_value)d characters fit.") % {"limit_value": 120})
    return validators.check_name(typed)


def _birth_date(typed: str) -> date:
    try:
        born = parse_day(typed)
    except ValueError:
        words = _("This is not a date in the calendar. Write it like 5 July 2026 or 05-07-2026.")
        raise ValidationError(words) from None
    return validators.check_birth_date(born, on=timezone.localdate())


def _sex(typed: str) -> str:
    for value, label in Sex.choices:
        if typed.casefold() in {value.casefold(), str(label).casefold()}:
            return value
    raise ValidationError(_("Write “%(female)s” or “%(male)s”.") % {"female": Sex.FEMALE.label, "male": Sex.MALE.label})


READERS = {
    Correctable.NAME: _name,
    Correctable.BIRTH_DATE: _birth_date,
    Correctable.SEX: _sex,
    Correctable.PHONE: check_mobile,
    Correctable.RESIDENCE: str,
    Correctable.OTHER: str,
}

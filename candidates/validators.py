"""What can be said about typed text before it becomes a record; sentences stand beside the field."""

import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates import nik as niks
from candidates.nik import Nik, NikError
from candidates.offer import Offer

IN_A_NAME = set(" .,'’‘`-/")
YOUNGEST = 17  # the age of the first KTP
OLDEST = 100  # older is a slip of the finger
ADULT = 18


def check_name(name: str) -> str:
    """The name exactly as typed, when a KTP can show it: Latin letters, blanks and a few marks."""
    strange = [sign for sign in name if not (_is_latin(sign) or sign in IN_A_NAME)]
    if strange or not any(_is_latin(sign) for sign in name):
        raise ValidationError(_("Write the name with letters only, exactly as on the KTP."), code="name_signs")
    return name


def _is_latin(sign: str) -> bool:
    if unicodedata.combining(sign):
        return True
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN")


def check_plain(text: str) -> str:
    """Free text of one line: no control signs, no signs that turn the writing direction."""
    if any(unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Cn"} for sign in text):
        raise ValidationError(_("Write this with ordinary letters and digits."), code="text_signs")
    return text


def read_nik(typed: str, offer: Offer, *, on: date) -> Nik:
    """The NIK as typed. An unknown regency is allowed (codes vanish), an unknown province is not."""
    try:
        nik = niks.parse(typed, on=on)
    except NikError as error:
        raise ValidationError(_nik_sentence(error), code=error.code) from None
    if nik.province not in offer.provinces:
        raise ValidationError(
            _("There is no province with the first two digits %(digits)s. Compare with the KTP or KK.")
            % {"digits": nik.province},
            code="nik_region",
        )
    return nik


def _nik_sentence(error: NikError) -> str:
    if error.code == "nik_length" and error.digits < 16:
        return _("A NIK has 16 digits, so far there are %(digits)d. Compare with the KTP or KK.") % {
            "digits": error.digits
        }
    if error.code == "nik_length":
        return _("A NIK has 16 digits, these are %(digits)d. Compare with the KTP or KK.") % {"digits": error.digits}
    if error.code == "nik_format":
        return _("A NIK has digits only, 16 of them. Compare with the KTP or KK.")
    return _("This NIK cannot exist: a digit is wrong. Compare with the KTP or KK.")


def birth_date_differs(nik: Nik, birth_date: date) -> str:
    """The sentence when the NIK names another birth date; empty when they agree."""
    if nik.birth_date == birth_date:
        return ""
    return _(
        "According to the NIK the birth date is %(nik)s, filled in is %(typed)s. Check both. If the KTP really says "
        "so, tick “As on the KTP”; an officer compares it later."
    ) % {"nik": date_format(nik.birth_date), "typed": date_format(birth_date)}


def sex_differs(nik: Nik, sex: str) -> str:
    """The sentence when the NIK names the other sex; empty when they agree."""
    if nik.sex == sex:
        return ""
    sentence = (
        _("According to the NIK this is a woman, filled in is a man.")
        if nik.sex == "P"
        else _("According to the NIK this is a man, filled in is a woman.")
    )
    return (
        sentence + " " + _("Check both. If the KTP really says so, tick “As on the KTP”; an officer compares it later.")
    )


def whole_years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def is_minor(born: date, on: date) -> bool:
    """Under 18: a parent or guardian has to agree, and nobody departs yet."""
    return whole_years(born, on) < ADULT


def last_birthday_of_age(on: date) -> date:
    """Whoever was born on that day or before is no minor on the other."""
    year = on.year - ADULT
    return date(year, 2, 28) if (on.month, on.day) == (2, 29) else on.replace(year=year)  # 18 years are no 4


def check_birth_date(born: date, *, on: date) -> date:
    """A date a registrant can have been born on."""
    if born > on:
        raise ValidationError(_("This day has not come yet. Check the year."), code="birth_future")
    age = whole_years(born, on)
    if age >= OLDEST:
        raise ValidationError(_("This would be an age of %(age)d. Check the year.") % {"age": age}, code="birth_past")
    if age < YOUNGEST:
        raise ValidationError(
            ngettext(
                "The age is now %(age)d year. Registration starts at 17.",
                "The age is now %(age)d years. Registration starts at 17.",
                age,
            )
            % {"age": age},
            code="too_young",
        )
    return born

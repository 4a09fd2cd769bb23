"""Phones: any way Indonesians write a mobile number → E.164.

Source: domain reference 7.1 (national 08 + 8–11 digits; Excel loses the zero).
"""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

SEPARATORS = re.compile(r"[\s.\-()/'’‘\u00a0]+")

MOBILE = re.compile(r"(?:\+?62|0)?(8[0-9]{8,11})")  # nearly every number: no need to ask the library


class PhoneError(ValueError):
    """Not a number that can receive a message. `code`: phone_invalid or phone_not_mobile."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    @property
    def message(self) -> object:
        if self.code == "phone_not_mobile":
            return _("This looks like a landline. We need a mobile number. Example: 0812-3456-7890.")
        return _("The phone number is not right yet. Example: 0812-3456-7890.")


def parse_mobile(text: str) -> str:
    """The number as E.164 (`+628…`). Raises `PhoneError`."""
    digits = SEPARATORS.sub("", text.strip())
    if mobile := MOBILE.fullmatch(digits):
        return f"+62{mobile[1]}"
    try:
        number = phonenumbers.parse(_dialled(digits), "ID")
    except phonenumbers.NumberParseException:
        raise PhoneError("phone_invalid") from None
    if number.country_code == 62 and str(number.national_number).startswith("8"):
        # The library's ranges lag behind new Indonesian prefixes: the length decides.
        valid = 9 <= len(str(number.national_number)) <= 12
    else:
        if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE:
            raise PhoneError("phone_not_mobile")
        valid = phonenumbers.is_valid_number(number)
    if not valid:
        raise PhoneError("phone_invalid")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_mobile(text: str) -> str:
    """The same for a form: what is wrong becomes the sentence beside the field."""
    try:
        return parse_mobile(text)
    except PhoneError as error:
        raise ValidationError(str(error.message), code=error.code) from None


def _dialled(digits: str) -> str:
    """Digits as dialled, with the zero or the plus that the writer left out."""
    if digits.startswith("00"):
        digits = "+" + digits[2:]
    elif digits.startswith("62"):
        digits = "+" + digits
    elif digits.startswith("8"):
        digits = "0" + digits
    if not re.fullmatch(r"\+?[0-9]{7,15}", digits):
        raise PhoneError("phone_invalid")
    return digits


def local(e164: str) -> str:
    """As people here write it: 0812-3456-7890. Foreign numbers keep their country code."""
    if not e164.startswith("+62"):
        return e164
    digits = "0" + e164[3:]
    return "-".join(part for part in (digits[:4], digits[4:8], digits[8:]) if part)


def mask(e164: str) -> str:
    """For lists: first four and last four digits, the rest hidden."""
    shown = local(e164)
    return f"{shown[:4]}-****-{shown[-4:]}" if len(shown) > 8 else "****"

"""The check code of a receipt: the registration number itself, enciphered, so that it is stored nowhere.

The number is counted up and easily guessed; its code is not. Four rounds of a Feistel cipher (Luby and Rackoff) over
40 bits turn one into the other and back, for the holder of the server's key alone.
"""

import hmac
import re
from hashlib import sha256

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates.models import Journey
from core import check_codes
from core.check_codes import Issued

NUMBER = re.compile(r"SJ-([0-9]{4})-([0-9]{4,8})")
HALF = 20  # bits
MASK = (1 << HALF) - 1
SERIAL = 28  # bits, and 12 for the year
ROUNDS = range(4)


def code_of(registration_no: str) -> str:
    """The code of this number as it is printed; nothing for a number that is not of our kind."""
    match = NUMBER.fullmatch(registration_no)
    if match is None:
        return ""
    year, serial = int(match[1]), int(match[2])
    left, right = divmod((year << SERIAL) + serial, 1 << HALF)
    for number in ROUNDS:
        left, right = right, left ^ _mixed(number, right)
    return check_codes.shown(check_codes.spelt((left << HALF) + right))


def number_of(code: str) -> str:
    """The registration number behind a code. Any eight symbols give one; whether it exists the database knows."""
    left, right = divmod(check_codes.read(code), 1 << HALF)
    for number in reversed(ROUNDS):
        left, right = right ^ _mixed(number, left), left
    year, serial = divmod((left << HALF) + right, 1 << SERIAL)
    return f"SJ-{year}-{serial:04d}"


@check_codes.finder
def receipt(code: str) -> Issued | None:
    """A receipt of a registration: of which programme, and of what day."""
    found = Journey.objects.filter(registration_no=number_of(code)).select_related("programme").first()
    if found is None:
        return None
    registered = _("Registered: %(day)s") % {"day": date_format(found.registered_on)}
    return Issued(_("Receipt of a registration"), (str(found.programme), registered))


def _mixed(number: int, half: int) -> int:
    message = b"receipt:" + bytes([number]) + half.to_bytes(3, "big")
    return int.from_bytes(hmac.digest(settings.ACCESS_CODE_KEY.encode(), message, sha256)[:4], "big") & MASK

"""The access code: ten characters that open one's own page together with the registration number.

50 random bits, written in Crockford's base 32 (no I, L, O, U). The code is
derived from the key of the form, so that pressing "send" twice shows the same
code twice, and the portal keeps only a keyed hash of it.
"""

import hmac
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from candidates.models import AccessLog, Candidate
from candidates.telling import key_of, tell
from core.check_codes import normalise, spelt
from notifications.queueing import queue_message

if TYPE_CHECKING:
    from accounts.models import User

LENGTH = 10


def derive(submission_key: UUID) -> str:
    """The code of this form, as it is shown: XXXXX-XXXXX. Only a holder of the server's key can work it out."""
    number = int.from_bytes(_keyed(b"code:" + submission_key.bytes)[:7], "big")
    code = spelt(number, LENGTH)
    return f"{code[:5]}-{code[5:]}"


def hashed(code: str) -> str:
    """What is stored of a code."""
    return _keyed(b"hash:" + normalise(code).encode()).hex()


def matches(typed: str, stored: str) -> bool:
    """Whether the typed code is the stored one, in constant time."""
    return hmac.compare_digest(hashed(typed), stored)


def renew(candidate: Candidate, *, key: UUID, by: "User", on: date | None = None) -> str:
    """Make a new code for somebody whose identity `by` has checked. The old code opens nothing from now on.

    The person is told that it happened, without the code. The same `key` again (the button pressed twice) gives the
    same code and tells nobody a second time.
    """
    on = on or timezone.localdate()
    code = derive(key)
    with transaction.atomic():
        entry = _replace(candidate, code, by)
        if entry is not None:
            tell(candidate, "new_access_code", on, about=f"access:{entry.pk}", made_on=on)
    return code


def send_new(candidate: Candidate) -> None:
    """A new code by message to the phone on file, for somebody who lost theirs and asked for it.

    Only who holds that phone reads it, so nobody has to be asked who they are.
    """
    code = derive(uuid4())
    with transaction.atomic():
        _replace(candidate, code, None)
        queue_message(
            template="access_code_by_message",
            person_key=key_of(candidate),
            name=candidate.call_name,
            address=candidate.phone,
            context={"code": code},
            due_on=None,
            urgent=True,
        )


def _replace(candidate: Candidate, code: str, by: "User | None") -> AccessLog | None:
    """The row that says so; None when this is the person's code already."""
    locked = Candidate.objects.select_for_update().get(pk=candidate.pk)
    if locked.access_code == hashed(code):
        return None
    locked.access_code = hashed(code)
    locked.save(update_fields=["access_code"])
    forget_merged(locked)
    return AccessLog.objects.create(candidate=locked, by=by, what=AccessLog.NEW_CODE)


def forget_merged(candidate: Candidate) -> None:
    """The codes of records that were merged into this one end with its own."""
    candidate.merged.exclude(access_code="").update(access_code="")


def _keyed(message: bytes) -> bytes:
    return hmac.new(settings.ACCESS_CODE_KEY.encode(), message, sha256).digest()

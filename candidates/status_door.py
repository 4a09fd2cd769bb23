"""The door to one's own page without an account: registration number and access code.

The session remembers who came in and forgets after half an hour without a
click: many phones here are borrowed.
"""

import time

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from accounts.idle import IDLE, REFRESH
from candidates import access
from candidates.models import Candidate, Journey
from candidates.own_page import latest_journey
from core.rate_limit import Attempt, Limit

KEY = "status_door"
WRONG, EVERY = "status_wrong", "status_address"  # what is counted: pairs that were wrong, and all that are sent
HOUR = 3600
# One sentence for both mistakes: which half was wrong is nobody's business.
WRONG_PAIR = _("This number and this code do not belong together. Compare both with the receipt.")
NO_CODE = "0" * 64


def read_number(typed: str) -> str:
    """A registration number as it is stored, whatever blanks and dashes were typed."""
    digits = "".join(sign for sign in typed.upper()[:40] if sign in "0123456789")
    return f"SJ-{digits[:4]}-{digits[4:]}"


def try_code(number: str, address: str) -> Attempt:
    """Count this try as a wrong one; `take_back(WRONG)` when it was right.

    The numbers are public: whoever types one with wrong codes keeps out nobody but their own address. Of one number a
    thousand may be wrong in an hour, from everywhere together: of a code with 50 bits that is nothing. An address may
    be a whole village's.
    """
    return Attempt(
        Limit(EVERY, address, 200, HOUR),
        Limit(WRONG, f"{number} from {address}", 10, HOUR),
        Limit(WRONG, number, 1000, HOUR),
    )


def open_with(session: SessionBase, number: str, code: str) -> bool:
    """Remember the person whose number and code these are; False when they do not belong together."""
    codes = ArraySubquery(Candidate.objects.filter(merged_into=OuterRef("pk")).values("access_code"))
    candidate = Candidate.objects.filter(journeys__registration_no=number).annotate(other_codes=codes).first()
    # Compared also when nobody has this number, so that the answer takes as long.
    valid = [candidate.access_code, *candidate.other_codes] if candidate else [NO_CODE]
    # Whoever was registered twice has two receipts, and holds one of the two codes.
    if not any([access.matches(code, each) for each in valid]) or candidate is None:
        return False
    open_for(session, candidate)
    return True


def open_for(session: SessionBase, candidate: Candidate) -> None:
    """The same without typing them, for the phone that has just registered and still shows both."""
    session.cycle_key()
    session[KEY] = {"candidate": candidate.pk, "seen": int(time.time()), "code": _mark(candidate)}


def journey_behind(session: SessionBase) -> Journey | None:
    """The newest journey of the person who came in here, None when nobody did or too long ago."""
    entry = session.get(KEY)
    if not entry:
        return None
    now = int(time.time())
    if now - entry["seen"] > IDLE:
        close(session)
        return None
    if now - entry["seen"] > REFRESH:
        session[KEY] = entry | {"seen": now}
    journey = latest_journey(Journey.objects.filter(candidate=entry["candidate"]))
    if journey is not None and entry.get("code") != _mark(journey.candidate):
        close(session)  # a new code was made since: who came in with the old one goes out
        return None
    return journey


def _mark(candidate: Candidate) -> str:
    """Which code it was, without being of use to anybody who reads the session."""
    return candidate.access_code[:12]


def close(session: SessionBase) -> None:
    session.pop(KEY, None)

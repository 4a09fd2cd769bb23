"""A password of one's own, so that the page opens with phone (or registration number), password and a code by message.

Who chooses it has just come in with number and code, or was logged in: whoever forgets it does the same again.
"""

import re
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Role, is_staff_role
from candidates import consenting
from candidates.enums import Purpose
from candidates.models import AccessLog, Candidate
from candidates.own_page import latest_journey
from candidates.telling import agreed, tell
from core.refusal import Gap, Refused

if TYPE_CHECKING:
    from candidates.models import Journey

ENDING = 6  # digits at the end of a phone or NIK that make a password easy to guess


def choose_password(
    candidate: Candidate,
    password: str,
    *,
    messages: bool = False,
    ip_address: str | None = None,
    on: date | None = None,
) -> User:
    """Make the candidate's login, or give it this password. `messages`: they agree to messages by WhatsApp now.

    Every device where somebody was logged in is logged out, and the person is told. Refused without consent to
    messages, since no code could be sent, and for whoever works here: their login is more than a page of their own.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Candidate.objects.select_for_update().get(pk=candidate.pk)
        journey = latest_journey(locked.journeys)
        _refuse(_gaps(locked, journey, password, messages))
        if messages:
            consenting.agree(locked, [Purpose.MESSAGES], ip_address=ip_address, on=on)
        user = _login_of(locked, journey.registration_no)
        user.set_password(password)
        user.save(update_fields=["password"])
        entry = AccessLog.objects.create(candidate=locked, by=None, what=AccessLog.NEW_PASSWORD)
        tell(locked, "password_chosen", on, about=f"access:{entry.pk}", made_on=on)
    candidate.refresh_from_db()
    return user


def _gaps(candidate: Candidate, journey: "Journey | None", password: str, messages: bool) -> list[Gap]:
    if candidate.erased_at is not None or journey is None:
        return [Gap("no_registration", _("There is no registration to log in to."))]
    if candidate.user is not None and is_staff_role(candidate.user):
        words = _("You also work with this portal. Change the password of your login under “Account”.")
        return [Gap("works_here", words)]
    gaps = [Gap("password", str(words)) for words in wrong_with(candidate, journey.registration_no, password)]
    if not messages and not agreed(candidate):
        words = _(
            "Without messages by WhatsApp no code can be sent. Tick the agreement, or keep using the access code."
        )
        gaps.append(Gap("messages", words))
    return gaps


def wrong_with(candidate: Candidate, number: str, password: str) -> list[object]:
    """What makes this password easy to guess for somebody who knows the person."""
    try:
        validate_password(password)
    except ValidationError as error:
        return list(error.messages)
    digits = re.sub(r"[^0-9]", "", password)
    known = [candidate.phone, candidate.nik, number]
    endings = [re.sub(r"[^0-9]", "", text)[-ENDING:] for text in known] + [f"{candidate.birth_date:%d%m%Y}"]
    letters = "".join(filter(str.isalpha, password)).casefold()
    name = "".join(filter(str.isalpha, candidate.name)).casefold()
    if any(ending in digits for ending in endings) or letters == name:
        return [_("Others know your phone, NIK, birth date and name. Choose something only you know.")]
    return []


def _login_of(candidate: Candidate, number: str) -> User:
    if candidate.user is None:
        candidate.user = User.objects.create(name=candidate.name, number=number)
        candidate.user.groups.add(Group.objects.get_or_create(name=Role.CANDIDATE)[0])
        candidate.save(update_fields=["user"])
    return candidate.user


def _refuse(gaps: list[Gap]) -> None:
    if gaps:
        raise Refused(gaps)

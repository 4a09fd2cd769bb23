"""Telling a person what happened to their registration: one message, and only to who agreed to messages."""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef

from candidates.enums import Purpose
from candidates.models import Candidate, Consent, JourneyEvent
from notifications import outbox
from notifications.enums import WAITING
from notifications.models import Message
from notifications.queueing import queue_message

if TYPE_CHECKING:
    from accounts.models import User


Window = Callable[[Candidate, date], datetime | None]
_windows: list[Window] = []


def register_window(function: Window) -> Window:
    """Let an upper app say until when a message to this person would lie unread: phones are locked on class days."""
    if function not in _windows:
        _windows.append(function)
    return function


def agreed(candidate: Candidate) -> bool:
    """Whether messages may be sent to this person (UU 27/2022: asked apart, withdrawn at any time)."""
    return candidate.consents.filter(text__purpose=Purpose.MESSAGES, withdrawn_at=None).exists()


def has_agreed(person: str) -> Exists:
    """The same as a condition for many; `person` leads from their rows to the candidate."""
    return Exists(
        Consent.objects.filter(candidate=OuterRef(person), text__purpose=Purpose.MESSAGES, withdrawn_at__isnull=True)
    )


def tell(candidate: Candidate, template: str, on: date, *, about: str, urgent: bool = False, **context: object) -> None:
    """Queue a message in the caller's transaction. `about` names the row that is its occasion.

    Of an urgent one that waits for a locked phone the family hears that there is news, in the next round of sending.
    """
    if not agreed(candidate):
        return
    waits = [until for window in _windows if (until := window(candidate, on)) is not None]
    queue_message(
        template=template,
        person_key=key_of(candidate),
        name=candidate.call_name,
        address=candidate.phone,
        due_on=on,
        about=about,
        urgent=urgent,
        hold_until=max(waits, default=None),
        context={"link": f"{settings.PUBLIC_URL}/status/", **context},
    )


PERSON = "candidate:"


def told(person_key: str) -> int | None:
    """The key of the candidate whom a message with this `key_of` is for; None for family, staff and everybody else."""
    key = person_key.removeprefix(PERSON)
    return int(key) if person_key != key and key.isdecimal() else None


def key_of(candidate: Candidate) -> str:
    return f"{PERSON}{candidate.pk}"


def family_key_of(candidate: Candidate) -> str:
    return f"family:{candidate.pk}"


def occasion(event: JourneyEvent | None) -> str:
    """A deed is an occasion of its own: selected, undone and selected again are two messages."""
    return f"event:{event.pk}" if event else ""


def call_back(candidate: Candidate, about: str, *, by: "User | None") -> None:
    """Stop the message of a deed that was taken back, if it has not left yet."""
    if not about:
        return  # else every message without an occasion would go with it
    for message in Message.objects.filter(person_key=key_of(candidate), about=about, state__in=WAITING):
        outbox.cancel(message=message, by=by)

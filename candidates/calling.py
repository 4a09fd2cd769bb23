"""A message did not arrive, so its person is called: what came of it is written down, and can be taken back."""

from typing import TYPE_CHECKING

from django.db import transaction

from candidates import contacting
from candidates.enums import ContactOutcome, ContactWay
from candidates.models import ContactNote, Journey
from candidates.own_page import latest_journey
from candidates.telling import told
from notifications import outbox
from notifications.models import Message

if TYPE_CHECKING:
    from accounts.models import User

SETTLES = {ContactOutcome.REACHED, ContactOutcome.FAMILY}  # else it is tried again


def whose(message: Message) -> Journey | None:
    """The newest journey of the person whom it was meant for; None for the family, staff and who is not registered."""
    candidate = told(message.person_key)
    return latest_journey(Journey.objects.filter(candidate=candidate)) if candidate is not None else None


def called(message: Message, *, by: "User", outcome: str = "", note: str = "") -> Message:
    """What came of the call is written down; the message leaves the list once somebody was spoken with."""
    journey = whose(message)
    with transaction.atomic():
        if journey is not None:
            facts = {"way": ContactWay.PHONE, "outcome": outcome, "note": note}
            contacting.write_down(journey, by=by, message=message, **facts)
        if journey is None or outcome in SETTLES:
            return outbox.settle_by_phone(message=message, by=by)
    return message


def take_back(message: Message, *, by: "User") -> Message:
    """The message is on the call list again, and the note of the call that settled it counts no more."""
    with transaction.atomic():
        message = outbox.open_again(message=message, by=by)
        notes = ContactNote.objects.standing().filter(message=message, by=by, outcome__in=SETTLES)
        if (note := notes.order_by("-pk").first()) is not None:
            contacting.take_back(note, by=by)
    return message

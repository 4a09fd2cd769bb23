"""The last message to somebody whose data were deleted (UU 27/2022 art. 45: they must be told).

It is queued before the deletion and is about nobody on file: only the phone stands in it, for as long as sending takes,
three days at most. Then the outbox forgets that too.
"""

from datetime import date, datetime
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from candidates.erasure import GONE
from candidates.models import Candidate
from candidates.models.rights import WITHIN
from candidates.telling import agreed
from notifications.enums import WAITING, State
from notifications.models import Message
from notifications.queueing import queue_message

KEY = "farewell:"
ARRIVED = (State.DELIVERED, State.READ, State.CANCELLED)


def say(candidate: Candidate, *, on: date) -> None:
    """Queue it, for who agreed to messages; nobody can be told once the phone is gone."""
    if agreed(candidate):
        key = f"{KEY}{uuid4().hex}"  # leads back to nobody
        queue_message(
            template="data_erased", person_key=key, name="", address=candidate.phone, context={}, due_on=on, urgent=True
        )


def forget(*, now: datetime | None = None) -> int:
    """Take the phone out of those that arrived, and of all after three days; until then somebody may still call."""
    now = now or timezone.now()
    kept = Message.objects.filter(person_key__startswith=KEY).exclude(address=GONE)
    over = Q(queued_at__lt=now - WITHIN)
    kept.filter(over, state__in=WAITING).update(state=State.CANCELLED, hold_until=None, handled_at=now)
    gone = kept.exclude(state__in=[*WAITING, State.SENDING]).filter(over | Q(state__in=ARRIVED))
    return gone.update(address=GONE, error_text="")

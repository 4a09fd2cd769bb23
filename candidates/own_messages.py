"""The messages of one person, as they read them themselves: never a code, and nothing that was called back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from candidates.models import Candidate
from candidates.telling import key_of
from notifications.enums import ACCEPTED, State
from notifications.models import Message
from notifications.rendering import readable_text

SHOWN = 50  # the newest; everything stands in the copy of one's data


@dataclass(frozen=True)
class Line:
    at: datetime
    text: str
    kind: str  # that of components/tag.html
    state: str


def of(candidate: Candidate) -> list[Line]:
    """The newest first. Whoever holds the phone reads codes there, and nobody reads them here."""
    rows = Message.objects.filter(person_key=key_of(candidate), template__secret=False).exclude(state=State.CANCELLED)
    return [_line(message) for message in rows.select_related("template").order_by("-queued_at", "-pk")[:SHOWN]]


def _line(message: Message) -> Line:
    kind, state = "waiting", _("Not sent yet")
    if message.state in ACCEPTED:
        kind, state = "done", _("Sent")
    elif message.state == State.FAILED:
        kind, state = "stopped", _("Did not arrive")
    return Line(message.sent_at or message.queued_at, readable_text(message), kind, state)

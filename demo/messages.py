"""What became of the messages that the story's verbs queued.

They are sent before the portal opens, by the worker's own verb and into the console channel, which leaves the house
nowhere. Otherwise thousands would wait in the outbox and leave at once when the worker starts.
"""

import logging
from collections.abc import Callable

from django.utils import timezone

from notifications import delivery_reports, sending
from notifications.delivery_reports import Report
from notifications.enums import ReportStatus, State
from notifications.models import Message

REPORTED = 60  # of the newest messages the provider has said what became of them
NOT_ON_WHATSAPP = "131026"


def deliver(say: Callable[[str], None]) -> int:
    """Send what waits. Of the newest some were read, most delivered, one in thirty did not arrive."""
    waiting = Message.objects.due(timezone.now()).count()
    sent = 0
    console = logging.getLogger("notifications.channels.console")
    console.disabled = True  # one line for each message says nothing that the outbox does not show
    try:
        while counts := sending.deliver(limit=500):
            sent += counts.total()
            say(f"{_dotted(sent)} dari {_dotted(waiting)} pesan")
    finally:
        console.disabled = False
    _report()
    return sent


def _report() -> None:
    newest = Message.objects.filter(state=State.SENT).order_by("-pk")[:REPORTED]
    for number, message in enumerate(newest):
        if number % 30 == 7:
            delivery_reports.take(Report(message.provider_id, ReportStatus.FAILED, code=NOT_ON_WHATSAPP))
            continue
        delivery_reports.take(Report(message.provider_id, ReportStatus.DELIVERED))
        if number % 3:
            delivery_reports.take(Report(message.provider_id, ReportStatus.READ))


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")

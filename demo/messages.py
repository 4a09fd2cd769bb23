"""What became of the messages that the story's verbs queued.

They are sent before the portal opens, by the worker's own verb and into the console channel, which leaves the house
nowhere. Otherwise thousands would wait in the outbox and leave at once when the worker starts.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.db import connection
from django.db.models import DateTimeField, ExpressionWrapper, F
from django.db.models.functions import Cast
from django.utils import timezone

from notifications import delivery_reports, sending
from notifications.delivery_reports import Report
from notifications.enums import ReportStatus, State
from notifications.models import Message

REPORTED = 60  # of the newest messages the provider has said what became of them
NOT_ON_WHATSAPP = "131026"


def deliver(say: Callable[[str], None]) -> int:
    """Send what waits, as on the day of what it is about. Of the newest some were read, one in thirty is lost."""
    waiting = Message.objects.due(timezone.now()).count()
    sent = 0
    with _in_a_hurry():
        while counts := sending.deliver(limit=500):
            sent += counts.total()
            say(f"{_dotted(sent)} dari {_dotted(waiting)} pesan")
        _report()
        _date_back()
    return sent


def _date_back() -> None:
    """The story's verbs know for which day they act, and queue at once: whoever reads them would see one day only."""
    morning = ExpressionWrapper(Cast("due_on", DateTimeField()) + timedelta(hours=2), DateTimeField())  # 9 in Serang
    Message.objects.filter(queued_at__date__gt=F("due_on")).update(queued_at=morning)
    at_once = ExpressionWrapper(F("queued_at") + timedelta(minutes=1), DateTimeField())
    Message.objects.filter(sent_at__date__gt=F("due_on")).update(sent_at=at_once)


@contextmanager
def _in_a_hurry() -> Iterator[None]:
    """The worker writes each message down three times and waits for the disk each time; nobody is told anything here.

    Nor does the log need a line for each: the outbox shows them.
    """
    console = logging.getLogger("notifications.channels.console")
    console.disabled = True
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")
        console.disabled = False


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

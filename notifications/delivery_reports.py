"""What the provider reports later: delivered, read, failed. In any order, and more than once.

The state of a message is the furthest of its reports, so neither repetition nor
order can move it backwards. Reports may come before we have written down the
provider's number ourselves: both sides first commit what they know and then
look (`settle`), so that at least one of them sees both.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from notifications.channels.base import CALLBACK
from notifications.enums import ACCEPTED, ReportStatus, State
from notifications.models import DeliveryReport, Message

# A message that was read had not failed, whatever came in between.
FURTHEST = [ReportStatus.SENT, ReportStatus.FAILED, ReportStatus.DELIVERED, ReportStatus.READ]


@dataclass(frozen=True)
class Report:
    provider_id: str
    status: str
    occurred_at: datetime | None = None
    code: str = ""
    message_id: int | None = None


def take(report: Report) -> None:
    """Keep a report once, and let it move its message forward."""
    DeliveryReport.objects.bulk_create(
        [
            DeliveryReport(
                provider_id=report.provider_id,
                status=report.status,
                occurred_at=report.occurred_at,
                code=report.code,
            )
        ],
        ignore_conflicts=True,
    )
    if report.message_id is not None:
        adopt(report.message_id, report.provider_id)
    settle(report.provider_id)


def adopt(message_id: int, provider_id: str) -> None:
    """A worker died before it wrote the provider's number down: the report brings it."""
    taken = Message.objects.filter(provider_id=provider_id)
    if not taken.exists():
        Message.objects.filter(
            pk=message_id, provider_id="", state__in=[State.SENDING, State.FAILED], send_started_at__isnull=False
        ).update(provider_id=provider_id)


def settle_if_reported(provider_id: str) -> None:
    """`settle`, for the side that has just sent: reports seldom come first, and one look tells."""
    if DeliveryReport.objects.filter(provider_id=provider_id).exists():
        settle(provider_id)


@transaction.atomic
def settle(provider_id: str) -> None:
    """Bring the message with this number to the furthest state that was reported."""
    message = Message.objects.select_for_update().filter(provider_id=provider_id).first()
    if message is None or message.state not in (*ACCEPTED, State.SENDING, State.FAILED):
        return
    DeliveryReport.objects.filter(provider_id=provider_id, message=None).update(message=message)
    reports = {report.status: report for report in message.reports.filter(provider_id=provider_id)}
    known = set(reports) | ({message.state} & set(ACCEPTED))
    furthest = max(known, key=lambda status: FURTHEST.index(ReportStatus(status)), default=None)
    if furthest is None or furthest == message.state != State.FAILED:
        return
    message.state = furthest
    message.sent_at = message.sent_at or message.send_started_at or timezone.now()
    message.error_code = (reports[furthest].code or "failed") if furthest == State.FAILED else ""
    message.error_text = ""
    message.save(update_fields=["state", "sent_at", "error_code", "error_text"])


def read_whatsapp(content: Any) -> list[Report]:
    """The reports in a WhatsApp webhook; whatever else it holds is passed over. Never fails on a strange shape."""
    return [report for status in statuses(content) if (report := as_report(status))]


def statuses(content: Any) -> list[Any]:
    return [
        status
        for entry in items(content, "entry")
        for change in items(entry, "changes")
        for status in items(change.get("value") if isinstance(change, Mapping) else None, "statuses")
    ]


def items(holder: Any, key: str) -> list[Any]:
    value = holder.get(key) if isinstance(holder, Mapping) else None
    return value if isinstance(value, list) else []


def as_report(status: Any) -> Report | None:
    if not isinstance(status, Mapping) or status.get("status") not in ReportStatus.values:
        return None
    number = status.get("id")
    if not isinstance(number, str) or not 0 < len(number) <= 200:
        return None
    errors = items(status, "errors")
    code = errors[0].get("code") if errors and isinstance(errors[0], Mapping) else None
    return Report(
        provider_id=number,
        status=str(status["status"]),
        occurred_at=instant(status.get("timestamp")),
        code=str(code)[:60] if code is not None else "",
        message_id=our_number(status.get("biz_opaque_callback_data")),
    )


def instant(seconds: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def our_number(callback: Any) -> int | None:
    if not isinstance(callback, str) or not callback.startswith(CALLBACK):
        return None
    digits = callback.removeprefix(CALLBACK)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else None

"""Sending what waits in the outbox: each message at most once, and none lost silently.

1. Claim: in one short transaction a worker marks the next few messages as its
   own (`claim`). Other workers skip them.
2. Start: `send_started_at` is committed just before the provider is called, on
   condition that the claim still holds.
3. Send: outside of any transaction.
4. Record what the provider answered.

A worker that dies between 1 and 2 loses its claim after `LEASE`, and the
message waits again. One that dies between 2 and 4 leaves a message of which
nobody knows whether it arrived: after `LEASE` it goes to the call list, never
to the provider again by itself. A delivery report may still settle it.
"""

import logging
import uuid
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from notifications import channels, delivery_reports
from notifications.channels.base import (
    ChannelStopped,
    OutcomeUnknown,
    Outgoing,
    PermanentError,
    SendError,
    TransientError,
)
from notifications.enums import Failure, State
from notifications.models import Message
from notifications.placeholders import MissingValue
from notifications.rendering import is_secret, outgoing

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)  # longer than any provider call, with a whole batch before it
BATCH = 10  # small, so that an urgent message never waits behind a long batch
BACKOFF = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]
STOPPED_FOR = timedelta(minutes=15)
WIPED: dict[str, object] = {"body": "", "subject": "", "context": {}}  # what goes when a login code has been sent

_openings: list[Callable[[], int]] = []


def register_opening(function: Callable[[], int]) -> Callable[[], int]:
    """Let an app queue what follows from waiting messages; it goes out in the same round."""
    if function not in _openings:
        _openings.append(function)
    return function


def deliver(*, now: datetime | None = None, limit: int | None = None) -> Counter[str]:
    """Send everything that is due, urgent first, until nothing is due or `limit` were taken. Counts by state."""
    counts: Counter[str] = Counter()
    stopped: set[str] = set()
    recover(now or timezone.now())
    open_round()
    while batch := claim(now or timezone.now(), size(limit, counts), stopped):
        for message in batch:
            if message.channel in stopped:
                release(message)
                continue
            counts[send_one(message, now or timezone.now(), stopped)] += 1
    return counts


def size(limit: int | None, counts: Counter[str]) -> int:
    return BATCH if limit is None else max(0, min(BATCH, limit - counts.total()))


def open_round() -> None:
    """A fault in what an app adds to a round stops nobody else's message."""
    for opening in _openings:
        try:
            opening()
        except Exception as error:
            logger.error("a round of sending began without %s: %s", opening.__name__, type(error).__name__)


def recover(now: datetime) -> None:
    """Free what a dead worker had claimed; put on the call list what it may have sent."""
    dead = Message.objects.filter(state=State.SENDING, claimed_at__lt=now - LEASE)
    dead.filter(send_started_at=None).update(state=State.QUEUED, claim=None, claimed_at=None)
    interrupted = dead.filter(send_started_at__lt=now - LEASE)
    if not settings.DEMO:
        interrupted.filter(template__secret=True).update(**WIPED)
    lost = interrupted.update(state=State.FAILED, error_code=Failure.OUTCOME_UNKNOWN, error_text="")
    if lost:
        logger.error("%s messages were interrupted while being sent; they are on the call list", lost)


def claim(now: datetime, number: int, without: set[str]) -> list[Message]:
    """The next `number` due messages, now ours alone until `LEASE` has passed."""
    token = uuid.uuid4()
    with transaction.atomic(durable=True):
        batch = list(
            Message.objects.due(now)
            .exclude(channel__in=without)
            .select_related("template")
            .select_for_update(skip_locked=True, of=["self"])[:number]
        )
        ours = Message.objects.filter(pk__in=[message.pk for message in batch])
        ours.update(state=State.SENDING, claim=token, claimed_at=now, send_started_at=None)
    for message in batch:
        message.claim = token
    return batch


def send_one(message: Message, now: datetime, stopped: set[str]) -> str:
    """Start, send and record one claimed message. Returns the state it is in afterwards."""
    try:
        letter = outgoing(message)
    except MissingValue as missing:
        return record(message, fail(Failure.TEMPLATE_INCOMPLETE, str(missing)))
    if not start(message, now, letter):
        return "taken"  # the lease ran out, another worker has it
    try:
        provider_id = channels.of(message.channel).send(letter)
    except SendError as error:
        if isinstance(error, ChannelStopped):
            stopped.add(message.channel)
        return record(message, after(error, message, now))
    except Exception as error:
        # A fault of ours after the request may have left: the person gets a call instead of a second message.
        logger.error("message %s: the channel broke with %s", message.pk, type(error).__name__)
        return record(message, fail(Failure.OUTCOME_UNKNOWN, type(error).__name__))
    return record(message, {"state": State.SENT, "sent_at": now, "provider_id": provider_id, "error_code": ""})


def start(message: Message, now: datetime, letter: Outgoing) -> bool:
    """Commit that the provider is about to be called. False when the claim is no longer ours."""
    message.attempts += 1
    text = {} if is_secret(message) else {"subject": letter.subject, "body": letter.body}
    ours = Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING, send_started_at=None)
    return bool(ours.update(send_started_at=now, attempts=message.attempts, **text))


def after(error: SendError, message: Message, now: datetime) -> dict[str, object]:
    """What becomes of a message that was not accepted: it waits again if that can heal, else it is on the call list."""
    again: dict[str, object] = {
        "state": State.QUEUED,
        "error_code": error.code,
        "error_text": error.text,
        "send_started_at": None,
    }
    if isinstance(error, ChannelStopped):
        logger.critical("sending stopped: the provider answered %s", error.code)
        # The message is not to blame: this attempt does not count.
        return {**again, "next_attempt_at": now + STOPPED_FOR, "attempts": message.attempts - 1}
    if isinstance(error, TransientError) and message.attempts <= len(BACKOFF):
        return {**again, "next_attempt_at": now + BACKOFF[message.attempts - 1]}
    if isinstance(error, OutcomeUnknown):
        return fail(Failure.OUTCOME_UNKNOWN, error.text)
    assert isinstance(error, PermanentError | TransientError)
    return fail(error.code, error.text)


def fail(code: str, text: str = "") -> dict[str, object]:
    return {"state": State.FAILED, "error_code": code, "error_text": text[:300]}


def record(message: Message, outcome: dict[str, object]) -> str:
    """Write down the outcome, unless a delivery report has already settled the message."""
    ours = Message.objects.filter(pk=message.pk, claim=message.claim)
    if is_secret(message) and outcome["state"] != State.QUEUED:
        ours.update(**WIPED)
    # A very slow call may come back after `recover` had given it up: then the answer is better than no answer.
    given_up = Q(state=State.FAILED, error_code=Failure.OUTCOME_UNKNOWN)
    written = ours.filter(Q(state=State.SENDING) | given_up).update(**outcome)
    if written and outcome.get("provider_id"):
        # After the commit above, so that a report which came first is seen here or sees us; see delivery_reports.
        delivery_reports.settle_if_reported(str(outcome["provider_id"]))
    return str(outcome["state"])


def release(message: Message) -> None:
    """Give a claimed message back unsent."""
    Message.objects.filter(pk=message.pk, claim=message.claim, state=State.SENDING, send_started_at=None).update(
        state=State.QUEUED, claim=None, claimed_at=None
    )

"""Queueing a message: a verb never sends, it queues in its own transaction, and a worker sends later."""

import json
import logging
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from core.prepared import Prepared, columns
from notifications.enums import Failure, State
from notifications.models import Message, MessageTemplate
from notifications.placeholders import ALWAYS_KNOWN

logger = logging.getLogger(__name__)

# One statement looks the template up, checks that all its placeholders come filled, and inserts unless it is there.
INSERT = """
INSERT INTO notifications_message (
    rule, person_key, about, due_on, template_id, name, address, context, urgent, state, hold_until,
    next_attempt_at, queued_at, error_code, subject, body, attempts, provider_id, error_text)
SELECT {rule}, {person_key}, {about}, {due_on}, text.id, {name}, {address}, {context}, {urgent}, {state}, {hold_until},
    coalesce({hold_until}, {at}), {at}, {error_code}, '', '', 0, '', ''
FROM notifications_messagetemplate AS text{beside}
WHERE {fits}
ON CONFLICT (rule, person_key, due_on, about) DO NOTHING
"""
FITS = "text.code = %(template)s AND text.placeholders <@ %(given)s"
TYPES = {
    **dict.fromkeys(("rule", "person_key", "about", "name", "address", "state", "error_code", "template"), "varchar"),
    "due_on": "date",
    "context": "jsonb",
    "urgent": "boolean",
    "hold_until": "timestamptz",
    "given": "varchar[]",
}


def statement(*, beside: str = "", fits: str = FITS, at: str = "statement_timestamp()", **told: str) -> str:
    """What queues a message, for a larger statement: `told` is SQL for what comes from a table `beside` it.

    The rest are arguments, of the types in `TYPES`.
    """
    return INSERT.format(
        beside=beside and f", {beside}", fits=fits, at=at, **{name: f"%({name})s" for name in TYPES} | told
    )


QUEUE = Prepared(f"{statement()} RETURNING {columns(Message)}", TYPES)


def queue_message(
    *,
    template: str,
    person_key: str,
    name: str,
    address: str | None,
    context: Mapping[str, Any],
    due_on: date | None,
    rule: str | None = None,
    about: str = "",
    urgent: bool = False,
    hold_until: datetime | None = None,
) -> Message:
    """Queue one message to one person, in the caller's transaction; a second call for the same occasion returns the
    first message.

    The occasion is `rule` (the template's code unless given), `person_key`, `due_on` and `about`. With `due_on=None`
    every call is a message of its own (a login code). Without an address the message goes to the call list at once.
    """
    occasion = {"rule": rule or template, "person_key": person_key, "due_on": due_on, "about": about}
    values = {
        **occasion,
        **first_state(address, hold_until),
        **filled(template, context),
        "name": name,
        "address": address or "",
        "urgent": urgent,
        "hold_until": hold_until,
    }
    for message in QUEUE.instances(Message, values):
        if urgent:
            transaction.on_commit(nudge, robust=True)
        return message
    existing = Message.objects.filter(**occasion).first() if due_on else None
    if existing is None:
        raise LookupError(why_not(template, context))
    return existing


def filled(template: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a message text, and which of its placeholders they fill."""
    given = [*ALWAYS_KNOWN, *context]
    return {"template": template, "context": json.dumps(dict(context), cls=DjangoJSONEncoder), "given": given}


def demand(template: str, context: Mapping[str, Any]) -> None:
    """Raises LookupError when this message could not be queued, and says why."""
    text = MessageTemplate.objects.filter(code=template).first()
    if text is None or not set(text.placeholders) <= {*ALWAYS_KNOWN, *context}:
        raise LookupError(why_not(template, context))


def first_state(address: str | None, hold_until: datetime | None) -> dict[str, str]:
    if not address:
        return {"state": State.FAILED, "error_code": Failure.NO_ADDRESS}
    return {"state": State.HELD if hold_until else State.QUEUED, "error_code": ""}


def why_not(template: str, context: Mapping[str, Any]) -> str:
    """For the developer: the message text is not loaded, or the verb does not fill all of its placeholders."""
    known = MessageTemplate.objects.filter(code=template).values_list("placeholders", flat=True).first()
    if known is None:
        return f"There is no message text {template!r}. Has `manage.py load_reference` been run?"
    absent = sorted(set(known) - set(context) - set(ALWAYS_KNOWN))
    return f"The message text {template!r} needs {', '.join(absent)}."


def nudge() -> None:
    """Wake a worker for an urgent message. Without a broker the message waits for the next round of the clock."""
    from notifications.tasks import deliver_messages

    try:
        deliver_messages.apply_async(retry=False)
    except Exception as error:
        logger.warning("no worker could be woken: %s", type(error).__name__)

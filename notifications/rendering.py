"""A message in the words that the person will read."""

from django.conf import settings
from django.utils.translation import gettext

from core import phones
from notifications import placeholders
from notifications.channels.base import Outgoing
from notifications.enums import State
from notifications.models import Message

TAGS = {
    State.QUEUED: "waiting",
    State.HELD: "waiting",
    State.SENDING: "waiting",
    State.SENT: "done",
    State.DELIVERED: "done",
    State.READ: "done",
    State.FAILED: "stopped",
    State.CANCELLED: "quiet",
}


def masked(address: str) -> str:
    """For lists: enough of an address to recognise it, not enough to use it."""
    if "@" in address:
        box, _at, domain = address.partition("@")
        return f"{box[:1]}***@{domain}"
    return phones.mask(address) if address else "–"


def outgoing(message: Message) -> Outgoing:
    """`message` ready to leave. Raises `placeholders.MissingValue` when its text names what it does not carry."""
    template = message.template
    values = {"name": message.name, **message.context}
    language = template.language

    def filled(text: str) -> str:
        return placeholders.fill(text, values, language)

    return Outgoing(
        message_id=message.pk,
        address=message.address,
        name=message.name,
        subject=filled(template.subject)[:200],
        body=filled(template.body),
        language=language,
        whatsapp_template=template.whatsapp_template,
        parameters=[(name, filled(f"{{{name}}}")) for name in template.placeholders],
        occasion=message.rule,
    )


def readable_text(message: Message) -> str:
    """What the outbox shows: the text as sent, or as it would be sent now. A secret one in demo mode only."""
    if is_secret(message):
        return gettext("This text is secret and is not shown.")
    if message.body:
        return message.body
    try:
        return outgoing(message).body
    except placeholders.MissingValue:
        return message.template.body


def is_secret(message: Message) -> bool:
    """True for a login code outside of demo mode, where the outbox does not replace the phone."""
    return message.template.secret and not settings.DEMO

"""What every channel is given, what it answers, and the ways in which it can fail.

A channel is a module with one function, `send(outgoing) -> str`: the provider's
number of the accepted message. It touches no database.
"""

from dataclasses import dataclass, field

CALLBACK = "notif:"  # before our number of a message, in what WhatsApp is given and reports back


@dataclass(frozen=True)
class Outgoing:
    """One message, ready to leave."""

    message_id: int
    address: str
    name: str
    subject: str
    body: str
    language: str
    whatsapp_template: str = ""
    parameters: list[tuple[str, str]] = field(default_factory=list)
    occasion: str = ""


class SendError(Exception):
    """The message was not accepted. `code` is stable, `text` is shown to staff and names no person."""

    def __init__(self, code: str, text: str = "") -> None:
        self.code = str(code)[:60]
        self.text = text[:300]
        super().__init__(self.code)


class TransientError(SendError):
    """Heals by itself: try again later."""


class PermanentError(SendError):
    """Will not heal: this person gets a call."""


class ChannelStopped(SendError):
    """Nothing can be sent on this channel until somebody has acted (token, payment, account). The message waits."""


class OutcomeUnknown(SendError):
    """The request may have arrived. Never sent again blindly."""

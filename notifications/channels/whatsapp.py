"""WhatsApp Cloud API: a small client of our own. Source: domain reference 7.2 (why not a library: 7.5)."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx
from django.conf import settings

from notifications.channels.base import (
    CALLBACK,
    ChannelStopped,
    OutcomeUnknown,
    Outgoing,
    PermanentError,
    SendError,
    TransientError,
)

TIMEOUT = httpx.Timeout(20, connect=5)
# Decided on `code` alone; titles and HTTP statuses change. What is not named here will not heal by itself.
HEALS = {4, 80007, 130429, 131000, 131016, 131056}
STOPS = {0, 3, 10, 190, 368, 131031, 131042, 131048, *range(200, 300)}


@cache
def client() -> httpx.Client:
    """One client for the process, so that connections are kept."""
    return httpx.Client(timeout=TIMEOUT)


def send(outgoing: Outgoing) -> str:
    url = f"{settings.WHATSAPP_URL}/{settings.WHATSAPP_VERSION}/{settings.WHATSAPP_PHONE_ID}/messages"
    headers = {"Authorization": f"Bearer {settings.WHATSAPP_TOKEN}"}
    try:
        answer = client().post(url, json=payload(outgoing), headers=headers)
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        raise TransientError("whatsapp_unreachable") from error  # nothing has left
    except httpx.TransportError as error:
        raise OutcomeUnknown("whatsapp_no_answer", type(error).__name__) from error
    return accepted(answer)


def payload(outgoing: Outgoing) -> dict[str, Any]:
    """The request body. `biz_opaque_callback_data` comes back with every report, even if our own note was lost."""
    body: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": outgoing.address.lstrip("+"),
        "biz_opaque_callback_data": f"{CALLBACK}{outgoing.message_id}",
    }
    if not outgoing.whatsapp_template:
        return {**body, "type": "text", "text": {"body": outgoing.body}}
    parameters = [{"type": "text", "text": value} for _name, value in outgoing.parameters]
    return {
        **body,
        "type": "template",
        "template": {
            "name": outgoing.whatsapp_template,
            "language": {"code": outgoing.language},
            "components": [{"type": "body", "parameters": parameters}] if parameters else [],
        },
    }


def accepted(answer: httpx.Response) -> str:
    """The provider's number of the accepted message, or the error that says what to do."""
    try:
        content = answer.json()
    except ValueError:
        content = {}
    if answer.is_success:
        try:
            return str(content["messages"][0]["id"])
        except (KeyError, IndexError, TypeError) as error:
            raise OutcomeUnknown("whatsapp_strange_answer", f"HTTP {answer.status_code}") from error
    raise classified(content, answer.status_code)


def classified(content: Any, status: int) -> SendError:
    """Transient, permanent, or a reason to stop the channel: by the table of the domain reference."""
    error = content.get("error") if isinstance(content, Mapping) else None
    code = error.get("code") if isinstance(error, Mapping) else None
    if not isinstance(code, int):
        return without_code(status)
    kind: type[SendError] = ChannelStopped if code in STOPS else TransientError if code in HEALS else PermanentError
    return kind(str(code))  # without its text, which may quote the phone number


def without_code(status: int) -> SendError:
    """An answer that did not come from the API itself: a gateway may have passed the message on before it failed."""
    code = f"whatsapp_http_{status}"
    if status in (401, 403):
        return ChannelStopped(code)
    if status in (429, 503):
        return TransientError(code)
    return OutcomeUnknown(code) if status >= 500 else PermanentError(code)

"""E-mail through Django's mail; in production `EMAIL_BACKEND` names a provider's backend of django-anymail."""

import smtplib
from email.utils import formataddr, make_msgid

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import EmailMessage

from notifications.channels.base import ChannelStopped, OutcomeUnknown, Outgoing, PermanentError, TransientError


def send(outgoing: Outgoing) -> str:
    number = make_msgid(f"message-{outgoing.message_id}", domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2])
    # A line break in a name must not become a header.
    name, subject = (" ".join(text.split()) for text in (outgoing.name, outgoing.subject))
    mail = EmailMessage(
        subject=subject,
        body=outgoing.body,
        to=[formataddr((name, outgoing.address))],
        headers={"Message-ID": number},
    )
    try:
        mail.send()
    except (smtplib.SMTPException, AnymailError, OSError, ValueError) as error:
        raise classified(error) from error
    status = getattr(mail, "anymail_status", None)
    return str(getattr(status, "message_id", None) or number)


def classified(error: Exception) -> Exception:
    """What the fault means for the message. Its own text is dropped: it may quote the address."""
    code = f"email_{type(error).__name__}"
    match error:
        case AnymailRecipientsRefused() | smtplib.SMTPRecipientsRefused() | ValueError():
            return PermanentError(code)
        case AnymailAPIError(status_code=int(status)):
            return by_status(code, status)
        case smtplib.SMTPAuthenticationError():
            return ChannelStopped(code)
        case smtplib.SMTPResponseException(smtp_code=int(status)):
            return TransientError(f"email_{status}") if 400 <= status < 500 else PermanentError(f"email_{status}")
        case ConnectionRefusedError() | smtplib.SMTPConnectError():
            return TransientError(code)  # nothing has left
        case _:
            return OutcomeUnknown(code)


def by_status(code: str, status: int) -> Exception:
    if status in (401, 403):
        return ChannelStopped(code)
    return TransientError(code) if status == 429 or status >= 500 else PermanentError(code)

import smtplib

import pytest
from anymail.exceptions import AnymailRecipientsRefused
from django.core import mail

from notifications.channels import email
from notifications.channels.base import ChannelStopped, OutcomeUnknown, PermanentError, TransientError
from notifications.enums import State
from notifications.models import Message
from notifications.sending import deliver
from tests.factories.notifications import MessageFactory


@pytest.mark.django_db
def test_an_email_carries_subject_text_and_our_number(settings):
    settings.MESSAGE_CHANNEL = "live"
    message = MessageFactory(address="rina@demo.test")

    assert deliver() == {State.SENT: 1}

    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == (["Rina Contoh <rina@demo.test>"], "Kabar untuk Rina Contoh")
    assert sent.body == "Halo Rina Contoh, ada kabar."
    assert Message.objects.get(pk=message.pk).provider_id == sent.extra_headers["Message-ID"]


@pytest.mark.django_db
def test_a_line_break_in_a_name_makes_no_header(settings):
    settings.MESSAGE_CHANNEL = "live"
    MessageFactory(address="rina@demo.test", name="Rina\nBcc: lain@demo.test")

    assert deliver() == {State.SENT: 1}
    assert mail.outbox[0].recipients() == ['"Rina Bcc: lain@demo.test" <rina@demo.test>']


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (smtplib.SMTPRecipientsRefused({}), PermanentError),
        (AnymailRecipientsRefused(), PermanentError),
        (smtplib.SMTPAuthenticationError(535, b"no"), ChannelStopped),
        (smtplib.SMTPSenderRefused(451, b"later", "portal"), TransientError),
        (smtplib.SMTPDataError(554, b"no"), PermanentError),
        (ConnectionRefusedError(), TransientError),
        (smtplib.SMTPServerDisconnected(), OutcomeUnknown),
        (TimeoutError(), OutcomeUnknown),
    ],
)
def test_each_fault_says_what_to_do_next(fault, kind):
    assert type(email.classified(fault)) is kind

import pytest

from notifications.channels import whatsapp
from notifications.channels.base import ChannelStopped, OutcomeUnknown, Outgoing, PermanentError, TransientError
from notifications.enums import State
from notifications.models import Message
from notifications.sending import deliver
from tests.factories.notifications import MessageFactory, MessageTemplateFactory
from tests.notifications import stand_in


@pytest.fixture
def api(settings):
    with stand_in.running() as server:
        settings.MESSAGE_CHANNEL = "live"
        settings.WHATSAPP_URL = server.url
        settings.WHATSAPP_VERSION = "v26.0"
        settings.WHATSAPP_PHONE_ID = "106"
        settings.WHATSAPP_TOKEN = stand_in.TOKEN
        whatsapp.client.cache_clear()
        yield server
        whatsapp.client().close()
        whatsapp.client.cache_clear()


def letter(address="+6281200001234", **changes):
    fields = {"message_id": 42, "name": "Rina Contoh", "subject": "", "body": "Halo Rina", "language": "id"}
    return Outgoing(address=address, **{**fields, **changes})


def test_an_approved_template_is_sent_by_its_name_with_its_values_in_order(api):
    parameters = [("name", "Rina Contoh"), ("starts_on", "1 Desember 2026")]
    number = whatsapp.send(letter(whatsapp_template="placed_in_class", parameters=parameters))

    assert number == "wamid.1"
    assert api.requests == [
        (
            "/v26.0/106/messages",
            {
                "messaging_product": "whatsapp",
                "recipient_type": "individual",
                "to": "6281200001234",
                "biz_opaque_callback_data": "notif:42",
                "type": "template",
                "template": {
                    "name": "placed_in_class",
                    "language": {"code": "id"},
                    "components": [
                        {
                            "type": "body",
                            "parameters": [
                                {"type": "text", "text": "Rina Contoh"},
                                {"type": "text", "text": "1 Desember 2026"},
                            ],
                        }
                    ],
                },
            },
        )
    ]


def test_without_an_approved_template_the_text_itself_is_sent(api):
    whatsapp.send(letter())
    assert api.requests[0][1]["text"] == {"body": "Halo Rina"}


@pytest.mark.parametrize(
    ("address", "kind", "code"),
    [
        ("+6281200000429", TransientError, "130429"),
        ("+6281200000500", TransientError, "131000"),
        ("+6281200001026", PermanentError, "131026"),
        ("+6281200000190", ChannelStopped, "190"),
        ("+6281200000502", OutcomeUnknown, "whatsapp_http_502"),
        ("+6281200000000", OutcomeUnknown, "whatsapp_no_answer"),
    ],
)
def test_each_answer_says_what_to_do_next(api, address, kind, code):
    with pytest.raises(kind) as refused:
        whatsapp.send(letter(address))
    assert refused.value.code == code
    assert address[1:] not in refused.value.text


def test_a_wrong_token_stops_the_channel(api, settings):
    settings.WHATSAPP_TOKEN = "old"
    with pytest.raises(ChannelStopped):
        whatsapp.send(letter())


def test_when_nobody_listens_the_message_can_be_sent_later(api, settings):
    settings.WHATSAPP_URL = "http://127.0.0.1:9"
    with pytest.raises(TransientError):
        whatsapp.send(letter())


@pytest.mark.django_db
def test_a_message_goes_out_from_the_outbox(api):
    template = MessageTemplateFactory(code="hello", whatsapp_template="hello", placeholders=["name"])
    MessageFactory(template=template, address="+6281200001234")
    MessageFactory(template=template, address="+6281200001026")

    assert deliver() == {State.SENT: 1, State.FAILED: 1}
    assert Message.objects.call_list().get().error_code == "131026"

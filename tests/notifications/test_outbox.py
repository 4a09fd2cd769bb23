import pytest

from core.refusal import Refused
from notifications.enums import Failure, State
from notifications.models import Message
from notifications.outbox import cancel, settle_by_phone, try_again
from notifications.sending import deliver
from tests.factories.notifications import MessageFactory, MessageTemplateFactory

pytestmark = pytest.mark.django_db


def test_a_failed_message_can_be_sent_again(officer):
    message = MessageFactory(failed=True, provider_id="wamid.old")
    try_again(message=message, by=officer)
    assert deliver() == {State.SENT: 1}
    message.refresh_from_db()
    assert (message.attempts, message.error_code, message.handled_by) == (1, "", officer)


def test_a_failed_message_settled_by_phone_leaves_the_call_list(officer):
    message = MessageFactory(failed=True)
    settle_by_phone(message=message, by=officer)
    assert not Message.objects.call_list().exists()
    assert Message.objects.get().state == State.FAILED


def test_a_message_that_fails_again_is_back_on_the_call_list(officer):
    message = MessageFactory(failed=True, template=MessageTemplateFactory(code="holes", body="{hole}"))
    try_again(message=message, by=officer)
    deliver()
    assert Message.objects.call_list().get() == message


@pytest.mark.parametrize("state", [State.QUEUED, State.FAILED])
def test_a_cancelled_message_is_not_sent(officer, state):
    message = MessageFactory(state=state, error_code="131026")
    cancel(message=message, by=officer)
    assert deliver() == {}
    assert Message.objects.get().state == State.CANCELLED


@pytest.mark.parametrize(
    ("verb", "traits", "code"),
    [
        (try_again, {}, "message_not_failed"),
        (try_again, {"sent": True}, "message_not_failed"),
        (try_again, {"failed": True, "address": "", "error_code": Failure.NO_ADDRESS}, "message_no_address"),
        (cancel, {"sent": True}, "message_has_left"),
        (cancel, {"claimed": True}, "message_has_left"),
        (settle_by_phone, {"sent": True}, "message_not_failed"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_reason(officer, verb, traits, code):
    message = MessageFactory(**traits)
    before = Message.objects.values().get()
    with pytest.raises(Refused) as refused:
        verb(message=message, by=officer)
    assert refused.value.codes == [code]
    assert Message.objects.values().get() == before


def test_a_login_code_that_failed_cannot_be_sent_again(officer, settings):
    settings.DEMO = False
    message = MessageFactory(failed=True, template=MessageTemplateFactory(code="code", secret=True))
    with pytest.raises(Refused) as refused:
        try_again(message=message, by=officer)
    assert refused.value.codes == ["message_code_is_gone"]

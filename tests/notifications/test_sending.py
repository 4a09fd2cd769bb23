from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import channels
from notifications.channels.base import ChannelStopped, OutcomeUnknown, PermanentError, TransientError
from notifications.enums import Failure, State
from notifications.models import Message
from notifications.rendering import outgoing
from notifications.sending import BACKOFF, LEASE, STOPPED_FOR, claim, deliver, start
from tests.factories.notifications import MessageFactory, MessageTemplateFactory

pytestmark = pytest.mark.django_db


class Provider:
    """Stands in for a channel: remembers what it was given, answers or fails as told."""

    def __init__(self):
        self.sent = []
        self.fault = None

    def send(self, letter):
        if self.fault:
            raise self.fault
        self.sent.append(letter)
        return f"wamid.{len(self.sent)}"


@pytest.fixture
def provider(monkeypatch):
    provider = Provider()
    monkeypatch.setattr(channels, "of", lambda channel: provider)
    return provider


@pytest.fixture
def now():
    return timezone.now() + timedelta(minutes=1)


def test_a_waiting_message_is_sent_with_its_text(provider, now):
    template = MessageTemplateFactory(code="class", body="Halo {name}, mulai {starts_on}.", placeholders=["starts_on"])
    message = MessageFactory(template=template, context={"starts_on": "2026-12-01"})

    assert deliver(now=now) == {State.SENT: 1}

    message.refresh_from_db()
    assert message.body == "Halo Rina Contoh, mulai 1 Desember 2026."
    assert (message.state, message.sent_at, message.provider_id) == (State.SENT, now, "wamid.1")
    assert provider.sent[0].parameters == [("starts_on", "1 Desember 2026")]


def test_nothing_is_sent_twice(provider, now):
    MessageFactory.create_batch(3)
    deliver(now=now)
    assert deliver(now=now) == {}
    assert len(provider.sent) == 3


def test_more_than_one_batch_is_sent(provider, now):
    MessageFactory.create_batch(25)
    assert deliver(now=now) == {State.SENT: 25}


def test_a_limit_is_kept(provider, now):
    MessageFactory.create_batch(15)
    assert deliver(now=now, limit=12) == {State.SENT: 12}


def test_urgent_overtakes_a_campaign(provider, now):
    MessageFactory.create_batch(3)
    MessageFactory(urgent=True, name="Budi Contoh")
    deliver(now=now, limit=1)
    assert provider.sent[0].name == "Budi Contoh"


def test_a_held_message_waits_for_its_time(provider, now):
    saturday = now + timedelta(days=2)
    MessageFactory(state=State.HELD, hold_until=saturday, next_attempt_at=saturday)
    assert deliver(now=now) == {}
    assert deliver(now=saturday) == {State.SENT: 1}


def test_what_can_heal_is_tried_again_and_in_the_end_called(provider, now):
    message = MessageFactory()
    provider.fault = TransientError("130429")
    for pause in BACKOFF:
        assert deliver(now=now) == {State.QUEUED: 1}
        assert deliver(now=now) == {}
        now += pause
    assert deliver(now=now) == {State.FAILED: 1}
    assert list(Message.objects.call_list()) == [message]


def test_what_healed_is_sent(provider, now):
    message = MessageFactory()
    provider.fault = TransientError("130429")
    deliver(now=now)
    provider.fault = None
    assert deliver(now=now + BACKOFF[0]) == {State.SENT: 1}
    message.refresh_from_db()
    assert (message.attempts, message.error_code) == (2, "")


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (PermanentError("131026"), "131026"),
        (OutcomeUnknown("whatsapp_no_answer"), Failure.OUTCOME_UNKNOWN),
        (RuntimeError("a fault of ours"), Failure.OUTCOME_UNKNOWN),
    ],
)
def test_what_will_not_heal_goes_to_the_call_list(provider, now, fault, code):
    message = MessageFactory()
    provider.fault = fault
    assert deliver(now=now) == {State.FAILED: 1}
    assert deliver(now=now + timedelta(days=1)) == {}
    assert Message.objects.call_list().get() == message
    assert Message.objects.get().error_code == code


def test_a_refused_token_stops_the_channel_and_costs_no_message_anything(provider, now):
    MessageFactory.create_batch(15)
    provider.fault = ChannelStopped("190")

    assert deliver(now=now) == {State.QUEUED: 1}
    assert set(Message.objects.values_list("state", "attempts")) == {(State.QUEUED, 0)}

    provider.fault = None
    assert deliver(now=now + STOPPED_FOR) == {State.SENT: 15}


def test_a_text_that_cannot_be_filled_is_not_sent_with_a_hole(provider, now):
    MessageFactory(template=MessageTemplateFactory(code="holes", body="Halo {name}, kelas {class_name}."))
    assert deliver(now=now) == {State.FAILED: 1}
    assert provider.sent == []
    assert Message.objects.get().error_code == Failure.TEMPLATE_INCOMPLETE


def test_two_workers_never_claim_the_same(now):
    MessageFactory.create_batch(3)
    first = claim(now, 2, set())
    second = claim(now, 2, set())
    assert Counter(message.pk for message in first + second).most_common(1)[0][1] == 1
    assert (len(first), len(second)) == (2, 1)


def test_a_worker_that_died_before_sending_loses_its_claim(provider, now):
    MessageFactory()
    claim(now, 10, set())

    assert deliver(now=now + LEASE / 2) == {}
    assert deliver(now=now + LEASE * 2) == {State.SENT: 1}


def test_a_late_worker_does_not_send_what_another_has_taken_over(provider, now):
    MessageFactory()
    late = claim(now, 10, set())[0]
    deliver(now=now + LEASE * 2)
    assert start(late, now, outgoing(late)) is False


def test_a_worker_that_died_while_sending_leaves_a_call_and_no_second_message(provider, now):
    message = MessageFactory()
    provider.fault = SystemExit()
    with pytest.raises(SystemExit):
        deliver(now=now)
    provider.fault = None

    assert deliver(now=now + LEASE * 2) == {}
    assert provider.sent == []
    assert Message.objects.call_list().get() == message
    assert Message.objects.get().error_code == Failure.OUTCOME_UNKNOWN


@pytest.fixture
def login_code():
    template = MessageTemplateFactory(code="code", body="Kode: {code}", placeholders=["code"], secret=True)
    return MessageFactory(template=template, context={"code": "482913"})


def test_a_login_code_is_kept_nowhere_once_sent(provider, now, settings, login_code):
    settings.DEMO = False
    deliver(now=now)
    assert provider.sent[0].body == "Kode: 482913"
    login_code.refresh_from_db()
    assert (login_code.body, login_code.context, login_code.state) == ("", {}, State.SENT)


def test_a_login_code_is_wiped_when_its_worker_died(provider, now, settings, login_code):
    settings.DEMO = False
    provider.fault = SystemExit()
    with pytest.raises(SystemExit):
        deliver(now=now)
    deliver(now=now + LEASE * 2)
    login_code.refresh_from_db()
    assert (login_code.body, login_code.context, login_code.state) == ("", {}, State.FAILED)


def test_in_demo_mode_the_outbox_replaces_the_phone(provider, now, settings, login_code):
    settings.DEMO = True
    deliver(now=now)
    login_code.refresh_from_db()
    assert login_code.body == "Kode: 482913"


def test_the_console_keeps_the_person_out_of_the_log(now, caplog):
    message = MessageFactory()
    with caplog.at_level("INFO"):
        deliver(now=now)
    assert f"message {message.pk}" in caplog.text
    assert message.name not in caplog.text
    assert message.address not in caplog.text

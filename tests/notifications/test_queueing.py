from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from notifications import queueing
from notifications.enums import Channel, Failure, State
from notifications.models import Message
from notifications.queueing import queue_message
from tests.factories.notifications import MessageTemplateFactory

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 24)


@pytest.fixture
def template():
    return MessageTemplateFactory(
        code="selected", body="Selamat {name}, mulai {starts_on}.", placeholders=["starts_on"]
    )


def queue(**changes):
    message = {
        "template": "selected",
        "person_key": "candidate:1",
        "name": "Rina Contoh",
        "address": "+6281200001234",
        "context": {"starts_on": DUE},
        "due_on": DUE,
    }
    return queue_message(**{**message, **changes})


def test_a_queued_message_waits_with_what_it_needs(template):
    message = Message.objects.get(pk=queue().pk)

    assert message.state == State.QUEUED
    assert message.channel == Channel.WHATSAPP
    assert message.context == {"starts_on": "2026-11-24"}
    assert (message.rule, message.template, message.due_on) == ("selected", template, DUE)
    assert message.next_attempt_at <= timezone.now()


def test_an_email_address_goes_by_email(template):
    assert Message.objects.get(pk=queue(address="rina@demo.test").pk).channel == Channel.EMAIL


def test_the_same_occasion_twice_is_one_message(template):
    assert queue() == queue(name="Rina Lagi")
    assert Message.objects.get().name == "Rina Contoh"


@pytest.mark.parametrize("change", [{"person_key": "candidate:2"}, {"rule": "again"}, {"about": "class:2"}])
def test_another_occasion_is_another_message(template, change):
    queue()
    queue(**change)
    assert Message.objects.count() == 2


def test_without_a_due_date_every_call_is_a_message(template):
    assert queue(due_on=None) != queue(due_on=None)


def test_without_an_address_the_person_is_on_the_call_list(template):
    message = queue(address=None)

    assert (message.state, message.error_code) == (State.FAILED, Failure.NO_ADDRESS)
    assert list(Message.objects.call_list()) == [message]


def test_a_message_for_later_is_held(template):
    saturday = timezone.now() + timedelta(days=3)
    message = queue(hold_until=saturday)

    assert message.state == State.HELD
    assert not Message.objects.due(timezone.now()).exists()
    assert Message.objects.due(saturday).get() == message


def test_queueing_belongs_to_the_transaction_of_the_verb(template):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        queue()
        raise ZeroDivisionError
    assert not Message.objects.exists()


def test_queueing_is_one_query(template, django_assert_num_queries):
    with django_assert_num_queries(1):
        queue()


def test_a_missing_text_names_the_command_that_loads_it():
    with pytest.raises(LookupError, match="load_reference"):
        queue()


def test_a_forgotten_value_is_named(template):
    with pytest.raises(LookupError, match="starts_on"):
        queue(context={})


def test_urgent_goes_first(template):
    queue(person_key="candidate:1")
    urgent = queue(person_key="candidate:2", urgent=True)
    assert Message.objects.due(timezone.now()).first() == urgent


def test_an_urgent_message_survives_a_dead_broker(template, settings, django_capture_on_commit_callbacks, monkeypatch):
    from notifications import tasks

    def dead(*args, **options):
        raise ConnectionError("no broker")

    monkeypatch.setattr(tasks.deliver_messages, "apply_async", dead)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        queue(urgent=True)
    assert callbacks == [queueing.nudge]

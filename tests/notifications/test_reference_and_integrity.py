from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_celery_beat.models import PeriodicTask

from core.integrity import violations
from notifications import reference_data, tasks
from notifications.enums import State
from notifications.models import Message, MessageTemplate
from notifications.sending import deliver
from tests.factories.notifications import (
    DeliveryReportFactory,
    MessageFactory,
    MessageTemplateFactory,
    ReminderRuleFactory,
)

pytestmark = pytest.mark.django_db


def load():
    reference_data.load(lambda line: None)


def ours():
    return sorted(line for line in violations() if "message" in line or "remind" in line or "report" in line)


def test_every_text_that_we_ship_can_be_filled():
    load()
    for template in MessageTemplate.objects.all():
        template.full_clean()
    assert MessageTemplate.objects.count() >= 12
    assert ours() == []


def test_only_the_login_code_is_secret():
    load()
    assert list(MessageTemplate.objects.filter(secret=True).values_list("code", flat=True)) == ["login_code"]


def test_loading_again_keeps_what_staff_changed():
    load()
    MessageTemplate.objects.filter(code="selected").update(body="Selamat!")
    PeriodicTask.objects.filter(name="Deliver messages").update(enabled=False)
    load()
    assert MessageTemplate.objects.get(code="selected").body == "Selamat!"
    assert not PeriodicTask.objects.get(name="Deliver messages").enabled
    assert PeriodicTask.objects.count() == 2


def test_the_clock_runs_tasks_that_exist():
    load()
    assert set(PeriodicTask.objects.values_list("task", flat=True)) == {
        tasks.deliver_messages.name,
        tasks.queue_due_reminders.name,
    }


def test_the_tasks_do_what_the_command_does(monkeypatch):
    MessageFactory()
    tasks.queue_due_reminders()
    tasks.deliver_messages()
    assert Message.objects.get().state == State.SENT


def test_a_sound_outbox_has_no_violations():
    MessageFactory.create_batch(3)
    MessageFactory(failed=True)
    deliver()
    assert ours() == []


def test_every_kind_of_unsoundness_is_found():
    hours_ago = timezone.now() - timedelta(hours=2)
    sending = MessageFactory(claimed=True, claimed_at=hours_ago)
    report = DeliveryReportFactory(message=None, provider_id=MessageFactory(sent=True).provider_id)
    MessageTemplateFactory(code="broken", body="{hole}")
    ReminderRuleFactory(code="deaf", reminder="nothing_known")
    assert ours() == [
        f"A delivery report belongs to the message with the same number at the provider: report {report.pk}",
        "Every active reminder rule is about something that an app knows: reminder rule deaf",
        "Every message text can be filled in: message text broken",
        f"No message has been in sending for more than an hour: message {sending.pk}",
    ]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"state": State.SENT}, "message_sent_has_a_time"),
        ({"state": State.SENDING}, "message_sending_is_claimed"),
        ({"state": State.HELD}, "message_held_until_a_time"),
        ({"state": State.FAILED}, "message_failed_says_why"),
        ({"address": ""}, "message_has_an_address"),
    ],
)
def test_the_database_refuses_what_cannot_be(change, constraint):
    message = MessageFactory()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**change)


def test_finding_nothing_due_reads_no_table():
    MessageFactory.create_batch(3, sent=True)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Message.objects.due(timezone.now())[:10].explain()
    assert "message_waiting" in plan
    assert "Sort" not in plan

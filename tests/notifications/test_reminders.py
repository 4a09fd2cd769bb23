from datetime import date, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import CharField, DateField, F, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils import timezone

from notifications import reminders
from notifications.enums import Failure, State
from notifications.models import Message
from tests.factories.accounts import UserFactory
from tests.factories.notifications import MessageTemplateFactory, ReminderRuleFactory

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 24)
User = get_user_model()


def birthdays(on, days_before):
    """Stands in for an upper app: every user is due on the day in `date_joined`."""
    return (
        User.objects.annotate(due_on=Cast("date_joined", DateField()))
        .filter(due_on__lte=on + timedelta(days=days_before))
        .annotate(
            person_key=Concat(Value("user:"), Cast("pk", CharField())),
            address=F("phone"),
            context=JSONObject(due_on=F("due_on"), percent=Value("100 %")),
        )
        .order_by("name")
    )


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    monkeypatch.setattr(reminders, "_sources", {"birthday": birthdays})


@pytest.fixture
def rule():
    template = MessageTemplateFactory(code="birthday", body="{name}, {due_on}.", placeholders=["due_on"])
    return ReminderRuleFactory(code="birthday_3", reminder="birthday", days_before=3, template=template)


def person(due_on, **fields):
    moment = timezone.make_aware(timezone.datetime(due_on.year, due_on.month, due_on.day, 12))
    fields = {"name": "Rina Contoh", "phone": "+6281200001234", **fields}
    return UserFactory(date_joined=moment, **fields)


def test_who_is_due_gets_a_message(rule):
    rina = person(DUE)

    assert reminders.queue_due(on=DUE - timedelta(days=3)) == {"birthday_3": 1}

    message = Message.objects.get()
    assert (message.rule, message.person_key, message.due_on) == ("birthday_3", f"user:{rina.pk}", DUE)
    assert (message.name, message.address, message.state) == ("Rina Contoh", "+6281200001234", State.QUEUED)
    assert message.context == {"due_on": "2026-11-24", "percent": "100 %"}
    assert message.template == rule.template


def test_nobody_is_reminded_too_early(rule):
    person(DUE)
    assert reminders.queue_due(on=DUE - timedelta(days=4)) == {"birthday_3": 0}


def test_a_night_without_a_worker_loses_no_reminder(rule):
    person(DUE)
    assert reminders.queue_due(on=DUE + timedelta(days=1)) == {"birthday_3": 1}


def test_a_new_rule_does_not_remind_of_old_matters(rule):
    person(DUE - timedelta(days=60))
    assert reminders.queue_due(on=DUE) == {"birthday_3": 0}


def test_running_twice_queues_nothing_twice(rule):
    person(DUE)
    reminders.queue_due(on=DUE)
    assert reminders.queue_due(on=DUE) == {"birthday_3": 0}
    assert reminders.queue_due(on=DUE + timedelta(days=1)) == {"birthday_3": 0}
    assert Message.objects.count() == 1


def test_a_new_due_date_is_a_new_reminder(rule):
    rina = person(DUE)
    reminders.queue_due(on=DUE)
    rina.date_joined += timedelta(days=2)
    rina.save()
    assert reminders.queue_due(on=DUE) == {"birthday_3": 1}


def test_days_after_the_due_date_are_negative(rule):
    rule.days_before = -2
    rule.save()
    person(DUE)
    assert reminders.queue_due(on=DUE + timedelta(days=1)) == {"birthday_3": 0}
    assert reminders.queue_due(on=DUE + timedelta(days=2)) == {"birthday_3": 1}


def test_who_has_no_address_is_called(rule):
    person(DUE, phone=None)
    reminders.queue_due(on=DUE)
    assert Message.objects.call_list().get().error_code == Failure.NO_ADDRESS


def test_a_source_can_name_what_it_is_about_and_hold_until_later(rule, monkeypatch):
    saturday = timezone.now() + timedelta(days=2)

    def held(on, days_before):
        return birthdays(on, days_before).annotate(about=Value("class:1"), hold_until=Value(saturday))

    monkeypatch.setattr(reminders, "_sources", {"birthday": held})
    person(DUE)
    reminders.queue_due(on=DUE)
    message = Message.objects.get()
    assert (message.about, message.state, message.next_attempt_at) == ("class:1", State.HELD, saturday)


def test_a_source_that_can_have_no_rows_is_no_fault(rule, monkeypatch):
    monkeypatch.setattr(reminders, "_sources", {"birthday": lambda on, days: birthdays(on, days).none()})
    assert reminders.queue_due(on=DUE) == {"birthday_3": 0}


def test_a_rule_that_is_switched_off_is_silent(rule):
    rule.active = False
    rule.save()
    person(DUE)
    assert reminders.queue_due(on=DUE) == {}


@pytest.mark.parametrize("people", [1, 30])
def test_a_rule_is_one_statement_however_many_are_due(rule, people, django_assert_num_queries):
    for number in range(people):
        person(DUE, phone=f"+62812000{number:05d}")
    with django_assert_num_queries(2):  # the rules, the statement
        assert reminders.queue_due(on=DUE) == {"birthday_3": people}


def test_two_reminders_of_one_name_are_a_fault():
    with pytest.raises(ValueError, match="birthday"):
        reminders.register("birthday", lambda on, days: User.objects.none())


def test_the_command_queues_and_sends(rule, capsys):
    person(DUE)
    call_command("send_due_reminders", "--on", "2026-11-24")
    assert capsys.readouterr().out.splitlines() == ["queued birthday_3: 1", "sent: 1"]
    assert Message.objects.get().body == "Rina Contoh, 24 November 2026."

    call_command("send_due_reminders", "--on", "2026-11-24")
    assert capsys.readouterr().out.splitlines() == ["queued birthday_3: 0"]

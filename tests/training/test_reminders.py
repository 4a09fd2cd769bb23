from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifications import reminders
from notifications.models import Message
from tests.factories.training import (
    ClassTrainerFactory,
    DayWaiverFactory,
    EnrolmentFactory,
    EveningFactory,
    HolidayFactory,
    TrainingClassFactory,
)
from training.class_days import open_days
from training.reminders import evenings_not_entered

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 8, 3)


@pytest.fixture
def teaching(reference, trainer):
    seat = EnrolmentFactory(from_on=MONDAY)
    return ClassTrainerFactory(training_class=seat.training_class, user=trainer, from_on=MONDAY)


def told():
    return sorted(Message.objects.filter(rule="class_evening_missing").values_list("person_key", "due_on"))


def test_the_trainer_is_told_the_next_day_and_only_once(teaching, trainer):
    reminders.queue_due(on=MONDAY)
    assert told() == []
    reminders.queue_due(on=date(2026, 8, 4))
    reminders.queue_due(on=date(2026, 8, 4))
    assert told() == [(f"user:{trainer.pk}", MONDAY)]
    message = Message.objects.get(rule="class_evening_missing")
    assert message.context["class_name"] == "Kelas A"
    assert message.address == "sensei@demo.test"


def test_a_night_without_a_worker_loses_no_reminder(teaching):
    reminders.queue_due(on=date(2026, 8, 7))
    assert [due_on.day for _key, due_on in told()] == [3, 4, 5, 6]


def test_entered_waived_and_free_days_remind_nobody(teaching):
    EveningFactory(training_class=teaching.training_class, day=MONDAY)
    DayWaiverFactory(training_class=teaching.training_class, day=date(2026, 8, 4))
    HolidayFactory(day=date(2026, 8, 5))
    reminders.queue_due(on=date(2026, 8, 10))
    assert [due_on.day for _key, due_on in told()] == [6, 7]


def test_a_replacement_is_told_of_their_own_evening_only(teaching):
    other = ClassTrainerFactory(
        training_class=teaching.training_class, from_on=date(2026, 8, 5), to_on=date(2026, 8, 5)
    )
    reminders.queue_due(on=date(2026, 8, 7))
    assert [due_on.day for key, due_on in told() if key == f"user:{other.user_id}"] == [5]


days = st.dates(date(2026, 7, 20), date(2026, 8, 20))


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sets(days, max_size=6), st.sets(days, max_size=6), st.sets(days, max_size=6), days, days)
def test_the_reminder_and_the_office_list_agree(reference, entered, waived, holidays, starts, seat_from):
    with transaction.atomic():
        training_class = TrainingClassFactory(starts_on=starts, ends_on=date(2026, 8, 21))
        ClassTrainerFactory(training_class=training_class, from_on=date(2026, 7, 1))
        EnrolmentFactory(training_class=training_class, from_on=seat_from)
        for day in entered:
            EveningFactory(training_class=training_class, day=day)
        for day in waived:
            DayWaiverFactory(training_class=training_class, day=day)
        for day in holidays:
            HolidayFactory(day=day)
        by_sql = set(evenings_not_entered(date(2026, 8, 20), 0).values_list("due_on", flat=True))
        by_list = {item.day for item in open_days([training_class], date(2026, 7, 20), date(2026, 8, 20))}
        transaction.set_rollback(True)
    assert by_sql == by_list

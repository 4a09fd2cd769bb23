"""The office is reminded of requests nobody answered and of talks nobody held, once a day."""

from datetime import UTC, date, datetime

import pytest

from notifications.models import Message
from notifications.reminders import queue_due
from tests.factories.training import DisciplineWarningFactory, LeaveRequestFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening", "reference")]
MONDAY = date(2026, 8, 3)


def test_the_office_is_reminded_once_a_day_of_what_waits(lpk):
    LeaveRequestFactory(asked_at=datetime(2026, 8, 2, 3, tzinfo=UTC))
    DisciplineWarningFactory()
    queue_due(MONDAY)
    queue_due(MONDAY)
    sent = dict(Message.objects.filter(person_key=f"user:{lpk.pk}").values_list("rule", "context"))
    assert {rule: (facts["count"], facts["first_on"]) for rule, facts in sent.items()} == {
        "leave_not_answered": (1, "2026-08-04"),
        "talk_not_held": (1, "2026-08-03"),
    }


def test_what_was_asked_today_or_is_decided_reminds_nobody(lpk):
    LeaveRequestFactory(asked_at=datetime(2026, 8, 3, 3, tzinfo=UTC))
    LeaveRequestFactory(approved=True, asked_at=datetime(2026, 8, 1, 3, tzinfo=UTC))
    queue_due(MONDAY)
    assert not Message.objects.exists()

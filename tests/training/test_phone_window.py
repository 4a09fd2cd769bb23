"""Messages know that phones are locked: what is told on a class day waits, and is read out in the morning."""

from datetime import UTC, date, datetime, time

import pytest

from notifications import tasks
from notifications.models import Message, ReminderRule
from notifications.reminders import queue_due
from tests.factories.candidates import FamilyContactFactory, agree_to_messages
from tests.factories.placements import StepFactory
from tests.factories.training import LeaveRequestFactory
from training import leaves
from training.briefing import briefing
from training.models import PhoneRule

pytestmark = pytest.mark.django_db


@pytest.fixture
def at(monkeypatch):
    def set_to(*moment):
        monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(*moment, tzinfo=UTC))

    return set_to


@pytest.mark.parametrize(("moment", "state"), [
    ((2026, 8, 3, 14), "held"),  # Monday evening
    ((2026, 8, 7, 9), "held"),  # Friday, 16:00 in Serang
    ((2026, 8, 7, 11), "queued"),  # Friday, 18:00: phones are out
    ((2026, 8, 8, 3), "queued"),  # Saturday
])  # fmt: skip
def test_a_message_of_a_class_day_waits_for_friday_evening(class_a, trainer, at, moment, state):
    at(*moment)
    seat = class_a.enrolments.first()
    agree_to_messages(seat.journey.candidate)
    leaves.approve(LeaveRequestFactory(journey=seat.journey), by=trainer)
    message = Message.objects.get()
    until = message.hold_until and message.hold_until.isoformat()
    assert (message.state, until) == (state, "2026-08-07T10:00:00+00:00" if state == "held" else None)


def test_what_waits_is_said_at_the_briefing_of_the_next_morning(class_a, trainer, at):
    at(2026, 8, 3, 14)
    seat = class_a.enrolments.first()
    agree_to_messages(seat.journey.candidate)
    leaves.approve(LeaveRequestFactory(journey=seat.journey, from_on="2026-08-06", to_on="2026-08-06"), by=trainer)
    at(2026, 8, 4, 0)
    [person] = briefing(class_a, datetime(2026, 8, 4).date()).with_announcements
    assert person.announcements == ["Izin mulai 6 Agustus: disetujui.", "1 pesan menunggu HP."]


def test_after_the_class_messages_go_at_once(class_a, trainer, at):
    at(2026, 8, 3, 14)
    seat = class_a.enrolments.first()
    class_a.ends_on = "2026-07-31"
    class_a.save()
    agree_to_messages(seat.journey.candidate)
    leaves.approve(LeaveRequestFactory(journey=seat.journey), by=trainer)
    assert Message.objects.get().state == "queued"


def remind(seat, urgent):
    """A step of the trainee's own that is due on Thursday, and the rule that reminds of it three days before."""
    agree_to_messages(seat.journey.candidate)
    StepFactory(journey=seat.journey, owner="candidate", due_on=date(2026, 8, 6))
    ReminderRule.objects.filter(code="step_due").update(urgent=urgent)
    return queue_due(date(2026, 8, 3))["step_due"]


@pytest.mark.parametrize(("hour", "until"), [(time(17), "10:00"), (time(15, 30), "08:30")])
def test_a_reminder_waits_for_friday_too_at_the_hour_of_the_programme(class_a, at, hour, until):
    at(2026, 8, 3, 1)
    PhoneRule.objects.update(given_out_at=hour)
    assert remind(class_a.enrolments.first(), urgent=False) == 1
    message = Message.objects.get(rule="step_due")
    assert (message.state, message.hold_until.isoformat()) == ("held", f"2026-08-07T{until}:00+00:00")


def test_reminders_to_others_and_after_the_class_do_not_wait(class_a, at):
    at(2026, 8, 3, 1)
    type(class_a).objects.update(ends_on=date(2026, 7, 31))
    remind(class_a.enrolments.first(), urgent=False)
    assert Message.objects.get(rule="step_due").state == "queued"


def test_of_an_urgent_reminder_the_family_hears_at_once_that_there_is_news(class_a, at):
    at(2026, 8, 3, 1)
    seat = class_a.enrolments.first()
    FamilyContactFactory(candidate=seat.journey.candidate)
    remind(seat, urgent=True)
    tasks.deliver_messages()  # at the next tick of the sender
    told = dict(Message.objects.exclude(person_key__startswith="user:").values_list("person_key", "state"))
    key = seat.journey.candidate_id
    assert told == {f"candidate:{key}": "held", f"family:{key}": "queued"}

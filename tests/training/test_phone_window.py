"""Messages know that phones are locked: what is told on a class day waits, and is read out in the morning."""

from datetime import UTC, datetime

import pytest

from notifications.models import Message
from tests.factories.candidates import agree_to_messages
from tests.factories.training import LeaveRequestFactory
from training import leaves
from training.briefing import briefing

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

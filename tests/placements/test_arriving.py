"""Who has departed reports; somebody writes it down, and takes it back when it was another person."""

from datetime import timedelta

import pytest
from django.utils import timezone

from candidates.models import Journey
from placements import arriving

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
DEED = "/admin/candidates/journey/{}/verb/arrive/"


def day(when):
    return {"on_day": when.day, "on_month": when.month, "on_year": when.year}


@pytest.fixture
def away(flown):
    journey = flown().journey
    journey.refresh_from_db()
    return journey


def test_welfare_writes_down_an_arrival_and_takes_it_back(away, client_of, welfare):
    client, url = client_of(welfare), DEED.format(away.pk)
    client.post(url, {"expected": "departed", **day(away.departed_on + timedelta(days=1))})
    away.refresh_from_db()
    assert (away.stage, away.arrived_on) == ("arrived", away.departed_on + timedelta(days=1))
    assert not arriving.not_reported(Journey.objects.all()).exists()
    event = away.events.first()
    client.post(f"/admin/candidates/journey/{away.pk}/undo/", {"event": event.pk})
    away.refresh_from_db()
    assert away.arrived_on is None


@pytest.mark.parametrize("days", [-1, 400])
def test_nobody_arrives_before_the_flight_or_tomorrow(away, client_of, welfare, days):
    wrong = away.departed_on - timedelta(days=1) if days < 0 else timezone.localdate() + timedelta(days=1)
    answer = client_of(welfare).post(DEED.format(away.pk), {"expected": "departed", **day(wrong)}, follow=True)
    away.refresh_from_db()
    assert away.arrived_on is None
    assert [message.level_tag for message in answer.context["messages"]] == ["error"]


def test_a_trainer_records_no_arrival(away, client_of, trainer):
    assert client_of(trainer).post(DEED.format(away.pk), {}).status_code in {302, 403}
    away.refresh_from_db()
    assert away.arrived_on is None

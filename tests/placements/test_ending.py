"""A closed journey gives back its seat at the company; a reopened one goes on where it stopped."""

import pytest

from candidates import journey as journeys
from candidates.enums import CloseReason
from core.refusal import Refused
from placements import matching
from placements.models import Departure, Step
from tests.factories.candidates import JourneyFactory
from tests.factories.placements import DepartureFactory, JobOrderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def order():
    return JobOrderFactory(seats=1)


@pytest.fixture
def passed(order):
    nomination = matching.nominate(JourneyFactory(at="qualified"), order, by=None)
    return matching.record_result(nomination, "passed", by=None, rank=1, commitment_years=3)


def close(nomination, reason=CloseReason.WITHDREW):
    journey = journeys.close(nomination.journey, reason, by=None)
    nomination.refresh_from_db()
    return journey


def test_the_seat_is_free_for_another_and_no_step_is_due(passed, order):
    journey = close(passed)
    assert (passed.result, passed.seat) == ("withdrawn", None)
    assert not Step.objects.open().filter(journey=journey).exists()
    other = matching.nominate(JourneyFactory(at="qualified"), order, by=None)
    assert matching.record_result(other, "passed", by=None).seat == 1


def test_what_was_reopened_goes_on_with_seat_rank_and_steps(passed):
    steps = Step.objects.open().filter(journey=passed.journey).count()
    journey = journeys.reopen(close(passed), by=None, reason="Salah pilih orang")
    passed.refresh_from_db()
    assert (passed.result, passed.seat, passed.rank, passed.commitment_years) == ("passed", 1, 1, 3)
    assert Step.objects.open().filter(journey=journey).count() == steps > 0


def test_a_reopening_is_refused_when_the_seat_is_gone(passed, order):
    journey = close(passed)
    other = matching.nominate(JourneyFactory(at="qualified"), order, by=None)
    matching.record_result(other, "passed", by=None)
    with pytest.raises(Refused) as refusal:
        journeys.reopen(journey, by=None, reason="Kembali")
    assert refusal.value.codes == ["seats_taken"]
    journey.refresh_from_db()
    assert not journey.is_open


def test_who_only_waited_for_an_interview_waits_again(order):
    nomination = matching.nominate(JourneyFactory(at="qualified"), order, by=None)
    journey = close(nomination, CloseReason.LOST_CONTACT)
    assert nomination.result == "withdrawn"
    journeys.reopen(journey, by=None, reason="Sudah ada kabar")
    nomination.refresh_from_db()
    assert (nomination.result, nomination.result_on) == ("pending", None)


def test_an_interview_that_was_failed_before_stays_failed(order):
    nomination = matching.nominate(JourneyFactory(at="qualified"), order, by=None)
    matching.record_result(nomination, "failed", by=None)
    journeys.reopen(close(nomination), by=None, reason="Salah pilih orang")
    nomination.refresh_from_db()
    assert nomination.result == "failed"


def test_a_flight_that_nobody_confirmed_waits_for_nobody_any_more(passed):
    DepartureFactory(journey=passed.journey)
    assert Departure.objects.waiting().count() == 1
    close(passed)
    assert not Departure.objects.waiting().exists()

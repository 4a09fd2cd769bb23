"""A journey that ends frees its seat; one that is reopened takes it again, if there is room."""

from datetime import date

import pytest

from candidates import journey as journeys
from candidates.enums import CloseReason
from tests.factories.training import AttendanceFactory, EnrolmentFactory, TrainingClassFactory
from training.enrolment import seats_taken

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "monday_evening")]
MONDAY = date(2026, 8, 3)


@pytest.fixture
def seat():
    return EnrolmentFactory(training_class=TrainingClassFactory(capacity=1))


def close(seat, on=MONDAY):
    journey = journeys.close(seat.journey, CloseReason.WITHDREW, by=None, on=on)
    seat.refresh_from_db()
    return journey


def test_who_leaves_the_programme_leaves_the_class(seat):
    close(seat)
    assert seat.to_on == MONDAY
    assert seats_taken(seat.training_class, date(2026, 8, 4)) == 0


def test_a_day_that_was_entered_stays_in_the_class(seat):
    AttendanceFactory(enrolment=seat, day=MONDAY)
    close(seat, on=date(2026, 7, 30))
    assert seat.to_on == MONDAY


def test_a_seat_that_never_began_is_given_back(seat):
    seat.from_on = date(2026, 9, 1)
    seat.save()
    journey = journeys.close(seat.journey, CloseReason.UNFIT, by=None, on=MONDAY)
    assert not journey.enrolments.exists()


def test_who_comes_back_sits_where_they_sat(seat):
    journeys.reopen(close(seat), by=None, on=MONDAY, reason="Salah pilih orang")
    seat.refresh_from_db()
    assert seat.to_on is None


def test_a_seat_that_somebody_else_took_stays_theirs(seat):
    journey = close(seat)
    EnrolmentFactory(training_class=seat.training_class, from_on=date(2026, 8, 4))
    journeys.reopen(journey, by=None, on=date(2026, 8, 4), reason="Kembali")
    seat.refresh_from_db()
    assert seat.to_on == MONDAY


def test_a_class_left_before_the_closing_stays_left(seat):
    seat.to_on = date(2026, 7, 1)
    seat.save()
    journeys.reopen(close(seat), by=None, on=MONDAY, reason="Salah pilih orang")
    seat.refresh_from_db()
    assert seat.to_on == date(2026, 7, 1)

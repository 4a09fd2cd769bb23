from datetime import date

import pytest

from candidates.enums import Stage
from core.integrity import all_invariants
from tests.factories.candidates import JourneyFactory
from tests.factories.training import (
    AttendanceFactory,
    EnrolmentFactory,
    EveningFactory,
    ScoreFactory,
    TrainingClassFactory,
)
from training import integrity

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat(reference):
    return EnrolmentFactory(training_class=TrainingClassFactory())


def test_a_class_in_order_breaks_nothing(seat):
    EveningFactory(training_class=seat.training_class)
    AttendanceFactory(enrolment=seat)
    ScoreFactory(enrolment=seat)
    checks = [item for item in all_invariants() if item.offenders.__module__ == "training.integrity"]
    assert len(checks) == 11
    assert [line for check in checks for line in check.offenders()] == []


def test_a_score_before_the_seat_is_found(seat):
    score = ScoreFactory(enrolment=seat, day=date(2026, 5, 29))
    assert list(integrity.scores_within_the_seat()) == [f"score {score.pk}"]


def test_an_attendance_after_the_seat_is_found(seat):
    seat.to_on = date(2026, 7, 1)
    seat.save(update_fields=["to_on"])
    attendance = AttendanceFactory(enrolment=seat)
    assert list(integrity.attendance_within_the_seat()) == [f"attendance {attendance.pk}"]


def test_a_score_without_an_evening_is_found(seat):
    score = ScoreFactory(enrolment=seat)
    assert list(integrity.scores_of_an_evening()) == [f"score {score.pk}"]


def test_an_evening_without_an_attendance_is_found(seat):
    seat.recorded_at = "2026-06-01T08:00+07:00"
    seat.save(update_fields=["recorded_at"])
    evening = EveningFactory(training_class=seat.training_class)
    assert list(integrity.evenings_are_complete()) == [f"evening {evening.pk} of enrolment {seat.pk}"]


def test_a_seat_given_later_for_days_back_is_no_breach(seat):
    EveningFactory(training_class=seat.training_class)
    assert list(integrity.evenings_are_complete()) == []


def test_training_without_a_seat_and_a_seat_without_training_are_found(seat):
    alone = JourneyFactory(at=Stage.TRAINING)
    odd = EnrolmentFactory(training_class=seat.training_class, journey=JourneyFactory(at=Stage.SELECTED))
    assert list(integrity.training_has_a_seat()) == [f"journey {alone.pk}"]
    assert list(integrity.a_seat_is_training()) == [f"enrolment {odd.pk}"]


def test_a_seat_outside_its_class_is_found(seat):
    early = EnrolmentFactory(training_class=seat.training_class, from_on=date(2026, 5, 1))
    assert list(integrity.seats_within_the_class()) == [f"enrolment {early.pk}"]


def test_the_database_leaves_no_overlap_to_find(seat):
    assert list(integrity.one_class_at_a_time()) == []

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from candidates.enums import Stage
from candidates.models import Consent, ConsentText
from core.refusal import Refused, SomebodyWasFirst
from notifications.models import Message
from tests.factories.candidates import JourneyFactory
from tests.factories.training import AttendanceFactory, EnrolmentFactory, TrainingClassFactory
from training import enrolment as seats
from training.models import Enrolment

pytestmark = pytest.mark.django_db
START = date(2026, 6, 1)


@pytest.fixture
def journey(reference):
    return JourneyFactory(at=Stage.SELECTED)


def test_the_first_seat_starts_the_training(journey, lpk):
    training_class = TrainingClassFactory()
    seat = seats.enrol(journey, training_class, by=lpk, on=START)
    assert (seat.trainee_no, seat.from_on, seat.to_on) == (1, START, None)
    assert (journey.stage, journey.training_on) == (Stage.TRAINING, START)


def test_the_next_one_gets_the_next_number(journey, lpk):
    training_class = TrainingClassFactory()
    seats.enrol(journey, training_class, by=lpk, on=START)
    assert seats.enrol(JourneyFactory(at=Stage.SELECTED), training_class, by=lpk, on=START).trainee_no == 2


def agree_to_messages(journey):
    Consent.objects.create(candidate=journey.candidate, text=ConsentText.objects.get(purpose="messages"))


def test_the_person_is_told_where_and_when(journey, lpk):
    agree_to_messages(journey)
    seats.enrol(journey, TrainingClassFactory(name="Kelas B"), by=lpk, on=START)
    message = Message.objects.get(template__code="placed_in_class")
    told = {name: message.context[name] for name in ("class_name", "starts_on", "place")}
    assert told == {"class_name": "Kelas B", "starts_on": "2026-06-01", "place": "Kota Serang"}
    assert message.address == journey.candidate.phone


def test_who_did_not_agree_to_messages_gets_none(journey, lpk):
    seats.enrol(journey, TrainingClassFactory(), by=lpk, on=START)
    assert not Message.objects.exists()


def test_a_placement_taken_back_calls_its_message_back_and_the_next_one_is_told(journey, lpk):
    agree_to_messages(journey)
    training_class = TrainingClassFactory()
    seats.undo(seats.enrol(journey, training_class, by=lpk, on=START), by=lpk, on=START)
    seats.enrol(journey, training_class, by=lpk, on=START)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "queued"]


def test_placed_before_the_class_starts_sits_from_its_first_day(journey, lpk):
    seat = seats.enrol(journey, TrainingClassFactory(), by=lpk, on=date(2026, 5, 20))
    assert seat.from_on == START


def test_a_full_class_is_refused_and_nothing_moves(journey, lpk):
    training_class = TrainingClassFactory(capacity=1)
    EnrolmentFactory(training_class=training_class)
    with pytest.raises(Refused) as refused:
        seats.enrol(journey, training_class, by=lpk, on=START)
    journey.refresh_from_db()
    assert refused.value.codes == ["class_full"]
    assert (journey.stage, Enrolment.objects.count(), Message.objects.count()) == (Stage.SELECTED, 1, 0)


def test_a_seat_that_somebody_left_is_free_again(journey, lpk):
    training_class = TrainingClassFactory(capacity=1)
    EnrolmentFactory(training_class=training_class, to_on=date(2026, 7, 1))
    assert seats.enrol(journey, training_class, by=lpk, on=date(2026, 7, 2)).trainee_no == 2


def test_every_reason_is_named_at_once(reference, lpk):
    training_class = TrainingClassFactory(capacity=1, sector_id="caregiver")
    EnrolmentFactory(training_class=training_class)
    with pytest.raises(Refused) as refused:
        seats.enrol(JourneyFactory(at=Stage.VERIFIED), training_class, by=lpk, on=START)
    assert refused.value.codes == ["training_after_selected", "class_full", "other_sector"]


def test_who_saw_an_older_stage_is_told(journey, lpk):
    seats.enrol(journey, TrainingClassFactory(), by=lpk, on=START, expected="selected")
    with pytest.raises(SomebodyWasFirst):
        seats.enrol(journey, TrainingClassFactory(), by=lpk, on=START, expected="selected")
    assert Enrolment.objects.count() == 1


def test_a_second_class_needs_the_first_seat_ended(journey, lpk):
    first = seats.enrol(journey, TrainingClassFactory(), by=lpk, on=START)
    with pytest.raises(Refused) as refused:
        seats.enrol(journey, TrainingClassFactory(), by=lpk, on=date(2026, 7, 1))
    assert refused.value.codes == ["already_in_class"]
    seats.leave(first, by=lpk, on=date(2026, 6, 30))
    moved = seats.enrol(journey, TrainingClassFactory(), by=lpk, on=date(2026, 7, 1))
    assert (moved.from_on, journey.training_on) == (date(2026, 7, 1), START)


def test_a_class_that_is_over_lets_its_people_go_on(journey, lpk):
    seats.enrol(journey, TrainingClassFactory(ends_on=date(2026, 6, 30)), by=lpk, on=START)
    seats.enrol(journey, TrainingClassFactory(), by=lpk, on=date(2026, 7, 10))
    assert list(Enrolment.objects.order_by("from_on").values_list("to_on", flat=True)) == [date(2026, 6, 30), None]


def test_a_class_that_is_over_takes_nobody(journey, lpk):
    with pytest.raises(Refused) as refused:
        seats.enrol(journey, TrainingClassFactory(ends_on=date(2026, 6, 30)), by=lpk, on=date(2026, 7, 1))
    assert refused.value.codes == ["class_over"]


def test_undo_takes_the_seat_and_the_milestone_back(journey, lpk):
    seat = seats.enrol(journey, TrainingClassFactory(), by=lpk, on=START)
    seats.undo(seat, by=lpk, on=START)
    journey.refresh_from_db()
    assert (journey.stage, Enrolment.objects.count()) == (Stage.SELECTED, 0)


def test_undo_pressed_twice_says_that_it_was_done(journey, lpk):
    seat = seats.enrol(journey, TrainingClassFactory(), by=lpk, on=START)
    stale = Enrolment.objects.get(pk=seat.pk)
    seats.undo(seat, by=lpk, on=START)
    with pytest.raises(SomebodyWasFirst) as refused:
        seats.undo(stale, by=lpk, on=START)
    assert refused.value.codes == ["already_undone"]


def test_undo_is_refused_once_a_day_was_entered(journey, lpk):
    seat = seats.enrol(journey, TrainingClassFactory(), by=lpk, on=START)
    AttendanceFactory(enrolment=seat)
    with pytest.raises(Refused) as refused:
        seats.undo(seat, by=lpk)
    assert refused.value.codes == ["days_entered"]


def test_nobody_leaves_before_their_last_entered_day(journey, lpk):
    seat = seats.enrol(journey, TrainingClassFactory(), by=lpk, on=START)
    AttendanceFactory(enrolment=seat, day=date(2026, 8, 3))
    with pytest.raises(Refused):
        seats.leave(seat, by=lpk, on=date(2026, 7, 31))
    assert seats.leave(seat, by=lpk, on=date(2026, 8, 3)).to_on == date(2026, 8, 3)


def test_the_database_keeps_a_person_out_of_two_classes_at_once(journey):
    EnrolmentFactory(journey=journey)
    with pytest.raises(IntegrityError, match="one_class_at_a_time"), transaction.atomic():
        EnrolmentFactory(journey=journey, from_on=date(2026, 9, 1))


def test_a_closed_journey_frees_its_seat(journey, lpk):
    training_class = TrainingClassFactory(capacity=1)
    left = EnrolmentFactory(training_class=training_class).journey
    left.closed_on, left.closed_reason = date(2026, 7, 1), "withdrew"
    left.save(update_fields=["closed_on", "closed_reason"])
    assert seats.enrol(journey, training_class, by=lpk, on=date(2026, 7, 2)).trainee_no == 2

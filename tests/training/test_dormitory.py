"""Who sleeps where: beds given, changed and left; women and men apart; the database's own last word."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from candidates import journey as journeys
from candidates.enums import CloseReason
from core.refusal import Refused, SomebodyWasFirst
from tests.factories.training import (
    EnrolmentFactory,
    RoomFactory,
    RoomStayFactory,
    SiteFactory,
    TrainingClassFactory,
)
from training import dormitory, enrolment, house_integrity
from training.models import RoomStay, TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening", "reference")]
MONDAY, SUNDAY = date(2026, 8, 3), date(2026, 8, 2)


def trainee(name="Dewi Contoh", sex="P", **about):
    return EnrolmentFactory(journey__candidate__name=name, journey__candidate__sex=sex, **about)


@pytest.fixture
def melati():
    return RoomFactory(name="Melati 1", beds=2)


@pytest.fixture
def dewi():
    return trainee().journey


def test_a_bed_is_given_from_today_on(dewi, melati, officer):
    stay = dormitory.give_bed(dewi, melati, 1, by=officer)
    assert (stay.bed, stay.from_on, stay.to_on, stay.by) == (1, MONDAY, None, officer)


@pytest.mark.parametrize(("room", "bed", "sentence"), [
    ({"sex": "L", "name": "Garuda"}, 1, "Garuda untuk laki-laki. Pilih kamar lain untuk Dewi."),
    ({"name": "Melati"}, 5, "Melati punya tempat tidur 1 sampai 4."),
    ({"name": "Melati", "is_active": False}, 1, "Melati sedang tidak dipakai."),
])  # fmt: skip
def test_a_room_that_does_not_fit_says_why(dewi, officer, room, bed, sentence):
    with pytest.raises(Refused) as refused:
        dormitory.give_bed(dewi, RoomFactory(**room), bed, by=officer)
    assert refused.value.sentences() == [sentence]


def test_a_bed_that_somebody_holds_is_refused_by_name(dewi, melati, officer):
    dormitory.give_bed(trainee("Citra Contoh").journey, melati, 1, by=officer)
    with pytest.raises(Refused) as refused:
        dormitory.give_bed(dewi, melati, 1, by=officer)
    assert refused.value.sentences() == ["Tempat tidur 1 di Melati 1 dipakai Citra Contoh. Pilih tempat tidur lain."]


def test_whoever_sits_in_no_class_gets_no_bed(melati, officer):
    seat = trainee(to_on=date(2026, 7, 31))
    with pytest.raises(Refused) as refused:
        dormitory.give_bed(seat.journey, melati, 1, by=officer)
    assert refused.value.codes == ["not_in_training"]


@pytest.mark.parametrize("wrong", [
    {"bed": 1},  # a bed that is held
    {"bed": 2, "again": True},  # a second bed of the same person
    {"bed": 2, "sex": "L"},  # the other sex in the room
])  # fmt: skip
def test_the_database_itself_refuses_what_must_never_be(dewi, melati, wrong):
    RoomStayFactory(room=melati, bed=1, journey=dewi)
    journey = dewi if wrong.pop("again", False) else trainee("Budi Contoh", wrong.get("sex", "P")).journey
    with pytest.raises(IntegrityError), transaction.atomic():
        RoomStayFactory(room=melati, journey=journey, **wrong)


def test_moving_ends_the_old_bed_the_day_before_and_can_be_undone(dewi, melati, officer):
    old = RoomStayFactory(room=melati, bed=1, journey=dewi)
    new = dormitory.give_bed(dewi, RoomFactory(), 1, by=officer)
    old.refresh_from_db()
    assert (old.to_on, new.from_on) == (SUNDAY, MONDAY)
    dormitory.take_back(new, by=officer)
    old.refresh_from_db()
    assert (old.to_on, RoomStay.objects.count()) == (None, 1)


def test_nights_that_were_slept_are_not_undone(dewi, melati, officer):
    with pytest.raises(Refused) as refused:
        dormitory.take_back(RoomStayFactory(room=melati, journey=dewi), by=officer)
    assert refused.value.codes == ["slept_there"]


def test_leaving_frees_the_bed_from_the_next_day_and_can_be_undone(dewi, melati, officer):
    stay = RoomStayFactory(room=melati, bed=1, journey=dewi)
    dormitory.leave_bed(stay, by=officer)
    with pytest.raises(SomebodyWasFirst):
        dormitory.leave_bed(stay, by=officer)
    assert (melati, 1) in dormitory.free_beds(melati.site_id, "P", date(2026, 8, 4))
    assert (melati, 1) not in dormitory.free_beds(melati.site_id, "P", MONDAY)
    assert dormitory.undo_leaving(stay, by=officer).to_on is None
    dormitory.leave_bed(stay, by=officer, on=SUNDAY)
    dormitory.give_bed(trainee("Citra Contoh").journey, melati, 1, by=officer)
    with pytest.raises(Refused):
        dormitory.undo_leaving(stay, by=officer)


def test_leaving_the_class_and_leaving_the_programme_free_the_bed(melati, officer):
    dewi, citra = trainee(), trainee("Citra Contoh")
    stays = [RoomStayFactory(room=melati, bed=n, journey=seat.journey) for n, seat in enumerate((dewi, citra), 1)]
    enrolment.leave(dewi, by=officer)
    journeys.close(citra.journey, CloseReason.WITHDREW, by=officer)
    for stay in stays:
        stay.refresh_from_db()
    assert [stay.to_on for stay in stays] == [MONDAY, MONDAY]


def test_the_bed_is_free_from_the_day_after_the_last_day_of_the_class(melati, dewi, officer):
    friday, saturday = date(2026, 8, 7), date(2026, 8, 8)
    stay = dormitory.give_bed(dewi, melati, 1, by=officer)
    TrainingClass.objects.filter(enrolments__journey=dewi).update(ends_on=friday)
    assert (melati, 1) not in dormitory.free_beds(melati.site_id, "P", friday)
    assert (melati, 1) in dormitory.free_beds(melati.site_id, "P", saturday)
    assert [dormitory.capacity(day)[melati.site_id][0].free for day in (friday, saturday)] == [1, 2]
    # Whoever comes next is given it, and the books say until when it was Dewi's.
    citra = trainee("Citra Contoh")
    dormitory.give_bed(citra.journey, melati, 1, by=officer, on=saturday)
    stay.refresh_from_db()
    assert stay.to_on == friday
    assert list(house_integrity.one_bed_one_person()) == list(house_integrity.beds_of_running_classes()) == []


def test_a_class_that_is_made_longer_keeps_its_beds(melati, dewi, officer):
    dormitory.give_bed(dewi, melati, 1, by=officer)
    for ends_on, free in [(date(2026, 8, 7), True), (date(2026, 8, 14), False)]:
        TrainingClass.objects.filter(enrolments__journey=dewi).update(ends_on=ends_on)
        assert ((melati, 1) in dormitory.free_beds(melati.site_id, "P", date(2026, 8, 10))) is free


def test_beds_of_a_class_that_is_over_go_to_the_next_class_and_nobody_of_it_returns(melati, officer):
    over = TrainingClassFactory(site=melati.site, starts_on=date(2026, 3, 2), ends_on=date(2026, 7, 31))
    left = [trainee(name, training_class=over, from_on=over.starts_on) for name in ("Ani Contoh", "Bela Contoh")]
    stays = [RoomStayFactory(room=melati, bed=n, journey=seat.journey) for n, seat in enumerate(left, 1)]
    trainee("Citra Contoh", training_class=TrainingClassFactory(site=melati.site))
    seats = TrainingClass.objects.exclude(pk=over.pk).get().enrolments.select_related("journey__candidate")
    assert dormitory.give_beds(seats, by=officer) == (1, 0)
    stays[0].refresh_from_db()
    assert stays[0].to_on == date(2026, 7, 31)
    assert dormitory.without_bed(left, MONDAY) == left
    with pytest.raises(Refused) as refused:
        dormitory.undo_leaving(stays[0], by=officer)
    assert refused.value.codes == ["not_in_training"]


def test_a_placement_that_is_taken_back_gives_the_bed_back(melati, officer):
    seat = trainee(from_on=MONDAY)
    dormitory.give_bed(seat.journey, melati, 1, by=officer)
    enrolment.undo(seat, by=officer)
    assert not RoomStay.objects.exists()


def test_beds_are_given_to_a_whole_class_and_who_is_left_over_is_counted(melati, officer):
    training_class = TrainingClassFactory(site=melati.site)
    RoomFactory(site=melati.site, sex="L", beds=1)
    for name, sex in [("Ani", "P"), ("Beni", "L"), ("Cici", "P"), ("Dodi", "L")]:
        trainee(f"{name} Contoh", sex, training_class=training_class)
    seats = training_class.enrolments.select_related("journey__candidate", "training_class")
    assert dormitory.give_beds(seats, by=officer) == (3, 1)
    assert dormitory.give_beds(seats, by=officer) == (0, 1)
    assert list(house_integrity.one_bed_one_person()) == list(house_integrity.women_and_men_apart()) == []


def test_capacity_counts_free_beds_by_site_and_sex_in_one_query(melati, dewi, django_assert_num_queries):
    RoomFactory(site=melati.site, sex="L", beds=6)
    RoomFactory(site=SiteFactory(name="Tangerang Selatan"), beds=8)
    RoomFactory(site=melati.site, beds=8, is_active=False)
    RoomStayFactory(room=melati, bed=1, journey=dewi)
    RoomStayFactory(room=melati, bed=2, journey=trainee("Citra Contoh").journey, to_on=SUNDAY)
    with django_assert_num_queries(1):
        found = dormitory.capacity(MONDAY)
    assert [(free.sex, free.beds, free.free) for free in found[melati.site_id]] == [("P", 2, 1), ("L", 6, 6)]


def test_a_room_with_people_is_not_made_smaller_or_given_to_the_other_sex(melati, dewi, client_of, officer):
    RoomStayFactory(room=melati, bed=2, journey=dewi)
    page = f"/admin/training/room/{melati.pk}/change/"
    fields = {"site": melati.site_id, "name": melati.name, "is_active": "on"}
    answer = client_of(officer).post(page, fields | {"sex": "L", "beds": 1})
    assert "Tempat tidur 2 di sini sedang dipakai" in answer.content.decode()
    melati.refresh_from_db()
    assert (melati.sex, melati.beds) == ("P", 2)
    assert client_of(officer).post(page, fields | {"sex": "P", "beds": 3}).status_code == 302


def test_a_sex_that_was_corrected_since_is_found(dewi, melati):
    stay = RoomStayFactory(room=melati, journey=dewi)
    type(dewi.candidate).objects.update(sex="L")
    assert list(house_integrity.women_and_men_apart()) == [f"stay {stay.pk}"]

"""A seat in a class, given and taken back on the journey's own page at the desk."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from candidates import journey as journeys
from candidates.enums import CloseReason, Deed, Stage
from candidates.models import Journey
from tests.factories.candidates import JourneyFactory
from tests.factories.training import AttendanceFactory, EnrolmentFactory, RoomStayFactory, TrainingClassFactory
from training import placing
from training.models import TrainingClass

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]


def page_of(journey):
    return reverse("admin:candidates_journey_change", args=[journey.pk])


def place_url(journey):
    return reverse("admin:candidates_journey_verb", args=[journey.pk, "place"])


def a_class(**facts):
    today = timezone.localdate()
    return TrainingClassFactory(**{"starts_on": today, "ends_on": today + timedelta(days=90), **facts})


def place(client, journey, training_class, **typed):
    return client.post(place_url(journey), {"expected": "selected", "training_class": training_class.pk} | typed)


def undo(client, journey):
    event = journey.events.first()
    address = reverse("admin:candidates_journey_undo", args=[journey.pk])
    return client.post(address, {"event": event.pk}, follow=True)


def test_the_button_stands_on_the_page_of_who_waits_for_a_class(client_of, officer):
    desk = client_of(officer)
    for at, there in (("verified", False), ("selected", True), ("training", True), ("qualified", False)):
        journey = JourneyFactory(at=at)
        assert (place_url(journey) in desk.get(page_of(journey)).text) is there, at


def test_only_classes_with_room_that_are_not_over_are_offered(client_of, officer):
    today = timezone.localdate()
    a_class(name="Kelas Lapang", capacity=2)
    EnrolmentFactory(training_class=a_class(name="Kelas Penuh", capacity=1))
    left = a_class(name="Kelas Sudah Kosong", capacity=1, starts_on=today - timedelta(days=30))
    EnrolmentFactory(training_class=left, from_on=left.starts_on, to_on=today - timedelta(days=1))
    a_class(name="Kelas Lalu", starts_on=today - timedelta(days=90), ends_on=today - timedelta(days=1))
    page = client_of(officer).get(place_url(JourneyFactory(at="selected"))).text
    offered = [name in page for name in ("Kelas Lapang", "Kelas Penuh", "Kelas Sudah Kosong", "Kelas Lalu")]
    assert offered == [True, False, True, False]
    assert "2 kursi kosong" in page


def test_a_seat_is_given_and_taken_back_from_the_page(client_of, officer):
    journey, training_class = JourneyFactory(at="selected"), a_class()
    desk = client_of(officer)
    place(desk, journey, training_class)
    journey.refresh_from_db()
    assert (journey.stage, journey.enrolments.get().training_class) == (Stage.TRAINING, training_class)
    undo(desk, journey)
    journey.refresh_from_db()
    assert (journey.stage, journey.enrolments.count()) == (Stage.SELECTED, 0)


def test_once_a_day_was_entered_it_is_not_taken_back(client_of, officer):
    journey = JourneyFactory(at="selected")
    desk = client_of(officer)
    place(desk, journey, a_class())
    journey.refresh_from_db()
    AttendanceFactory(enrolment=journey.enrolments.get())
    assert "sudah diisi" in undo(desk, journey).text
    journey.refresh_from_db()
    assert journey.stage == Stage.TRAINING


def test_two_officers_place_the_same_person_and_the_second_is_told(client_of, officer, admin2):
    journey, training_class = JourneyFactory(at="selected"), a_class()
    place(client_of(officer), journey, training_class)
    response = client_of(admin2).post(
        place_url(journey), {"expected": "selected", "training_class": training_class.pk}, follow=True
    )
    assert "Bu Ratna Contoh lebih dulu" in response.text
    assert TrainingClass.objects.with_room().get().taken == 1


# Out of a class, into the next one


TODAY = timezone.localdate()


def page_text(client, journey):
    return client.get(page_of(journey)).text


def in_class(**facts):
    seat = EnrolmentFactory(training_class=a_class(name="Kelas A", starts_on=TODAY - timedelta(days=60)), **facts)
    seat.from_on = seat.training_class.starts_on
    seat.save()
    return seat


def end_seat(client, journey, on=TODAY, reason="pindah ke Kelas B", expected="training"):
    url = reverse("admin:candidates_journey_verb", args=[journey.pk, "leave-class"])
    day = {"on_day": on.day, "on_month": on.month, "on_year": on.year}
    return client.post(url, {"expected": expected, "reason": reason, **day}, follow=True)


def test_a_seat_that_goes_on_for_a_week_is_not_called_ended(client_of, officer):
    desk, seat = client_of(officer), in_class()
    last_day = TODAY + timedelta(days=7)
    page = end_seat(desk, seat.journey, on=last_day).text
    until = f"Duduk di kelas sampai {date_format(last_day)}"
    assert (until in page, "Kursi di kelas diakhiri" in page) == (True, False)
    assert until in desk.get("/admin/").text
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        page = page_text(desk, seat.journey)
    assert (until in page, "Kursi di kelas diakhiri" in page) == (False, True)


def test_a_seat_is_ended_with_day_and_reason_and_the_end_is_taken_back(client_of, officer):
    desk, seat = client_of(officer), in_class()
    journey = seat.journey
    RoomStayFactory(journey=journey, from_on=seat.from_on)
    assert place_url(journey) not in page_text(desk, journey)
    page = end_seat(desk, journey, on=TODAY - timedelta(days=1)).text
    assert "hari terakhir di kelas sudah dicatat" in page and "pindah ke Kelas B" in page
    seat.refresh_from_db()
    assert (seat.to_on, journey.room_stays.get().to_on) == (TODAY - timedelta(days=1),) * 2
    journey.refresh_from_db()
    assert journey.stage == Stage.TRAINING
    assert place_url(journey) in page
    undo(desk, journey)
    seat.refresh_from_db()
    assert seat.to_on is None


def test_moving_to_another_class_on_the_same_day_begins_the_day_after(client_of, officer):
    desk, seat = client_of(officer), in_class()
    end_seat(desk, seat.journey)
    place(desk, seat.journey, a_class(name="Kelas B"), expected="training")
    seats = seat.journey.enrolments.order_by("from_on").values_list("training_class__name", "from_on", "to_on")
    assert list(seats)[1:] == [("Kelas B", TODAY + timedelta(days=1), None)]
    assert seat.journey.events.first().deed == Deed.SEATED
    undo(desk, seat.journey)
    assert list(seat.journey.enrolments.values_list("training_class__name", flat=True)) == ["Kelas A"]
    seat.journey.refresh_from_db()
    assert seat.journey.stage == Stage.TRAINING
    assert "Batalkan</button>" not in page_text(desk, seat.journey)


def test_the_end_of_a_seat_is_not_taken_back_when_the_place_is_gone(client_of, officer):
    desk, seat = client_of(officer), in_class()
    end_seat(desk, seat.journey, on=TODAY - timedelta(days=1))
    TrainingClass.objects.update(capacity=1)
    EnrolmentFactory(training_class=seat.training_class, from_on=TODAY, trainee_no=2)
    assert "Kelas A sudah penuh" in undo(desk, seat.journey).text


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (TODAY - timedelta(days=70), "Orang ini belum mulai. Batalkan saja penempatannya."),
        (TODAY + timedelta(days=91), "Kelas A selesai"),
        (TODAY - timedelta(days=10), "Kehadiran sesudah hari ini sudah tercatat"),
    ],
)
def test_the_last_day_must_be_one_of_the_class_and_after_what_was_entered(client_of, officer, on, sentence):
    seat = in_class()
    AttendanceFactory(enrolment=seat, day=TODAY - timedelta(days=2))
    assert sentence in end_seat(client_of(officer), seat.journey, on=on).text
    seat.refresh_from_db()
    assert seat.to_on is None


def test_whose_class_is_over_before_they_passed_waits_and_repeats(client_of, officer):
    desk, day = client_of(officer), TODAY - timedelta(days=30)
    over = a_class(name="Kelas Lalu", starts_on=TODAY - timedelta(days=200), ends_on=day)
    journey = EnrolmentFactory(training_class=over, from_on=over.starts_on).journey
    page = desk.get(reverse("admin:desk_queue", args=["tempatkan"]))
    assert (page.context["item"], page.context["item"].without_class_since) == (journey, day)
    stuck = [row.sentence for row in desk.get("/admin/").context["stuck"]]
    assert f"1 peserta pelatihan tidak punya kelas, paling lama sejak {date_format(day)}." in stuck
    again = a_class(name="Kelas Ulang")
    listed = reverse("admin:training_place", args=[again.pk])
    assert journey.candidate.name in desk.get(listed).text
    desk.post(listed, {"journey": [journey.pk]})
    assert [seat.to_on for seat in journey.enrolments.order_by("from_on")] == [day, None]
    assert "item" not in desk.get(reverse("admin:desk_queue", args=["tempatkan"])).context
    assert not any("tidak punya kelas" in row.sentence for row in desk.get("/admin/").context["stuck"])


def test_the_queue_tells_what_was_done_and_not_where_the_person_stands(client_of, officer):
    desk, address = client_of(officer), reverse("admin:desk_queue", args=["tempatkan"])
    over = a_class(starts_on=TODAY - timedelta(days=200), ends_on=TODAY - timedelta(days=30))
    journey = EnrolmentFactory(training_class=over, from_on=over.starts_on).journey
    typed = {"orang": journey.pk, "deed": "place", "expected": "training", "training_class": a_class().pk}
    page = desk.post(address, typed, follow=True).text
    assert f"<strong>{journey.candidate.name}</strong>: Ditempatkan di kelas lain" in page


def test_who_was_reopened_when_the_class_was_full_waits_for_another(client_of, officer):
    seat = in_class()
    journeys.close(seat.journey, CloseReason.WITHDREW, by=officer)
    TrainingClass.objects.update(capacity=1)
    EnrolmentFactory(training_class=seat.training_class, from_on=TODAY + timedelta(days=1), trainee_no=2)
    journeys.reopen(seat.journey, by=officer, on=TODAY + timedelta(days=1), reason="kembali")
    desk = client_of(officer)
    assert desk.get(reverse("admin:desk_queue", args=["tempatkan"])).context["item"] == seat.journey
    place(desk, seat.journey, a_class(name="Kelas B"), expected="training")
    assert seat.journey.enrolments.filter(training_class__name="Kelas B", to_on=None).exists()


def test_who_passed_or_sits_in_a_class_waits_for_none(officer):
    in_class()
    JourneyFactory(at="qualified")
    JourneyFactory(at="verified")
    waiting = JourneyFactory(at="selected")
    assert list(placing.without_a_class(Journey.objects.all(), TODAY)) == [waiting]

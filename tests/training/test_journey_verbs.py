"""A seat in a class, given and taken back on the journey's own page at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.enums import Stage
from tests.factories.candidates import JourneyFactory
from tests.factories.training import AttendanceFactory, EnrolmentFactory, TrainingClassFactory
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
    return client.post(place_url(journey), {"expected": "selected", "training_class": training_class.pk, **typed})


def undo(client, journey):
    event = journey.events.first()
    address = reverse("admin:candidates_journey_undo", args=[journey.pk])
    return client.post(address, {"event": event.pk}, follow=True)


def test_the_button_stands_on_the_page_of_a_selected_person_only(client_of, officer):
    desk = client_of(officer)
    for at, there in (("verified", False), ("selected", True), ("training", False)):
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

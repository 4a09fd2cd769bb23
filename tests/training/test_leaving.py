"""A journey that ends frees its seat; one that is reopened takes it again, if there is room."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates import journey as journeys
from candidates.enums import CloseReason, Stage
from candidates.models import Journey
from core.refusal import Refused
from tests.factories.training import AttendanceFactory, EnrolmentFactory, RoomStayFactory, TrainingClassFactory
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


# The day of leaving, as an officer writes it down


def say_left(client, journey, on):
    url = reverse("admin:candidates_journey_verb", args=[journey.pk, "close"])
    day = {"on_day": on.day, "on_month": on.month, "on_year": on.year}
    return client.post(
        url, {"expected": "training", "reason": "withdrew", "note": "pulang kampung", **day}, follow=True
    )


def test_seat_bed_and_figures_follow_the_day_of_leaving(seat, client_of, officer):
    stay = RoomStayFactory(journey=seat.journey)
    left = date(2026, 7, 20)
    say_left(client_of(officer), seat.journey, left)
    seat.refresh_from_db()
    stay.refresh_from_db()
    seat.journey.refresh_from_db()
    assert (seat.to_on, stay.to_on, seat.journey.closed_on, seat.journey.events.first().on) == (left,) * 4
    assert seats_taken(seat.training_class, date(2026, 7, 21)) == 0
    stood = [Journey.objects.as_of(day).get(pk=seat.journey.pk).stood_at for day in (date(2026, 7, 19), left)]
    assert stood == [Stage.TRAINING, Stage.CLOSED]


def test_the_form_begins_with_today_and_no_day_means_today(seat, client_of, officer):
    desk, url = client_of(officer), reverse("admin:candidates_journey_verb", args=[seat.journey.pk, "close"])
    assert desk.get(url).context["form"]["on"].value() == MONDAY
    desk.post(url, {"expected": "training", "reason": "withdrew"})
    seat.journey.refresh_from_db()
    assert seat.journey.closed_on == MONDAY


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (date(2026, 8, 4), "Tanggalnya belum tiba."),
        (date(2026, 5, 31), "“Pelatihan” tercatat 1 Juni 2026."),
    ],
)
def test_a_day_that_cannot_be_stands_beside_its_field_and_what_was_typed_stays(seat, client_of, officer, on, sentence):
    page = say_left(client_of(officer), seat.journey, on)
    assert page.context["form"].errors["on"][0].startswith(sentence)
    assert 'value="pulang kampung"' in page.text
    seat.journey.refresh_from_db()
    assert seat.journey.closed_on is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(on=st.dates(date(2026, 5, 1), date(2026, 9, 1)))
def test_one_leaves_between_the_last_step_and_today(seat, on):
    try:
        journeys.close(seat.journey, CloseReason.WITHDREW, by=None, on=on)
    except Refused as refusal:
        assert refusal.codes == ["future" if on > MONDAY else "before_last_step"]
        assert not date(2026, 6, 1) <= on <= MONDAY
    else:
        assert date(2026, 6, 1) <= on <= MONDAY
        journeys.reopen(seat.journey, by=None, on=MONDAY, reason="Salah")

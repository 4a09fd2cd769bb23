"""The departure gate as officers meet it: they press "confirm", and read which certificate is missing."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates.enums import Stage
from certificates import overriding
from core.integrity import violations
from placements.models import Departure
from tests.factories.candidates import JourneyFactory
from tests.factories.certificates import DepartureOverrideFactory, checked
from tests.factories.placements import DepartureFactory, ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]

MISSING = "sertifikat bahasa (JLPT N4 ke atas, atau JFT-Basic 200)"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def journey(officer):
    """Everything but the language: the skill test is held."""
    journey = JourneyFactory(at="visa")
    checked(by=officer, candidate=journey.candidate, skill=True)
    return journey


@pytest.fixture
def departure(journey, officer):
    return DepartureFactory(journey=journey, recorded_by=officer)


def confirm_url(departure):
    return reverse("admin:placements_departure_confirm", args=[departure.pk])


def stage_of(journey):
    journey.refresh_from_db()
    return journey.stage


def test_the_confirmation_is_refused_and_names_the_missing_certificate(client_of, admin2, departure, journey):
    desk = client_of(admin2)
    assert MISSING in desk.get(confirm_url(departure)).text  # learnt before the button is pressed
    response = desk.post(confirm_url(departure))
    assert response.context["gaps"] == [MISSING]
    assert stage_of(journey) == Stage.VISA


def test_with_the_certificate_checked_the_same_button_carries(client_of, officer, admin2, departure, journey):
    checked(by=officer, candidate=journey.candidate)
    client_of(admin2).post(confirm_url(departure))
    assert stage_of(journey) == Stage.DEPARTED
    assert [line for line in violations() if "proofs" in line or "certificate" in line.lower()] == []


def test_a_claimed_certificate_does_not_open_the_gate(client_of, officer, admin2, departure, journey):
    add = reverse("admin:certificates_certificate_add")
    typed = {"candidate": journey.candidate_id, "test": "jlpt", "level": "N4", "issuer": "JF/JEES", "number": "N4A9"}
    client_of(officer).post(add, typed | {"tested_on": "05-01-2026", "passed": "on"})
    client_of(admin2).post(confirm_url(departure))
    assert stage_of(journey) == Stage.VISA


def test_one_person_alone_opens_it_neither_as_recorder_nor_with_an_override(client_of, admin2, journey):
    desk = client_of(admin2)
    record = reverse("admin:placements_departure_record", args=[journey.pk])
    yesterday = timezone.localdate() - timedelta(days=1)
    desk.post(record, {"flight_no": "GA 874", "flight_on": yesterday.isoformat(), "evidence": ticket()})
    propose = reverse("admin:certificates_departureoverride_propose", args=[journey.pk])
    desk.post(propose, {"reason": "Lembar hasil hilang"})
    override = journey.departure_overrides.get()
    desk.post(reverse("admin:certificates_departureoverride_confirm", args=[override.pk]))
    desk.post(confirm_url(Departure.objects.get()))
    assert stage_of(journey) == Stage.VISA


def test_with_an_override_of_two_people_it_passes_and_every_list_says_so(
    client_of, officer, admin2, departure, journey
):
    override = DepartureOverrideFactory(journey=journey, proposed_by=officer)
    desk = client_of(admin2)
    desk.post(confirm_url(departure))
    assert stage_of(journey) == Stage.VISA  # proposed is not confirmed
    overriding.confirm(override, by=admin2)
    desk.post(confirm_url(departure))
    assert stage_of(journey) == Stage.DEPARTED
    assert [line for line in violations() if "proofs" in line or "certificate" in line.lower()] == []
    lists = [reverse("admin:placements_departure_changelist"), reverse("admin:candidates_journey_changelist")]
    assert ["Izin khusus</span>" in desk.get(address).text for address in lists] == [True, True]
    withdraw = reverse("admin:certificates_departureoverride_withdraw", args=[override.pk])
    assert "sudah berangkat dengan izin khusus ini" in desk.post(withdraw, {"reason": "Ketemu"}).text


def test_the_journey_page_says_what_is_held_claimed_and_lacking(client_of, officer, journey):
    page = client_of(officer).get(reverse("admin:candidates_journey_change", args=[journey.pk])).text
    assert "Syarat: 1 dari 2" in page
    assert f"{reverse('admin:certificates_certificate_add')}?candidate={journey.candidate_id}" in page


def test_proofs_held_before_the_selection_are_recorded_afterwards_with_one_button(client_of, officer):
    journey = JourneyFactory(at="verified")
    checked(by=officer, candidate=journey.candidate, skill=True)
    checked(by=officer, candidate=journey.candidate)
    assert stage_of(journey) == Stage.VERIFIED  # still to be selected
    desk = client_of(officer)
    desk.post(reverse("admin:candidates_journey_verb", args=[journey.pk, "select"]), {"expected": "verified"})
    qualify = reverse("admin:candidates_journey_verb", args=[journey.pk, "qualify"])
    assert qualify in desk.get(reverse("admin:candidates_journey_change", args=[journey.pk])).text
    desk.post(qualify, {"expected": "selected"})
    assert stage_of(journey) == Stage.QUALIFIED

"""What this room adds to a journey's own page at the desk."""

import pytest
from django.urls import reverse

from tests.factories.candidates import JourneyFactory
from tests.factories.placements import JobOrderFactory, NominationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]


def page_of(journey):
    return reverse("admin:candidates_journey_change", args=[journey.pk])


def nominate_url(journey):
    return reverse("admin:candidates_journey_verb", args=[journey.pk, "nominate"])


def steps_page(journey):
    return reverse("admin:placements_step_journey", args=[journey.pk])


@pytest.mark.parametrize(
    ("at", "nominate", "steps"),
    [("registered", False, False), ("verified", True, True), ("qualified", True, True), ("coe", False, True)],
)
def test_the_buttons_fit_the_stage(at, nominate, steps, client_of, officer):
    journey = JourneyFactory(at=at)
    page = client_of(officer).get(page_of(journey)).content.decode()
    assert (nominate_url(journey) in page, steps_page(journey) in page) == (nominate, steps)


def test_a_person_is_nominated_from_their_own_page(client_of, officer):
    journey, order = JourneyFactory(at="qualified"), JobOrderFactory()
    JobOrderFactory(status="closed", employer__name="Tutup Contoh")
    desk = client_of(officer)
    assert "Tutup Contoh" not in desk.get(nominate_url(journey)).content.decode()
    desk.post(nominate_url(journey), {"job_order": order.pk, "expected": journey.stage})
    nomination = journey.nominations.get()
    assert (nomination.job_order, nomination.nominated_by) == (order, officer)


def test_what_does_not_fit_is_said_on_the_page(client_of, officer):
    journey, order = JourneyFactory(at="qualified"), JobOrderFactory(sector_id="caregiver")
    typed = {"job_order": order.pk, "expected": journey.stage}
    response = client_of(officer).post(nominate_url(journey), typed, follow=True)
    assert "Perawat lansia" in response.content.decode()
    assert not journey.nominations.exists()


def test_the_page_of_steps_shows_every_try(client_of, officer):
    journey = JourneyFactory(at="qualified")
    for company in ("Midori Contoh", "Sakata Contoh"):
        NominationFactory(
            journey=journey,
            job_order=JobOrderFactory(employer__name=company),
            result="failed",
            result_on="2026-03-02",
            feedback=f"Kata {company}",
        )
    page = client_of(officer).get(steps_page(journey)).content.decode()
    assert ("Kata Midori Contoh" in page, "Kata Sakata Contoh" in page) == (True, True)

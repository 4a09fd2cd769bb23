"""Each invariant is silent over what the verbs wrote, and names a row that something else wrote."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.integrity import violations
from placements import departing, matching, steps
from placements.models import Departure, JobOrder, Step
from tests.factories.candidates import JourneyFactory
from tests.factories.placements import JobOrderFactory, ticket, who

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("reference", "without_certificate_trigger", "only_our_gate"),
]


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def departed(officer, admin2):
    """From nomination to a confirmed flight, through the verbs."""
    today = timezone.localdate()
    nomination = matching.nominate(JourneyFactory(at="qualified"), JobOrderFactory(seats=1), by=officer)
    journey = matching.record_result(nomination, "passed", by=officer).journey
    for step in journey.steps.all():
        steps.complete(step, by=officer, number="A-1", **who(journey), expires_on=today + timedelta(days=80))
    departure = departing.record(journey, flight_no="GA 874", flight_on=today, evidence=ticket(), by=officer)
    return departing.confirm(departure, by=admin2).journey


def ours():
    """Only what this room answers for: the journey itself was made by a factory."""
    from placements import integrity

    return [
        f"{name}: {row}"
        for name in ("departed_is_confirmed", "confirmed_is_departed", "accepted_within_seats",
                     "an_offer_has_an_interview", "an_interview_is_an_offer", "a_milestone_has_a_step",
                     "a_step_has_a_milestone")
        for row in getattr(integrity, name)()
    ]  # fmt: skip


def test_the_verbs_leave_nothing_to_complain_about(departed):
    assert ours() == []


def test_a_journey_that_only_says_departed_is_named(departed):
    Departure.objects.update(confirmed_by=None, confirmed_at=None)
    assert ours() == [f"departed_is_confirmed: journey {departed.pk}"]


def test_a_departure_of_another_day_is_named_from_both_sides(departed):
    Departure.objects.update(flight_on=departed.departed_on - timedelta(days=1))
    assert [line.split(":")[0] for line in ours()] == ["departed_is_confirmed", "confirmed_is_departed"]


def test_more_people_than_seats_is_named(departed):
    JobOrder.objects.update(seats=1)
    departed.nominations.update(seat=2)
    assert ours() == [f"accepted_within_seats: nomination {departed.nominations.get().pk}"]


def test_an_offer_without_an_interview_is_named(departed):
    departed.nominations.update(undone_at=timezone.now(), seat=None)
    assert ours() == [f"an_offer_has_an_interview: journey {departed.pk}"]


def test_a_milestone_without_its_step_is_named(departed):
    Step.objects.filter(kind="coe").update(cancelled_at=timezone.now())
    assert ours() == [f"a_milestone_has_a_step: coe of journey {departed.pk}"]


def test_a_step_of_another_day_than_its_milestone_is_named(departed):
    Step.objects.filter(kind="visa").update(done_on=departed.visa_on - timedelta(days=1))
    assert [line.split(":")[0] for line in ours()] == ["a_milestone_has_a_step", "a_step_has_a_milestone"]


def test_the_invariants_are_on_the_list_of_the_portal(departed):
    Departure.objects.update(confirmed_by=None, confirmed_at=None)
    sentence = "Whoever departed has one confirmed departure of that day, by two people"
    assert f"{sentence}: journey {departed.pk}" in list(violations())

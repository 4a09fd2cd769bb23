"""What a candidate reads about their proofs: nothing flattering, nothing missing."""

from datetime import date

import pytest

from candidates.own_page import own_page
from certificates.own_page import proofs
from tests.factories.candidates import JourneyFactory
from tests.factories.certificates import CertificateFactory, checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY = date(2026, 11, 24)


def states(journey, on=TODAY):
    return [(row.kind, row.state) for row in proofs(journey, on).rows]


def test_a_caregiver_reads_three_proofs_and_how_far_each_is(officer):
    journey = JourneyFactory(at="training", sector_id="caregiver")
    checked(by=officer, candidate=journey.candidate)
    CertificateFactory(candidate=journey.candidate, test="skill", level="", work_category_id="nursing_care")
    assert states(journey) == [("done", "Sudah diperiksa"), ("waiting", "Menunggu dicek"), ("quiet", "Belum ada")]
    assert proofs(journey, TODAY).note == "1 dari 3 bukti"
    assert "1 dari 3 bukti" in [row.get("body") or row["note"] for row in own_page(journey, on=TODAY).line]


def test_an_expired_proof_is_said_to_be_no_longer_valid(officer):
    journey = JourneyFactory(at="training")
    checked(by=officer, candidate=journey.candidate, skill=True, expires_on=date(2026, 6, 30))
    assert states(journey, date(2026, 6, 30))[1] == ("done", "Sudah diperiksa")
    assert states(journey, date(2026, 7, 1))[1] == ("stopped", "Sudah tidak berlaku")


def test_a_failed_test_and_the_skill_of_another_sector_are_no_proof(officer):
    journey = JourneyFactory(at="training")
    CertificateFactory(candidate=journey.candidate, passed=False)
    checked(by=officer, candidate=journey.candidate, test="skill", level="", work_category_id="auto_repair")
    assert [state for _kind, state in states(journey)] == ["Belum ada", "Belum ada"]


def test_after_the_flight_and_for_alumni_there_is_nothing_to_say():
    assert proofs(JourneyFactory(origin="alumni"), TODAY) is None
    journey = JourneyFactory(at="visa")
    journey.departed_on = TODAY
    assert proofs(journey, TODAY) is None

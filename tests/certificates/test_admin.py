"""Certificates at the desk, tried as the officer and as those who may not."""

import pytest
from django.urls import reverse

from certificates.models import Certificate
from tests.factories.candidates import JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "grants")]

LIST = reverse("admin:certificates_certificate_changelist")


@pytest.fixture
def grants():
    from django.core.management import call_command

    call_command("sync_roles", verbosity=0)


def recorded(journey):
    return Certificate.objects.create(
        candidate=journey.candidate, test="jlpt", level="N4", issuer="JF/JEES", number="N4A1", tested_on="2026-07-05"
    )


def test_officer_records_a_certificate_and_checks_it_with_one_verb(client_of, officer):
    journey = JourneyFactory(at="training")
    desk = client_of(officer)
    facts = {"candidate": journey.candidate_id, "test": "jlpt", "level": "N4", "issuer": "JF/JEES", "number": "N4A9"}
    none = {f"checks-{name}_FORMS": 0 for name in ("TOTAL", "INITIAL")}
    answer = desk.post(
        reverse("admin:certificates_certificate_add"),
        facts | none | {"tested_on": "05-07-2026", "passed": "on", "score": "", "work_category": "", "expires_on": ""},
    )
    assert answer.status_code == 302
    certificate = Certificate.objects.get(number="N4A9")
    assert (certificate.state, certificate.claimed_by) == ("claimed", officer)
    desk.post(LIST, {"action": "verify", "_selected_action": [certificate.pk]})
    certificate.refresh_from_db()
    assert (certificate.state, certificate.proves) == ("verified", ["language"])
    assert certificate.checks.get().by == officer


def test_second_check_of_the_same_certificate_says_who_was_first(client_of, officer, admin2):
    certificate = recorded(JourneyFactory(at="training"))
    client_of(officer).post(LIST, {"action": "verify", "_selected_action": [certificate.pk]})
    answer = client_of(admin2).post(LIST, {"action": "verify", "_selected_action": [certificate.pk]}, follow=True)
    assert "lebih dulu" in answer.content.decode()
    assert certificate.checks.count() == 1


def test_welfare_officer_sees_no_certificates(client_of, welfare):
    recorded(JourneyFactory(at="training"))
    assert client_of(welfare).get(LIST).status_code == 403

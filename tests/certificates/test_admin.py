"""Certificates at the desk, tried as the officer and as those who may not."""

import pytest
from django.urls import reverse

from candidates.enums import Stage
from certificates import checking
from certificates.models import Certificate
from tests.factories.candidates import JourneyFactory
from tests.factories.certificates import CertificateFactory, checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]

LIST = reverse("admin:certificates_certificate_changelist")
ADD = reverse("admin:certificates_certificate_add")


def facts(journey, **changes):
    typed = {"candidate": journey.candidate_id, "test": "jlpt", "level": "N4", "issuer": "JF/JEES", "number": "N4A9"}
    return typed | {"tested_on": "05-07-2026", "passed": "on"} | changes


def page_of(certificate):
    return reverse("admin:certificates_certificate_change", args=[certificate.pk])


def url(deed, certificate):
    return reverse(f"admin:certificates_certificate_{deed}", args=[certificate.pk])


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_officer_records_a_certificate_and_checks_it_with_one_verb(client_of, officer):
    journey = JourneyFactory(at="training")
    desk = client_of(officer)
    assert desk.post(ADD, facts(journey)).status_code == 302
    certificate = Certificate.objects.get(number="N4A9")
    assert (certificate.state, certificate.claimed_by) == ("claimed", officer)
    desk.post(LIST, {"action": "verify", "_selected_action": [certificate.pk]})
    certificate.refresh_from_db()
    assert (certificate.state, certificate.proves) == ("verified", ["language"])
    assert certificate.checks.get().by == officer
    page = desk.get(page_of(certificate)).content.decode()
    assert str(officer) in page
    assert "/accounts/user/" not in page  # an account that officers may not open


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"level": ""}, "tingkat JLPT"),
        ({"test": "skill", "level": ""}, "Pilih"),
        ({"test": "jft_basic", "level": "", "score": "9"}, "10 sampai 250"),
        ({"number": " n4 a1 "}, "sudah tercatat"),
    ],
)
def test_what_cannot_be_recorded_is_said_beside_the_form(changes, sentence, client_of, officer):
    CertificateFactory(number="N4A1")
    response = client_of(officer).post(ADD, facts(JourneyFactory(), **changes))
    errors = " ".join(error for found in response.context["adminform"].form.errors.values() for error in found)
    assert sentence in errors
    assert Certificate.objects.count() == 1


def test_a_certificate_is_checked_from_its_page_with_the_way_it_was_checked(client_of, officer):
    certificate = CertificateFactory(candidate=JourneyFactory(at="training").candidate)
    desk = client_of(officer)
    assert url("check", certificate) in desk.get(page_of(certificate)).content.decode()
    desk.post(url("check", certificate), {"method": "issuer"})
    check = certificate.checks.get()
    assert (check.outcome, check.method, check.by) == ("verified", "issuer", officer)


def test_who_recorded_it_checks_it_alone_only_with_the_original_in_hand(client_of, officer):
    certificate = CertificateFactory(claimed_by=officer)
    desk = client_of(officer)
    page = desk.post(url("check", certificate), {"method": "phone"}).content.decode()
    assert "Anda sendiri yang mencatat" in page
    assert not certificate.checks.exists()
    desk.post(url("check", certificate), {"method": "original"})
    assert certificate.checks.get().method == "original"


def test_a_revoked_certificate_says_why_for_good_and_the_paper_may_come_again(client_of, officer, admin2):
    journey = JourneyFactory(at="training")
    checked(by=officer, candidate=journey.candidate, number="N4A1")
    skill = checked(by=officer, candidate=journey.candidate, skill=True)
    journey.refresh_from_db()
    assert journey.stage == Stage.QUALIFIED
    desk = client_of(admin2)
    assert desk.post(url("revoke", skill), {"method": "issuer"}).context["form"].errors["reason"]
    desk.post(url("revoke", skill), {"method": "issuer", "reason": "Nomor milik orang lain"})
    skill.refresh_from_db()
    journey.refresh_from_db()
    assert (skill.state, skill.proves, journey.stage) == ("revoked", [], Stage.TRAINING)
    page = desk.get(page_of(skill)).content.decode()
    assert ("Nomor milik orang lain" in page, "Batalkan" in page) == (True, False)
    again = {"test": "skill", "level": "", "issuer": skill.issuer, "work_category": "agri_crop"}
    assert desk.post(ADD, facts(journey, number=skill.number, **again)).status_code == 302
    checking.verify(Certificate.objects.get(number=skill.number, state="claimed"), by=officer)
    journey.refresh_from_db()
    assert journey.stage == Stage.QUALIFIED


def test_a_claim_that_is_not_accepted_keeps_its_reason(client_of, officer):
    certificate = CertificateFactory()
    client_of(officer).post(url("refuse", certificate), {"method": "original", "reason": "Tidak terbaca"})
    certificate.refresh_from_db()
    assert (certificate.state, certificate.checks.get().reason) == ("refused", "Tidak terbaca")


def test_second_check_of_the_same_certificate_says_who_was_first(client_of, officer, admin2):
    certificate = CertificateFactory(candidate=JourneyFactory(at="training").candidate)
    client_of(officer).post(url("check", certificate), {"method": "original"})
    answer = client_of(admin2).post(url("check", certificate), {"method": "original"})
    assert "Bu Ratna Contoh lebih dulu" in answer.content.decode()
    assert certificate.checks.count() == 1


def test_who_does_not_check_certificates_reaches_none_of_the_pages(client_of, welfare, lpk):
    certificate = CertificateFactory()
    for user in (welfare, lpk):
        for address in (
            LIST,
            page_of(certificate),
            *(url(deed, certificate) for deed in ("check", "refuse", "revoke")),
        ):
            assert client_of(user).get(address).status_code in {302, 403}, address
    assert not certificate.checks.exists()

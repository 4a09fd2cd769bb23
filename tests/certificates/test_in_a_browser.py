"""The pages of this room on a desk and on a phone: accessible, no wider than the screen, silent under strict CSP."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from playwright.sync_api import expect

from accounts.roles import Role
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.certificates import (
    BookingFactory,
    CertificateFactory,
    DepartureOverrideFactory,
    ExemptionFactory,
    SittingFactory,
    checked,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db):
    """A caregiver with one proof checked, one claimed and one lacking, and an override that waits."""
    call_command("load_reference", verbosity=0)
    call_command("sync_roles", verbosity=0)
    officer = UserFactory(name="Ratna Contoh", honorific="Bu", role=Role.DISNAKER_OFFICER)
    second = UserFactory(name="Bambang Contoh", honorific="Pak", role=Role.DISNAKER_ADMIN)
    rina = CandidateFactory(name="Rina Contoh")
    journey = JourneyFactory(at="visa", candidate=rina, sector_id="caregiver")
    language = checked(by=officer, candidate=rina)
    skill = CertificateFactory(candidate=rina, test="skill", level="", work_category_id="nursing_care", issuer="MHLW")
    override = DepartureOverrideFactory(journey=journey, proposed_by=officer)
    return {
        "officer": officer,
        "second": second,
        "journey": journey.pk,
        "language": language.pk,
        "skill": skill.pk,
        "override": override.pk,
        "booking": BookingFactory(candidate=rina).pk,
        "sitting": SittingFactory(test_id="jft_basic").pk,
        "exemption": ExemptionFactory(candidate=rina, claimed_by=officer, work_category_id="nursing_care").pk,
    }


PAGES = [
    ("candidates_journey_change", "journey"),
    ("certificates_certificate_changelist", ""),
    ("certificates_certificate_add", ""),
    ("certificates_certificate_change", "skill"),
    ("certificates_certificate_check", "skill"),
    ("certificates_certificate_revoke", "language"),
    ("certificates_exemption_change", "exemption"),
    ("certificates_exemption_confirm", "exemption"),
    ("certificates_sitting_changelist", ""),
    ("certificates_sitting_change", "sitting"),
    ("certificates_booking_changelist", ""),
    ("certificates_booking_add", ""),
    ("certificates_booking_change", "booking"),
    ("certificates_booking_result", "booking"),
    ("certificates_departureoverride_changelist", ""),
    ("certificates_departureoverride_change", "override"),
    ("certificates_departureoverride_confirm", "override"),
]


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_every_page_of_the_room_fits_and_is_accessible(phone, scene, browser_page):
    page = browser_page("/admin/", user=scene["second"], phone=phone)
    root = page.url.removesuffix("/admin/")
    for name, row in PAGES:
        page.goto(root + reverse(f"admin:{name}", args=[scene[row]] if row else []))
        assert_fits(page)
        assert_accessible(page)
        shot(page, f"{name}_{'360' if phone else '1366'}")


def test_the_second_signature_confirms_an_override_by_hand(scene, browser_page):
    page = browser_page(reverse("admin:candidates_journey_change", args=[scene["journey"]]), user=scene["second"])
    expect(page.get_by_role("heading", name="Syarat: 1 dari 3")).to_be_visible()
    page.get_by_role("region", name="Syarat").get_by_role("link", name="Lihat").click()
    page.get_by_role("link", name="Konfirmasi").click()
    page.get_by_role("button", name="Ya, konfirmasi izin khusus").click()
    expect(page.get_by_text("boleh berangkat tanpa bukti yang kurang")).to_be_visible()


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_office_records_a_certificate_by_hand(phone, scene, browser_page):
    lpk = UserFactory(name="Agus Contoh", honorific="Pak", role=Role.LPK_OFFICER)
    size = "360" if phone else "1366"
    page = browser_page(f"/lpk/sertifikat/baru/?peserta={scene['journey']}", user=lpk, phone=phone)
    assert_fits(page)
    assert_accessible(page)
    shot(page, f"lpk_sertifikat_baru_{size}")
    page.get_by_label("Ujian", exact=True).select_option(label="JLPT")
    page.get_by_label("Penerbit").fill("JF/JEES")
    page.get_by_label("Nomor", exact=True).fill("N4A 900")
    for part, value in (("Tanggal", "5"), ("Bulan", "7"), ("Tahun", "2026")):
        page.get_by_role("group", name="Hari ujian").get_by_label(part).fill(value)
    page.get_by_role("button", name="Catat sertifikat").click()
    expect(page).to_have_title(re.compile("^Perbaiki:"))  # no level yet
    assert_accessible(page)
    shot(page, f"lpk_sertifikat_salah_{size}")
    page.get_by_label("Tingkat").select_option(label="N4")
    page.get_by_role("button", name="Catat sertifikat").click()
    expect(page.get_by_text("Sekarang giliran Disnaker memeriksa")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)
    shot(page, f"lpk_sertifikat_{size}")

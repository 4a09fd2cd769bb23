"""“Data saya” on a phone and on a screen, through the door with number and code."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from candidates.access import hashed
from candidates.enums import Purpose
from candidates.models import AccessLog
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.candidates import ConsentFactory, JourneyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])


@pytest.fixture
def rina(committed_reference, officer):
    journey = JourneyFactory(candidate__name="Rina Contoh", candidate__access_code=hashed("ABCDE-FGHJK"))
    for purpose in (Purpose.REGISTRATION, Purpose.MESSAGES, Purpose.EMPLOYERS):
        ConsentFactory(candidate=journey.candidate, purpose=purpose)
    moment = datetime(2026, 11, 3, 9, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
    for what in ("record", "phone", "new_code"):
        AccessLog.objects.create(candidate=journey.candidate, by=officer, what=what, at=moment)
    return journey


def look(page, name, phone):
    shot(page, f"{name}_{'360' if phone else '1366'}")
    assert_fits(page)
    assert_accessible(page)


@BOTH
def test_seeing_correcting_and_taking_along(browser_page, rina, phone):
    page = browser_page("/status/", phone=phone)
    page.locator("[name=number]").fill(rina.registration_no)
    page.locator("[name=code]").fill("ABCDE-FGHJK")
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("link", name="Lihat, perbaiki, atau unduh data saya").click()
    expect(page.get_by_role("heading", name="Data saya", level=1)).to_be_visible()
    look(page, "data_saya", phone)

    page.get_by_role("link", name="Minta perbaikan").click()
    page.get_by_text("Tanggal lahir", exact=True).click()
    page.get_by_label("Yang benar apa?").fill("31 Februari 2004")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, "data_perbaikan", phone)
    page.get_by_label("Yang benar apa?").fill("6 Mei 2004")
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("jam lagi")).to_be_visible()
    page.get_by_role("button", name="Tarik persetujuan").first.click()
    expect(page.get_by_text("Persetujuan ditarik.")).to_be_visible()
    look(page, "data_saya_diminta", phone)

    page.get_by_role("link", name="Baca apa yang dihapus").click()
    look(page, "data_penghapusan", phone)
    page.go_back()
    page.get_by_role("link", name="Baca dan cetak semua").click()
    expect(page.get_by_role("heading", name="Identitas")).to_be_visible()
    look(page, "data_semua", phone)
    expect(page.get_by_text("Rina Contoh").first).to_be_visible()
    expect(page.get_by_text("SJ-").nth(1)).to_be_hidden()
    page.get_by_role("heading", name="Perjalanan Anda").click()
    expect(page.get_by_text("SJ-").nth(1)).to_be_visible()
    look(page, "data_semua_dibuka", phone)

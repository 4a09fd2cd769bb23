"""One's own page and its data on a phone and on a screen: long names, many looks, a refused request, no papers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from candidates import contacting
from candidates.access import hashed
from candidates.data_requests import ask, refuse
from candidates.enums import Origin, Purpose, RequestKind
from candidates.models import AccessLog
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.candidates import CandidateFactory, ConsentFactory, JourneyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Raden Ajeng Siti Nurhaliza Kusumawardhani Contohpanjangsekalitanpaspasi"


@pytest.fixture
def siti(committed_reference, officer, admin2):
    journey = JourneyFactory(candidate__name=LONG, candidate__access_code=hashed("ABCDE-FGHJK"))
    person, now = journey.candidate, timezone.now()
    for purpose in (Purpose.REGISTRATION, Purpose.MESSAGES):
        ConsentFactory(candidate=person, purpose=purpose)
    for number in range(13):
        what, by = ("paper:ktp", "record", "phone", "export")[number % 4], (officer, admin2)[number % 2]
        AccessLog.objects.create(candidate=person, by=by, what=what, at=now - timedelta(days=number))
    words = "Nama di KTP yang ditunjukkan di loket berbeda dengan yang diminta; bawa akta kelahiran yang asli."
    refuse(ask(person, RequestKind.CORRECT, field="name", should_be=f"{LONG} Binti"), by=officer, reason=words)
    ask(person, RequestKind.CORRECT, by=officer, field="name", should_be=f"{LONG} Binti")
    ask(person, RequestKind.WITHDRAW, purpose=Purpose.MESSAGES)
    return journey


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_the_own_page_its_data_and_the_password(browser_page, siti, phone):
    def look(name):
        shot(page, f"{name}_{'360' if phone else '1366'}")
        assert_fits(page)
        assert_accessible(page)

    page = browser_page("/status/", phone=phone)
    page.locator("[name=number]").fill(siti.registration_no)
    page.locator("[name=code]").fill("ABCDE-FGHJK")
    page.get_by_role("button", name="Buka halaman saya").click()
    expect(page.get_by_role("heading", name="Perjalanan Anda")).to_be_visible()
    look("saya_panjang")
    page.get_by_role("link", name="Pilih kata sandi").click()
    page.get_by_label("Kata sandi baru").fill("pendek")
    page.get_by_label("Kata sandi yang sama").fill("pendek")
    page.get_by_role("button", name="Simpan kata sandi").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    look("kata_sandi_salah")
    page.goto(page.url.replace("kata-sandi", "data"))
    expect(page.get_by_role("heading", name="Data saya", level=1)).to_be_visible()
    look("data_panjang")


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_the_counter_writes_down_requests_and_agreements(browser_page, siti, officer, phone):
    def look(name):
        shot(page, f"{name}_{'360' if phone else '1366'}")
        assert_fits(page)
        assert_accessible(page)

    ask(siti.candidate, RequestKind.COPY, by=officer)
    page = browser_page(reverse("admin:candidates_journey_change", args=[siti.pk]), user=officer, phone=phone)
    expect(page.get_by_role("heading", name="Persetujuan dan data")).to_be_visible()
    look("perjalanan_hak")
    page.get_by_role("link", name="Catat persetujuan").click()
    expect(page.get_by_role("heading", name="Catat persetujuan", level=1)).to_be_visible()
    look("catat_persetujuan")
    page.goto(page.url.replace("/agree/", "/data-request/"))
    page.get_by_role("button", name="Catat", exact=True).click()
    expect(page.get_by_text("Lihat KTP-nya dulu").first).to_be_visible()
    look("catat_permintaan")


@pytest.mark.parametrize("phone", [True, False])
def test_a_contact_with_its_way_back_fits_the_record(browser_page, siti, officer, phone):
    contacting.write_down(siti, by=officer, way="whatsapp", outcome="reached")

    page = browser_page(reverse("admin:candidates_journey_change", args=[siti.pk]), user=officer, phone=phone)

    assert_fits(page)
    page.locator("#kontak ~ .baris").get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("Catatan kontak dibatalkan.")).to_be_visible()


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_who_came_by_a_list_is_asked_with_their_guardian(browser_page, committed_reference, candidate_user, phone):
    def look(name):
        shot(page, f"{name}_{'360' if phone else '1366'}")
        assert_fits(page)
        assert_accessible(page)

    today = timezone.localdate()
    born = today.replace(year=today.year - 17, day=min(today.day, 28))
    person = CandidateFactory(name=LONG, birth_date=born, user=candidate_user)
    JourneyFactory(candidate=person, origin=Origin.IMPORT)
    page = browser_page("/saya/", user=candidate_user, phone=phone)
    look("saya_belum_setuju")
    page.get_by_role("link", name="Baca dan putuskan").click()
    look("persetujuan")
    page.get_by_role("button", name="Simpan").click()
    look("persetujuan_salah")
    page.locator("[name=consent_registration]").check()
    page.get_by_text("Ibu", exact=True).click()
    page.get_by_label("Nama orang tua atau wali").fill("Siti Contoh")
    page.get_by_label("HP orang tua atau wali").fill("0812-9999-0000")
    page.locator("[name=guardian_consent]").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_text("Terima kasih, sudah tersimpan.")).to_be_visible()

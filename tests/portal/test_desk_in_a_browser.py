"""The desk in Chromium: ten registrations checked by keys alone, and pages that fit and are accessible."""

import re
import time
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from candidates import selecting
from candidates.enums import Stage
from candidates.models import Journey
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.placements import DepartureFactory, StepFactory, StepKindFactory
from tests.factories.training import EnrolmentFactory, TrainingClassFactory
from tests.portal.waiting import claimed, failed_message

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAMES = ("Rina", "Budi", "Dewi", "Muhammad Rizky Kurniawan", "Siti", "Ayu", "Joko", "Putri", "Agus", "Wulan")


@pytest.fixture
def officer(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", verbosity=0)
    call_command("sync_roles", verbosity=0)
    return UserFactory(name="Ratna Contoh", honorific="Bu", role=Role.DISNAKER_OFFICER)


@pytest.fixture
def a_morning(officer):
    """Something of everything: queues, a flight at risk, a class without scores, a silent person, a deed to undo."""
    today = timezone.localdate()
    for number, name in enumerate(NAMES):
        candidate = CandidateFactory(name=f"{name} Contoh", nik_differs=number == 3)
        JourneyFactory(candidate=candidate, registered_on=today - timedelta(days=20 - number))
    second = UserFactory(name="Bambang Contoh", honorific="Pak", role=Role.DISNAKER_ADMIN)
    for name in ("Lestari", "Bayu"):
        JourneyFactory(at=Stage.VERIFIED, candidate=CandidateFactory(name=f"{name} Contoh"))
    JourneyFactory(at=Stage.SELECTED, candidate=CandidateFactory(name="Eka Contoh"))
    claimed("N4-0001", candidate=CandidateFactory(name="Intan Contoh"))
    failed_message("Tono")
    training_class = TrainingClassFactory(
        name="Kelas C", starts_on=today - timedelta(days=40), ends_on=today + timedelta(days=60)
    )
    EnrolmentFactory(training_class=training_class, from_on=today - timedelta(days=40))
    flight = DepartureFactory(flight_on=today + timedelta(days=1), recorded_by=officer)
    coe = StepKindFactory(slug="coe", covers_flight=True)
    StepFactory(journey=flight.journey, kind=coe, done=True, expires_on=today)
    DepartureFactory(recorded_by=officer)
    selecting.verify(JourneyFactory(candidate=CandidateFactory(name="Hana Contoh")), by=officer)
    return second


PAGES = {
    "meja": "/admin/",
    "antrean_periksa": "/admin/antrean/periksa/",
    "antrean_seleksi": "/admin/antrean/seleksi/",
    "antrean_tempatkan": "/admin/antrean/tempatkan/",
    "antrean_sertifikat": "/admin/antrean/sertifikat/",
    "antrean_konfirmasi": "/admin/antrean/konfirmasi/",
    "antrean_hubungi": "/admin/antrean/hubungi/",
    "cari": "/admin/cari/",
}


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_the_pages_fit_and_are_accessible(browser_page, a_morning, phone):
    for name, path in PAGES.items():
        page = browser_page(path, phone=phone, user=a_morning)
        shot(page, f"{name}_{'360' if phone else '1366'}")
        assert_fits(page)
        assert_accessible(page)
        if phone and name == "meja":
            assert page.locator("#header").bounding_box()["height"] <= 64  # one row
            page.get_by_text("Menu", exact=True).click()
            expect(page.get_by_role("button", name="Keluar")).to_be_visible()
            assert_fits(page)
            assert_accessible(page)


def on_one_line(found):
    """Whether the text keeps to one line, however narrow its place."""
    text = "const text = document.createRange(); text.selectNodeContents(element);"
    return found.evaluate(f"element => {{ {text} return text.getClientRects().length }}") == 1


def test_numbers_stay_on_one_line_on_a_phone(browser_page, a_morning):
    page = browser_page("/admin/antrean/periksa/", phone=True, user=a_morning)
    journey = Journey.objects.get(candidate__name="Rina Contoh")
    assert on_one_line(page.get_by_text(journey.candidate.nik, exact=True))
    assert on_one_line(page.get_by_text(journey.registration_no, exact=True))
    page = browser_page("/admin/candidates/journey/selection/2026/people/", phone=True, user=a_morning)
    number = Journey.objects.get(candidate__name="Bayu Contoh").registration_no
    assert on_one_line(page.get_by_role("link", name=number))


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_the_card_at_the_end_of_a_queue_stands_straight(browser_page, officer, phone):
    page = browser_page("/admin/antrean/periksa/", phone=phone, user=officer)
    shot(page, f"antrean_kosong_{'360' if phone else '1366'}")
    card = page.locator(".kosong").bounding_box()
    middle = card["x"] + card["width"] / 2
    for part in (page.get_by_role("heading", level=1), page.locator(".kosong .btn")):
        box = part.bounding_box()
        assert abs(box["x"] + box["width"] / 2 - middle) < 1


def test_ten_registrations_by_keys_alone(browser_page, a_morning, officer):
    page = browser_page("/admin/", user=officer)
    page.keyboard.press("1")
    expect(page).to_have_url(re.compile(r"/admin/antrean/periksa/$"))
    assert_accessible(page)
    steps = []
    for number, name in enumerate(NAMES, start=1):
        expect(page.get_by_role("heading", level=1)).to_have_text(f"{name} Contoh")
        expect(page.get_by_text(f"Pendaftar baru · {number} dari 10")).to_be_visible()
        begun = time.perf_counter()
        with page.expect_navigation():
            page.keyboard.press("1")
        steps.append(time.perf_counter() - begun)
    expect(page.get_by_role("heading", level=1)).to_have_text("Tidak ada yang menunggu lagi")
    assert Journey.objects.filter(stage=Stage.REGISTERED).count() == 0
    page.keyboard.press("0")  # the last one was a slip
    expect(page.get_by_role("heading", level=1)).to_have_text("Wulan Contoh")
    assert Journey.objects.filter(stage=Stage.REGISTERED).count() == 1
    # A human waits at most this long; the bar of 200 ms is measured on the demo year, not on a busy test machine.
    assert sorted(steps)[len(steps) // 2] < 1


def test_keys_are_silent_while_somebody_types_and_can_be_switched_off(browser_page, a_morning, officer):
    page = browser_page("/admin/", user=officer)
    page.keyboard.press("/")
    expect(page.get_by_label("Cari nama, NIK")).to_be_focused()
    page.keyboard.type("1122")
    expect(page.get_by_label("Cari nama, NIK")).to_have_value("1122")
    expect(page).to_have_url(re.compile(r"/admin/$"))
    page.get_by_role("button", name="Matikan tombol angka").click()
    page.keyboard.press("1")
    expect(page.get_by_role("button", name="Nyalakan tombol angka")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/admin/$"))
    page.get_by_role("button", name="Nyalakan tombol angka").click()
    page.keyboard.press("2")
    expect(page).to_have_url(re.compile(r"/admin/antrean/seleksi/$"))


def test_not_chosen_is_typed_and_sent_without_the_mouse(browser_page, a_morning, officer):
    page = browser_page("/admin/antrean/seleksi/", user=officer)
    name = page.get_by_role("heading", level=1).inner_text()
    page.keyboard.press("3")
    expect(page.get_by_label("Alasan")).to_be_focused()
    shot(page, "antrean_tidak_terpilih_1366")
    assert_accessible(page)
    page.keyboard.type("nilai tes di bawah batas")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(name)
    expect(page.get_by_role("status")).to_contain_text("Ditutup")


def test_a_class_is_chosen_and_sent_without_the_mouse(browser_page, a_morning, officer):
    page = browser_page("/admin/", user=officer)
    page.keyboard.press("3")
    expect(page.get_by_label("Kelas", exact=True)).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Eka Contoh: Pelatihan")


def test_the_queue_works_without_javascript(browser_page, a_morning, officer):
    page = browser_page("/admin/antrean/periksa/", user=officer, javascript=False)
    page.get_by_role("button", name="Data benar").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Budi Contoh")
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rina Contoh")


def test_a_search_that_finds_nobody_leads_to_the_counter(browser_page, a_morning, officer):
    page = browser_page("/admin/", user=officer)
    page.keyboard.press("/")
    page.keyboard.type("Zulaikha")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Tidak ada yang cocok")).to_be_visible()
    shot(page, "cari_kosong_1366")
    assert_accessible(page)
    page.get_by_role("link", name="Daftarkan", exact=True).click()
    expect(page).to_have_url(re.compile(r"/walk-in/$"))

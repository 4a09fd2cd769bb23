"""The pages of the LPK office on a phone and on a desk: accessible, no wider than the screen, silent under CSP."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from placements import matching, steps
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.notifications import MessageFactory, MessageTemplateFactory
from tests.factories.placements import DepartureFactory, JobOrderFactory, who

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene(transactional_db, settings, tmp_path):
    """Orders, one with all kinds of nominees; one person half-way to the flight, one flight that waits."""
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", verbosity=0)
    call_command("sync_roles", verbosity=0)
    lpk = UserFactory(name="Agus Contoh", honorific="Pak", role=Role.LPK_OFFICER)
    today = timezone.localdate()
    order = JobOrderFactory(employer__name="Midori Farm Contoh", seats=3, interview_on=today - timedelta(days=40))
    JobOrderFactory(employer__name="Sakata Contoh", sector_id="caregiver", interview_on=today + timedelta(days=12))
    names = ["Rina Contoh", "Dewi Contoh", "Muhammad Rizky Kurniawan Contoh", "Siti Contoh"]
    tries = []
    for name in names:
        journey = JourneyFactory(at="qualified", candidate=CandidateFactory(name=name))
        tries.append(matching.nominate(journey, order, by=lpk, on=today - timedelta(days=45)))
    said = "Rajin dan ramah, bahasanya perlu ditambah"
    for nomination, result in zip(tries, ["passed", "reserve", "failed"], strict=False):
        day = today - timedelta(days=40)
        matching.record_result(nomination, result, by=lpk, on=day, rank=1, feedback=said)
    for name in ("Ayu Contoh", "Budi Contoh"):
        JourneyFactory(at="qualified", candidate=CandidateFactory(name=name))
    JourneyFactory(at="qualified", sector_id="caregiver", candidate=CandidateFactory(name="Ayu Perawat Contoh"))
    rina = tries[0].journey
    passport = rina.steps.get(kind_id="passport")
    last = today + timedelta(days=900)
    steps.complete(passport, by=lpk, number="X 123456", on=today, expires_on=last, **who(rina))
    DepartureFactory(journey=rina, flight_on=today + timedelta(days=5), recorded_by=lpk)
    key = f"candidate:{rina.candidate_id}"
    long = MessageTemplateFactory(code="long", body="Halo {name}, ada kabar. " + "Baca sampai selesai. " * 8)
    MessageFactory(person_key=key, name="Rina", failed=True, address=rina.candidate.phone, template=long)
    MessageFactory(person_key=key, name="Rina", sent=True, address=rina.candidate.phone, due_on=today)
    return {
        "lpk": lpk,
        "order": order.pk,
        "nomination": tries[3].pk,
        "journey": rina.pk,
        "other": tries[3].journey.pk,
        "step": rina.steps.get(kind_id="visa").pk,
    }


PAGES = {
    "orders": "/lpk/job-order/",
    "order": "/lpk/job-order/{order}/",
    "search": "/lpk/job-order/{order}/?q=ayu",
    "result": "/lpk/hasil/{nomination}/",
    "steps": "/lpk/langkah/?giliran=lpk",
    "complete": "/lpk/langkah/{step}/",
    "person": "/lpk/peserta/{journey}/",
    "start_of_a_person": "/lpk/peserta/{other}/",
    "start": "/lpk/",
    "flights": "/lpk/keberangkatan/",
    "messages": "/lpk/pesan/",
    "call_list": "/lpk/pesan/?tampil=telepon",
    "record": "/lpk/peserta/{other}/berangkat/",
    "katakana": "/lpk/peserta/{journey}/katakana/",
}


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_the_pages_fit_and_are_accessible(browser_page, scene, phone):
    for name, path in PAGES.items():
        page = browser_page(path.format(**scene), phone=phone, user=scene["lpk"])
        shot(page, f"lpk_{name}_{'360' if phone else '1366'}")
        assert_fits(page)
        assert_accessible(page)


def test_the_officer_walks_from_an_order_to_a_recorded_result_without_a_script(browser_page, scene):
    page = browser_page("/lpk/", user=scene["lpk"], phone=True, javascript=False)
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("navigation", name="Menu").get_by_role("link", name="Job order").click()
    page.get_by_role("link", name="Midori Farm Contoh").click()
    page.get_by_role("button", name="Calonkan Ayu Contoh").click()
    expect(page.get_by_role("status")).to_contain_text("Ayu Contoh")
    page.get_by_role("link", name="Hasil wawancara Ayu Contoh").click()
    page.get_by_label("Cadangan").check()
    page.get_by_label("Catatan perusahaan").fill("Perlu latihan lagi")
    page.get_by_role("button", name="Simpan hasil").click()
    expect(page.get_by_role("row", name="Ayu Contoh").first).to_contain_text("Perlu latihan lagi")


def test_a_failed_message_is_called_and_leaves_the_call_list(browser_page, scene):
    page = browser_page("/lpk/", user=scene["lpk"])
    page.get_by_role("link", name="Hubungi Pesan yang tidak sampai").click()
    page.get_by_text("Halo Rina").first.click()
    expect(page.locator("details p")).to_be_visible()
    page.get_by_role("link", name="Sudah ditelepon Rina").click()
    page.get_by_label("Bicara dengan orangnya").check()
    page.get_by_role("button", name="Simpan").click()
    expect(page.get_by_role("status")).to_contain_text("Telepon ke Rina sudah dicatat")
    expect(page.get_by_text("Tidak ada yang perlu ditelepon.")).to_be_visible()

"""The candidate's pages and the desk in a real browser, on a phone and on a screen, with and without JavaScript."""

import re
import uuid
from datetime import date

import pytest
from playwright.sync_api import expect

from candidates import journey as journeys
from candidates.enums import Stage
from candidates.models import Candidate, Programme
from candidates.registration import register
from tests.browser import assert_accessible, assert_fits, shot
from tests.candidates.test_registration import RINA, consents
from tests.factories.candidates import CandidateFactory, JourneyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])


@pytest.fixture(autouse=True)
def reference_data(committed_reference, settings):
    Programme.objects.create(year=2090, opens_on=date(2020, 1, 1), closes_on=date(2090, 1, 1), ends_on=date(2090, 2, 1))


def look(page, name, phone):
    shot(page, f"{name}_{'360' if phone else '1366'}")
    assert_fits(page)
    assert_accessible(page)


def identity(page, nik="3673024505040001"):
    page.get_by_label("Nama lengkap").fill("Rina Contoh")
    page.get_by_label("NIK", exact=True).fill(nik)
    for label, typed in (("Tanggal", "5"), ("Bulan", "5"), ("Tahun", "2004")):
        page.get_by_label(label, exact=True).fill(typed)
    page.get_by_text("Perempuan", exact=True).click()


def go_on(page, title):
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def to_the_check(page):
    """From the step after the KTP to the page where everything is read again."""
    page.get_by_role("textbox", name="Nomor HP").fill("0812-3456-7890")
    page.get_by_label("Kelurahan sesuai KTP").select_option("36.73.02.1001")
    go_on(page, "Bidang kerja yang diinginkan")
    page.get_by_text("Perawat lansia", exact=True).first.click()
    page.get_by_label("Pilihan kedua").select_option("agriculture")
    go_on(page, "Sekolah dan pekerjaan")
    page.get_by_label("Sekolah terakhir yang tamat").select_option("SMA")
    go_on(page, "Periksa lalu kirim")


@BOTH
def test_registering_without_javascript(browser_page, phone):
    page = browser_page("/daftar/", phone=phone, javascript=False)
    page.get_by_role("link", name="Sudah saya baca, mulai").click()
    identity(page, nik="367302450504001")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page).to_have_title(re.compile("^Perbaiki:"))
    shot(page, f"daftar_salah_{'360' if phone else '1366'}")
    expect(page.get_by_label("NIK", exact=True)).to_have_value("367302450504001")
    page.get_by_label("NIK", exact=True).fill("3673024505040001")
    go_on(page, "Alamat dan HP")
    to_the_check(page)
    page.locator("input[name^=consent_]").first.check()
    page.get_by_role("button", name="Kirim pendaftaran").click()
    expect(page).to_have_url(re.compile("/daftar/selesai/$"))
    receipt = page.locator("dl").inner_text()
    page.go_back()  # the same receipt, not an empty form
    expect(page).to_have_url(re.compile("/daftar/selesai/$"))
    assert page.locator("dl").inner_text() == receipt


@BOTH
def test_the_steps_their_errors_and_the_receipt(browser_page, phone):
    page = browser_page("/daftar/", phone=phone)
    look(page, "daftar", phone)
    page.get_by_role("link", name="Sudah saya baca, mulai").click()
    look(page, "daftar_ktp", phone)
    identity(page)
    page.get_by_label("Bulan", exact=True).fill("6")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page).to_have_title(re.compile("^Perbaiki:"))
    look(page, "daftar_ktp_beda", phone)
    page.get_by_role("checkbox", name="Sesuai KTP").check()
    go_on(page, "Alamat dan HP")
    page.get_by_text("Lanjut di browser lain atau HP lain").click()
    look(page, "daftar_alamat", phone)
    to_the_check(page)
    look(page, "daftar_periksa", phone)
    page.get_by_role("button", name="Kirim pendaftaran").click()
    expect(page).to_have_title(re.compile("^Perbaiki:"))
    page.get_by_role("link", name="Tanpa persetujuan ini").click()
    expect(page.locator("input[name^=consent_]").first).to_be_focused()
    page.locator("input[name^=consent_]").first.check()
    page.get_by_role("button", name="Kirim pendaftaran").click()
    expect(page).to_have_url(re.compile("/daftar/selesai/$"))
    look(page, "tanda_terima", phone)


def leave(page):
    """As when the browser is closed, and opened again later."""
    with page.expect_response(lambda response: response.url == f"{page.url}sementara/") as kept:
        page.evaluate("""() => {
            Object.defineProperty(document, "visibilityState", { value: "hidden" });
            document.dispatchEvent(new Event("visibilitychange"));
        }""")
    assert kept.value.status == 204
    page.goto(page.url)


def test_closing_the_browser_half_way_loses_nothing_that_is_right(browser_page):
    page = browser_page("/daftar/ktp/", phone=True)
    identity(page, nik="3673")
    leave(page)
    expect(page.get_by_label("Nama lengkap")).to_have_value("Rina Contoh")
    expect(page.get_by_label("Tahun", exact=True)).to_have_value("2004")
    expect(page.get_by_label("NIK", exact=True)).to_have_value("")


def to_the_last_step(page):
    identity(page)
    go_on(page, "Alamat dan HP")
    to_the_check(page)
    return page.get_by_role("checkbox", name=re.compile("setuju", re.IGNORECASE))


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no_script"])
def test_changing_an_answer_from_the_check_keeps_what_was_ticked(browser_page, javascript):
    page = browser_page("/daftar/ktp/", phone=True, javascript=javascript)
    first = to_the_last_step(page).first
    first.check()
    page.get_by_role("button", name=re.compile("Ubah.*Alamat dan HP")).click()
    page.get_by_role("textbox", name="Nomor HP").fill("0813-1111-2222")
    go_on(page, "Periksa lalu kirim")
    expect(first).to_be_checked()
    first.press("Enter")  # sends, and does not open the first of the "Ubah"
    expect(page).to_have_url(re.compile("/daftar/selesai/$"))


def test_leaving_the_check_by_another_way_keeps_what_was_ticked_too(browser_page):
    page = browser_page("/daftar/ktp/", phone=True)
    first = to_the_last_step(page).first
    first.check()
    leave(page)
    expect(first).to_be_checked()


def test_going_back_after_a_mistake_opens_the_step_as_it_was_saved(browser_page):
    page = browser_page("/daftar/ktp/", phone=True)
    identity(page, nik="367302450504001")
    page.get_by_role("button", name="Simpan dan lanjut").click()
    expect(page).to_have_title(re.compile("^Perbaiki:"))
    page.get_by_label("NIK", exact=True).fill("3673024505040001")
    go_on(page, "Alamat dan HP")
    sent = []
    page.on("request", lambda request: sent.append((request.method, request.url)))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Data sesuai KTP")
    expect(page.get_by_label("NIK", exact=True)).to_have_value("3673024505040001")
    expect(page.get_by_label("Nama lengkap")).to_have_value("Rina Contoh")
    assert ("POST", page.url) not in sent
    expect(page).not_to_have_title(re.compile("^Perbaiki:"))


@BOTH
def test_the_next_person_on_a_shared_phone(browser_page, phone):
    page = browser_page("/daftar/ktp/", phone=phone)
    identity(page)
    go_on(page, "Alamat dan HP")
    page.goto(page.url.replace("/alamat/", "/"))
    shot(page, f"daftar_belum_selesai_tertutup_{'360' if phone else '1366'}")
    page.get_by_text("Daftarkan orang lain", exact=True).first.click()
    page.get_by_text("Hapus isian ini", exact=True).first.click()
    look(page, "daftar_belum_selesai", phone)
    page.get_by_role("button", name="Daftarkan orang lain").click()
    expect(page.get_by_role("link", name="Sudah saya baca, mulai")).to_be_visible()
    page.get_by_role("link", name="Sudah saya baca, mulai").click()
    expect(page.get_by_label("Nama lengkap")).to_have_value("")


@BOTH
def test_the_status_door_and_the_own_page(browser_page, phone):
    receipt = register(person=RINA, sector="caregiver", consents=consents(), submission_key=uuid.uuid4())
    page = browser_page("/status/", phone=phone)
    look(page, "status", phone)
    page.get_by_label("Nomor pendaftaran").fill(receipt.journey.registration_no)
    page.get_by_label("Kode", exact=True).fill("salah")
    page.get_by_role("button", name="Buka halaman saya").click()
    expect(page).to_have_title(re.compile("^Perbaiki:"))
    look(page, "status_salah", phone)
    page.get_by_label("Kode", exact=True).fill(receipt.access_code.lower())
    page.get_by_role("button", name="Buka halaman saya").click()
    expect(page.locator("h1")).to_have_text("Rina, sekarang giliran Disnaker")
    look(page, "saya", phone)
    if phone:
        page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Keluar").first.click()
    expect(page.get_by_label("Nomor pendaftaran")).to_be_visible()


@BOTH
def test_the_own_page_in_mid_journey(browser_page, candidate_user, phone):
    JourneyFactory(candidate=CandidateFactory(user=candidate_user), at=Stage.CONTRACT, sector_id="caregiver")
    page = browser_page("/saya/", phone=phone, user=candidate_user)
    look(page, "saya_kontrak", phone)
    expect(page.get_by_role("heading", level=1)).to_contain_text("kontrak")
    expect(page.locator("[aria-current=step]")).to_have_count(1)


@BOTH
def test_the_desk_of_journeys(browser_page, officer, phone):
    journey = JourneyFactory(at=Stage.VERIFIED, candidate=CandidateFactory(nik_differs=True))
    JourneyFactory(at=Stage.SELECTED)
    page = browser_page("/admin/candidates/journey/", phone=phone, user=officer)
    look(page, "meja_perjalanan", phone)
    page.get_by_role("link", name=journey.candidate.name).click()
    expect(page.get_by_role("heading", name="Buku catatan")).to_be_visible()
    look(page, "meja_seorang", phone)
    page.get_by_role("button", name="Lolos seleksi").click()
    expect(page.get_by_text("sekarang: Lolos seleksi")).to_be_visible()
    look(page, "meja_lolos", phone)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("sekarang: Terverifikasi")).to_be_visible()
    page.get_by_role("link", name="Tidak terpilih").click()
    expect(page).to_have_url(re.compile("/decline/|not-chosen|tidak"))
    look(page, "meja_tidak_terpilih", phone)


@BOTH
def test_the_record_and_the_counter(browser_page, officer, phone):
    nobody_like_rina = {"nik": "3673020101990001", "birth_date": date(1999, 1, 1), "sex": "L"}
    person = CandidateFactory(**nobody_like_rina)
    page = browser_page(f"/admin/candidates/candidate/{person.pk}/change/", phone=phone, user=officer)
    look(page, "meja_data", phone)
    page.goto(page.url.split("/admin/")[0] + "/admin/candidates/journey/walk-in/")
    look(page, "meja_loket", phone)
    identity(page, nik="3673024505040777")
    page.get_by_label("Kelurahan sesuai KTP").select_option("36.73.02.1001")
    page.get_by_role("textbox", name="Nomor HP", exact=True).fill("0812-3456-7890")
    page.get_by_text("Perawat lansia", exact=True).first.click()
    page.locator("input[name^=consent_]").first.check()
    page.get_by_role("button", name="Daftar", exact=True).click()
    expect(page.get_by_text(re.compile(r"SJ-\d{4}-\d{4}")).first).to_be_visible()
    look(page, "meja_tanda_terima", phone)
    assert Candidate.objects.filter(nik="3673024505040777", created_by=officer).exists()


@BOTH
def test_a_new_code_at_the_counter(browser_page, officer, phone):
    journey = JourneyFactory()
    page = browser_page(f"/admin/candidates/journey/{journey.pk}/change/", phone=phone, user=officer)
    page.get_by_role("link", name="Kode masuk baru").click()
    expect(page.get_by_role("button", name="Buat kode baru")).to_be_visible()
    look(page, "meja_kode_baru", phone)
    page.get_by_label("KTP asli sudah saya lihat").check()
    page.get_by_role("button", name="Buat kode baru").click()
    expect(page.get_by_text(re.compile(r"^[0-9A-Z]{5}-[0-9A-Z]{5}$"))).to_be_visible()
    look(page, "meja_kode_baru_cetak", phone)


@BOTH
def test_registering_again_from_the_own_page(browser_page, candidate_user, officer, phone):
    person = CandidateFactory(user=candidate_user)
    journeys.close(JourneyFactory(candidate=person), "withdrew", by=officer, on=date(2026, 3, 1))
    page = browser_page("/saya/", phone=phone, user=candidate_user)
    look(page, "saya_mundur", phone)
    page.get_by_role("link", name="Daftar lagi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Daftar lagi")
    look(page, "daftar_lagi", phone)
    page.get_by_text("Perawat lansia", exact=True).first.click()
    page.get_by_label("Sekolah terakhir yang tamat").select_option("SMA")
    page.locator("input[name^=consent_]").first.check()
    page.get_by_role("button", name="Kirim pendaftaran").click()
    expect(page).to_have_url(re.compile("/daftar/selesai/$"))
    look(page, "tanda_terima_lagi", phone)


@BOTH
def test_what_a_known_person_typed_differently_at_the_desk(browser_page, officer, phone):
    typed = {"name": "Rina Contoh Baru", "kelurahan_id": "36.73.02.1002", "birth_date": "2004-06-05"}
    journey = JourneyFactory(typed_anew=typed)
    page = browser_page(f"/admin/candidates/journey/{journey.pk}/change/", phone=phone, user=officer)
    expect(page.get_by_text("Cocokkan dengan KTP")).to_be_visible()
    look(page, "meja_beda", phone)


@BOTH
def test_asking_for_a_new_code_by_phone(browser_page, phone):
    receipt = register(person=RINA, sector="caregiver", consents=consents(), submission_key=uuid.uuid4())
    page = browser_page("/status/", phone=phone)
    page.get_by_role("link", name="Kode hilang?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kode hilang")
    look(page, "kode_hilang", phone)
    page.get_by_label("Nomor pendaftaran").fill(receipt.journey.registration_no)
    page.get_by_role("textbox", name="Nomor HP").fill("0812-3456-7890")
    page.get_by_role("button", name="Kirim kode baru").click()
    expect(page.get_by_role("status")).to_be_visible()
    look(page, "kode_hilang_terkirim", phone)

"""The selection at the desk and what the public sees of it, in a real browser."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from candidates import inviting, publishing, selecting
from candidates.enums import Stage
from candidates.inviting import Result
from candidates.models import Programme, SelectionTest
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.candidates import CandidateFactory, JourneyFactory, programme

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
SELECTION = "/admin/candidates/journey/selection/"


@pytest.fixture(autouse=True)
def reference_data(committed_reference):
    Programme.objects.filter(year=2026).update(
        seats=3,
        test_on=timezone.localdate() + timedelta(days=9),
        test_place="Kantor Disnaker",
        # Open on whatever day this runs.
        closes_on=date(2090, 1, 1),
        ends_on=date(2090, 1, 1),
    )


def look(page, name, phone):
    shot(page, f"{name}_{'360' if phone else '1366'}")
    assert_fits(page)
    assert_accessible(page)


def scored(officer, *scores):
    rows = []
    for number, score in enumerate(scores, start=1):
        journey = JourneyFactory(at=Stage.VERIFIED, candidate=CandidateFactory(name=f"Budi Contoh {number}"))
        test = SelectionTest.objects.create(
            journey=journey, on=date(2026, 11, 2), place="Kantor Disnaker", invited_by=officer
        )
        if score:
            inviting.record(test, Result("present", Decimal(score)), seen=Result(""), by=officer)
        rows.append(journey)
    return rows


@BOTH
def test_choosing_the_best_and_taking_it_back(browser_page, officer, phone):
    scored(officer, 91, 88, 75, 62)
    page = browser_page(SELECTION, phone=phone, user=officer)
    look(page, "seleksi", phone)
    page.get_by_role("link", name="Putuskan yang sudah terverifikasi").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Terverifikasi")
    page.get_by_role("button", name="Centang").click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(3)
    look(page, "seleksi_peringkat", phone)
    page.get_by_role("button", name="Lolos seleksi").click()
    expect(page.get_by_role("button", name="Lolos seleksi: 3 orang")).to_be_visible()
    look(page, "seleksi_sebelum", phone)
    page.get_by_role("button", name="Lolos seleksi: 3 orang").click()
    expect(page.get_by_role("heading", name="Selesai: 3")).to_be_visible()
    look(page, "seleksi_sesudah", phone)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_role("heading", name="Dibatalkan: 3")).to_be_visible()


@BOTH
def test_the_reason_and_the_invitation(browser_page, officer, phone):
    scored(officer, 40, None)
    page = browser_page("/admin/candidates/journey/?stage__exact=verified", phone=phone, user=officer)
    page.get_by_role("checkbox").nth(1).check()
    page.locator("select[name=action]").first.select_option("bulk_decline")
    look(page, "meja_daftar_aksi", phone)
    page.get_by_role("button", name="Buka").first.click()
    page.get_by_role("button", name="Tidak terpilih: 1 orang").click()
    expect(page.get_by_text("Kolom ini").or_(page.locator(".invalid-feedback")).first).to_be_visible()
    look(page, "seleksi_alasan", phone)
    page.get_by_label("Alasan").select_option("nilai tes di bawah batas")
    page.get_by_role("button", name="Tidak terpilih: 1 orang").click()
    expect(page.get_by_role("heading", name="Selesai: 1")).to_be_visible()
    page.get_by_role("link", name="Kembali ke seleksi").click()
    page.get_by_role("link", name="Putuskan yang sudah terverifikasi").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_role("button", name="Undang ke tes").click()
    expect(page.get_by_role("button", name="Undang ke tes: 1 orang")).to_be_visible()
    look(page, "seleksi_undang", phone)
    page.get_by_label("Mulai pukul").fill("08.00")
    page.get_by_role("button", name="Undang ke tes: 1 orang").click()
    expect(page.get_by_role("heading", name="Selesai: 1")).to_be_visible()


@BOTH
def test_the_sheet_of_a_test_day(browser_page, officer, phone):
    scored(officer, None, 80)
    page = browser_page(f"{SELECTION}test/2026-11-02/", phone=phone, user=officer)
    page.get_by_label("Budi Contoh 1: kehadiran").select_option("present")
    page.get_by_label("Budi Contoh 1: nilai").fill("101")
    page.get_by_role("button", name="Simpan hasil").click()
    expect(page.get_by_text("Nilai antara 0 dan 100.")).to_be_visible()
    look(page, "seleksi_lembar", phone)
    page.get_by_label("Budi Contoh 1: nilai").fill("83,5")
    page.get_by_role("button", name="Simpan hasil").click()
    expect(page.get_by_text("1 hasil tersimpan.")).to_be_visible()


@BOTH
def test_the_public_results(browser_page, officer, phone):
    page = browser_page("/hasil/", phone=phone)
    look(page, "hasil_belum", phone)
    for journey in scored(officer, 91, 88, 80):
        selecting.select(journey, by=officer)
    for journey in scored(officer, 79, 78):
        selecting.reserve(journey, by=officer)
    publishing.publish(programme(), by=officer)
    page.reload()
    expect(page.get_by_role("heading", name="Lolos seleksi (3)")).to_be_visible()
    look(page, "hasil", phone)


@BOTH
def test_leaving_a_phone_while_registration_is_closed(browser_page, phone):
    Programme.objects.update(opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1), ends_on=date(2020, 3, 1))
    page = browser_page("/daftar/", phone=phone)
    look(page, "tutup", phone)
    page.get_by_role("button", name="Kabari saya").click()
    expect(page).to_have_title(re.compile("^Perbaiki:"))
    look(page, "tutup_salah", phone)
    page.get_by_label("Nomor HP", exact=True).fill("0812-3456-7890")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Kabari saya").click()
    expect(page.get_by_role("status")).to_contain_text("Nomornya sudah dicatat.")
    look(page, "tutup_dicatat", phone)

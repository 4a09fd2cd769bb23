"""A list from a kelurahan at the desk, in a real browser."""

import uuid
from datetime import date
from io import BytesIO

import pytest
from django.core.files import File
from playwright.sync_api import expect

from candidates import tasks
from candidates.enums import ImportState
from candidates.importing import batches
from candidates.models import ImportBatch, Programme
from tests.browser import assert_accessible, assert_fits, shot
from tests.candidates.importing.books import HEADER, line, nik, save

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BOTH = pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])


@pytest.fixture(autouse=True)
def reference_data(committed_reference, monkeypatch):
    Programme.objects.filter(year=2026).update(closes_on=date(2090, 1, 1), ends_on=date(2090, 1, 1))
    for task in (tasks.read_list, tasks.register_list):
        monkeypatch.setattr(task, "apply_async", lambda args, retry, task=task: task(*args))


@pytest.fixture
def book(tmp_path):
    rows = [line(1), line(2, kelurahan="Unyurr", phone="0254-201234"), line(3, nik=int(nik(10))), line(4, sector=None)]
    return save(tmp_path / "daftar.xlsx", ("Data", [HEADER, *rows]))


def look(page, name, phone):
    shot(page, f"{name}_{'360' if phone else '1366'}")
    assert_fits(page)
    assert_accessible(page)


@BOTH
def test_from_a_file_to_people_and_back(browser_page, officer, book, phone):
    page = browser_page("/admin/candidates/importbatch/add/", phone=phone, user=officer)
    look(page, "daftar_kirim", phone)
    page.get_by_label("Berkas").set_input_files(book)
    page.get_by_role("button", name="Baca daftar").click()
    expect(page.get_by_role("button", name="Daftarkan 2 orang")).to_be_visible()
    look(page, "daftar_hasil", phone)
    page.get_by_role("link", name="Perbaiki Data 3").click()
    expect(page.get_by_text("Mungkin Unyur?")).to_be_visible()
    look(page, "daftar_baris", phone)
    page.get_by_label("Kelurahan").fill("Unyur")
    page.get_by_label("HP").fill("0812-0000-0002")
    page.get_by_role("button", name="Periksa lagi").click()
    expect(page.get_by_text("Baris ini sekarang bisa didaftarkan.")).to_be_visible()
    page.get_by_label("Bidang untuk yang barisnya").select_option("agriculture")
    page.get_by_role("button", name="Daftarkan 3 orang").click()
    expect(page.get_by_text("Terdaftar: 3")).to_be_visible()
    look(page, "daftar_diterima", phone)
    page.get_by_role("button", name="Batalkan").click()
    expect(page.get_by_text("dibatalkan: 3")).to_be_visible()


def test_progress_and_the_list_of_lists(browser_page, officer, book):
    batches.receive(File(BytesIO(book.read_bytes())), name="daftar.xlsx", key=uuid.uuid4(), by=officer)
    ImportBatch.objects.update(state=ImportState.READING, done=1840, expected=5000)
    page = browser_page("/admin/candidates/importbatch/", phone=True, user=officer)
    look(page, "daftar_semua", True)
    page.get_by_role("link", name="daftar.xlsx").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    look(page, "daftar_dibaca", True)

"""Sending photos from a real browser: without JavaScript, made small with it, and over a signal that breaks."""

import io
import re
import uuid

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import expect

from candidates import uploading
from candidates.enums import DocumentState
from candidates.models import Document, DocumentKind, DocumentPage, ReturnReason
from candidates.registration import register
from core.pictures import clean
from tests.browser import assert_accessible, assert_fits, shot
from tests.candidates.test_registration import RINA, TODAY, consents
from tests.pictures import noisy, photo, with_camera_data

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Chromium tells Playwright nothing of a body that holds a file.
KEEP_WHAT_LEAVES = """() => {
    window.left = new Promise((done) => {
        XMLHttpRequest.prototype.send = (data) =>
            data.get("photos").arrayBuffer().then((buffer) => done([...new Uint8Array(buffer)]));
    });
}"""
BOTH = pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])


def jpeg(data, name="IMG_2041.jpg"):
    return {"name": name, "mimeType": "image/jpeg", "buffer": data}


def look(page, name, phone):
    shot(page, f"{name}_{'360' if phone else '1366'}")
    assert_fits(page)
    assert_accessible(page)


@pytest.fixture
def receipt(committed_reference, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return register(person=RINA, sector="caregiver", consents=consents(), submission_key=uuid.uuid4(), on=TODAY)


@pytest.fixture
def own_page(browser_page, receipt):
    def enter(**how):
        page = browser_page("/status/", **how)
        page.get_by_label("Nomor pendaftaran").fill(receipt.journey.registration_no)
        page.get_by_label("Kode").fill(receipt.access_code)
        page.get_by_role("button", name="Buka halaman saya").click()
        expect(page.get_by_role("heading", name="Berkas saya")).to_be_visible()
        return page

    return enter


@BOTH
def test_a_photo_is_sent_without_javascript(own_page, phone):
    page = own_page(phone=phone, javascript=False)
    page.get_by_role("link", name="Foto KTP", exact=True).click()
    page.get_by_label("Pilih atau ambil foto").set_input_files([jpeg(photo(text="depan")), jpeg(photo(text="dalam"))])
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("status")).to_contain_text("Foto KTP sudah sampai")
    expect(page.get_by_role("link", name="Foto 2")).to_be_visible()
    assert DocumentPage.objects.count() == 2


@BOTH
def test_the_pages_of_a_paper(own_page, officer, phone):
    page = own_page(phone=phone)
    look(page, "saya_berkas", phone)
    page.get_by_role("link", name="Foto KTP", exact=True).click()
    expect(page.get_by_role("heading", name="Foto KTP")).to_be_visible()
    look(page, "berkas_kosong", phone)
    page.get_by_label("Pilih atau ambil foto").set_input_files(jpeg(b"<html>ini bukan foto</html>"))
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("status").last).to_contain_text("Ini bukan foto.")
    look(page, "berkas_bukan_foto", phone)
    page.get_by_label("Pilih atau ambil foto").set_input_files(jpeg(photo()))
    page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_text("Sedang dicek")).to_be_visible()
    look(page, "berkas_terkirim", phone)
    reason = ReturnReason.objects.get(text="angka NIK tidak terbaca")
    Document.objects.update(state=DocumentState.RETURNED, reason=reason, decided_at=timezone.now(), decided_by=officer)
    page.goto(page.url)
    look(page, "berkas_kembali", phone)
    page.get_by_role("link", name="Halaman saya").click()
    expect(page.get_by_role("heading", name="Rina, foto KTP perlu diulang")).to_be_visible()
    look(page, "saya_berkas_kembali", phone)


def test_six_megabytes_leave_the_phone_as_less_than_400_kilobytes(own_page):
    data = noisy()
    page = own_page(phone=True)
    page.get_by_role("link", name="Foto KTP", exact=True).click()
    page.get_by_label("Pilih atau ambil foto").set_input_files(jpeg(data))
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.get_by_role("button", name="Kirim").click()
    expect(page.get_by_role("status")).to_contain_text("Foto KTP sudah sampai")
    assert len(data) > 4_000_000
    assert int(sent.value.all_headers()["content-length"]) < 400_000


def test_the_phone_turns_the_photo_upright_and_tells_nobody_where_it_was_taken(own_page):
    page = own_page(phone=True)
    page.get_by_role("link", name="Foto KTP", exact=True).click()
    page.evaluate(KEEP_WHAT_LEAVES)
    page.get_by_label("Pilih atau ambil foto").set_input_files(jpeg(with_camera_data(orientation=6)))
    page.get_by_role("button", name="Kirim").click()
    left = bytes(page.evaluate("() => window.left"))
    assert b"Telepon Contoh" not in left and b"Exif" not in left
    assert Image.open(io.BytesIO(left)).size == (800, 1200)


def test_a_broken_signal_loses_no_photo(own_page):
    page = own_page(phone=True)
    page.get_by_role("link", name="Foto KTP", exact=True).click()
    tries = []

    def broken(route):
        tries.append(route.request.method)
        if tries.count("POST") == 2 and route.request.method == "POST":
            route.abort("connectionreset")
        elif tries.count("POST") == 3 and route.request.method == "POST":  # the half hour was over meanwhile
            route.fulfill(status=401, json={"errors": ["Belum terkirim: halaman ini tertutup."], "door": "/status/"})
        else:
            route.continue_()

    page.route(re.compile("/saya/berkas/ktp/$"), broken)
    page.get_by_label("Pilih atau ambil foto").set_input_files([jpeg(photo(text="depan")), jpeg(photo(text="dalam"))])
    page.get_by_role("button", name="Kirim").click()
    told = page.get_by_text("Foto belum terkirim, sinyalnya putus. Fotonya masih ada di HP ini.")
    expect(told).to_be_visible()
    shot(page, "berkas_putus_360")
    assert_accessible(page)
    page.get_by_role("button", name="Kirim lagi").click()
    expect(page.get_by_role("link", name="Masuk lagi")).to_have_attribute("target", "_blank")
    shot(page, "berkas_tertutup_360")
    page.get_by_role("button", name="Kirim lagi").click()
    expect(page.get_by_role("link", name="Foto 2")).to_be_visible()
    assert [each.number for each in DocumentPage.objects.all()] == [1, 2]


@BOTH
def test_an_officer_works_through_the_papers_with_the_keys(browser_page, officer, receipt, phone):
    kinds = DocumentKind.objects.in_bulk(["ktp", "kk"])
    for slug, size in (("ktp", (1600, 1000)), ("kk", (1000, 1400))):
        data = photo(size, text="CONTOH")
        uploading.keep(receipt.journey.candidate, kinds[slug], [clean(io.BytesIO(data), len(data))])
    page = browser_page("/admin/candidates/journey/berkas/", user=officer, phone=phone)
    expect(page.get_by_role("heading", name="Foto KTP, Rina Contoh")).to_be_visible()
    expect(page.get_by_role("img", name="Foto KTP")).to_be_visible()
    look(page, "cek_berkas", phone)
    page.keyboard.press("r")
    page.keyboard.press("+")
    expect(page.locator(".surat")).to_have_class("surat putar-1 besar-1")
    shot(page, f"cek_berkas_putar_{'360' if phone else '1366'}")
    page.get_by_label("Nama di berkas ini").fill("Rina 123")
    page.locator("[name=deed][value=approve]").click()
    expect(page.locator("#content [autofocus]")).to_be_focused()
    expect(page.locator("#content [autofocus]")).to_be_in_viewport()
    expect(page.get_by_label("Nama di berkas ini")).to_have_value("Rina 123")
    look(page, "cek_berkas_salah", phone)
    page.get_by_label("Nama di berkas ini").fill("Rina Contoh")
    page.locator("[name=name]").blur()
    page.keyboard.press("1")
    expect(page.get_by_role("heading", name="Foto KK, Rina Contoh")).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_role("status")).to_contain_text("fotonya buram")
    look(page, "cek_berkas_kembali", phone)
    page.keyboard.press("0")
    expect(page.get_by_role("button", name="Terima")).to_be_visible()
    assert [each.state for each in Document.objects.order_by("kind__position")] == ["approved", "waiting"]
    page.goto(page.url.partition("berkas/")[0] + "change/")
    expect(page.get_by_role("heading", name="Berkas: 2 dari 4")).to_be_visible()
    look(page, "perjalanan_berkas", phone)

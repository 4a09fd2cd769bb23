"""The pages that anybody may read: home, progress, contacts, money, privacy."""

import re
from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from candidates import retention
from candidates.models import DocumentKind, Programme, Sector
from portal.models import Matter, PublicContact
from portal.steps import rows, so_long
from reports.durations import Durations, Span
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.candidates import JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PAGES = [
    "/",
    "/bidang/",
    "/bidang/agriculture/",
    "/biaya/",
    "/langkah/",
    "/asrama/",
    "/tanya-jawab/",
    "/kemajuan/",
    "/kontak/",
    "/lapor/",
    "/privasi/",
]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_every_page_fits_and_is_accessible(browser_page, reference, busy_year, phone):
    page = browser_page("/", phone=phone)
    home = page.url
    for path in PAGES:
        page.goto(home.rstrip("/") + path)
        assert_fits(page)
        assert_accessible(page)
        shot(page, f"public{path.replace('/', '-')}{'360' if phone else '1366'}")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_visitor_finds_the_way_from_home_to_the_proof_of_the_number(browser_page, reference):
    page = browser_page("/")
    page.get_by_role("link", name="Siapa yang dihitung?").click()
    expect(page).to_have_url(re.compile("/kemajuan/#siapa$"))
    page.get_by_role("link", name="Kontak resmi").click()
    expect(page.get_by_role("heading", name="Kontak resmi")).to_be_visible()


QUERIES = {
    "/": 8,
    "/bidang/": 5,
    "/bidang/caregiver/": 8,
    "/biaya/": 1,
    "/langkah/": 1,
    "/asrama/": 3,
    "/tanya-jawab/": 2,
    "/kemajuan/": 3,
    "/kontak/": 1,
    "/lapor/": 1,
    "/cek/": 0,
    "/privasi/": 4,
    "/sitemap.xml": 1,
    "/robots.txt": 0,
}


def test_a_page_asks_the_database_little_however_many_people_there_are(client, busy_year):
    asked = {}
    for path in QUERIES:
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        asked[path] = len(captured)
    assert asked == QUERIES


def test_contacts_are_data_and_a_hidden_one_is_not_shown(client):
    PublicContact.objects.filter(matter=Matter.PRESS).update(name="Humas Contoh Baru")
    assert "Humas Contoh Baru" in client.get("/kemajuan/").content.decode()
    PublicContact.objects.update(is_shown=False)
    assert "Humas Contoh Baru" not in client.get("/kontak/").content.decode()
    assert "Silakan tanya di loket Disnaker." in client.get("/lapor/").content.decode()


def test_the_privacy_page_shows_the_words_that_people_agree_to(client):
    page = client.get("/privasi/").content.decode()
    assert "Saya setuju dikirimi kabar lewat WhatsApp." in page
    assert "3 × 24 jam" in page


def test_the_privacy_page_says_what_for_whom_and_how_long_by_what_is_set(client):
    Programme.objects.update(keep_months=9)
    day = date_format(retention.kept().until)
    DocumentKind.objects.filter(slug="kk").update(name="Foto Kartu Keluarga")
    page = " ".join(client.get("/privasi/").content.decode().split())
    for part in ("Pendidikan", "orang tua atau wali", "tes seleksi", "kelurahan", "Foto Kartu Keluarga", "LPK KJS"):
        assert part in page
    assert f"9 bulan setelah pendaftaran ditutup, untuk program ini sampai {day}" in page
    assert "5 tahun setelah pulang" in page
    assert "UU 27/2022" in page
    assert "Meta" in page


def test_a_card_says_which_proofs_its_work_needs(client):
    page = " ".join(client.get("/").content.decode().split())
    assert "3 bukti: bahasa, ujian bidang, bahasa perawat" in page
    assert "Pekerjaan: Tanaman, Peternakan" in page


def test_the_heading_counts_the_sectors_that_are_offered(client):
    assert "4 bidang kerja" in client.get("/").content.decode()
    Sector.objects.filter(slug="automotive").update(is_active=False)
    for path in ("/", "/bidang/"):
        page = client.get(path).content.decode()
        assert "3 bidang kerja" in page
        assert "mpat bidang" not in page


def so_far(*spans):
    return Durations(timezone.localtime(), [Span(*each) for each in spans])


def test_a_step_says_how_long_only_when_that_is_known():
    notes = [row["note"] for row in rows(so_far(("verified", 20, 2, 3, 4), ("qualified", 20, 150, 182, 240)))]
    assert notes[1].startswith("biasanya 3 hari · ")
    assert notes[2] == "tes dan wawancara, diumumkan di sini"
    assert notes[3].startswith("biasanya 6 bulan · ")
    assert so_long(59) == "59 hari"


def test_the_page_of_the_steps_says_where_data_are_too_few(client, settings):
    for days in (2, 3, 4):
        JourneyFactory(at="verified", registered_on=date(2026, 1, 1), verified_on=date(2026, 1, 1 + days))
    settings.LEAST_CASES = 3
    page = " ".join(client.get("/langkah/").content.decode().split())
    assert "2 hari sampai 4 hari" in page
    assert page.count("data masih sedikit") == 5
    assert 'role="img"' in page
    settings.LEAST_CASES = 4
    none = client.get("/langkah/").content.decode()
    assert none.count("data masih sedikit") == 6
    assert 'class="grafik"' not in none


def test_the_public_page_hides_few_people_and_names_nobody(client, busy_year):
    page = client.get("/kemajuan/").content.decode()
    assert all(journey.candidate.name not in page for journey in busy_year)
    assert "Orangnya sedikit" in page
    assert f"tahun {timezone.localdate().year}" in page

"""The pages that anybody may read: home, progress, contacts, money, privacy."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.models import Matter, PublicContact
from portal.steps import rows, so_long
from tests.browser import assert_accessible, assert_fits, shot

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


def test_a_page_asks_the_database_little_however_many_people_there_are(client, django_assert_num_queries, busy_year):
    for path, number in (("/", 6), ("/kemajuan/", 2)):
        with django_assert_num_queries(number):
            client.get(path)


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


def test_a_card_says_which_proofs_its_work_needs(client):
    page = " ".join(client.get("/").content.decode().split())
    assert "3 bukti: bahasa, ujian bidang, bahasa perawat" in page
    assert "Pekerjaan: Tanaman, Peternakan" in page


def test_a_step_says_how_long_only_when_that_is_known():
    notes = [row["note"] for row in rows({"verified": 3, "qualified": 182})]
    assert notes[1].startswith("biasanya 3 hari · ")
    assert notes[2] == "tes dan wawancara, diumumkan di sini"
    assert notes[3].startswith("biasanya 6 bulan · ")
    assert so_long(59) == "biasanya 59 hari"


def test_the_public_page_hides_few_people_and_names_nobody(client, busy_year):
    page = client.get("/kemajuan/").content.decode()
    assert all(journey.candidate.name not in page for journey in busy_year)
    assert "Orangnya sedikit" in page
    assert f"tahun {timezone.localdate().year}" in page

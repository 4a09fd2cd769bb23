"""Sending photos of the papers that are asked for, and opening them."""

import io
import re
import uuid
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from candidates import journey as journeys
from candidates import uploading
from candidates.enums import MILESTONES, CloseReason, DocumentState, Stage
from candidates.merging import merge
from candidates.models import (
    AccessLog,
    Document,
    DocumentKind,
    DocumentPage,
    Journey,
    Programme,
    ReturnReason,
)
from candidates.registration import register
from certificates.models import DepartureOverride
from core.pictures import clean
from core.refusal import Refused
from tests.candidates.test_registration import RINA, consents
from tests.factories.candidates import CandidateFactory, DocumentPageFactory, JourneyFactory
from tests.pictures import REFUSED, noisy, photo

TODAY = date(2026, 11, 24)
UNTIL_THE_FLIGHT = [MILESTONES[stage] for stage in Stage if stage in MILESTONES][
    : list(Stage).index(Stage.DEPARTED) + 1
]


def picture(text="CONTOH"):
    data = photo(text=text)
    return clean(io.BytesIO(data), len(data))


def kinds(demands):
    return [each.kind.slug for each in demands]


@pytest.fixture
def rina(reference):
    return JourneyFactory(candidate__name="Rina Contoh", registered_on=TODAY)


@pytest.fixture
def ktp(reference):
    return DocumentKind.objects.get(slug="ktp")


@pytest.fixture
def at_her_page(client, reference):
    """A browser behind the door of number and code."""
    receipt = register(person=RINA, sector="caregiver", consents=consents(), submission_key=uuid.uuid4(), on=TODAY)
    client.post("/status/", {"number": receipt.journey.registration_no, "code": receipt.access_code})
    return client


def send(client, *files, slug="ktp", follow=True, **more):
    named = [SimpleUploadedFile(f"IMG_{n}.jpg", data, "image/jpeg") for n, data in enumerate(files)]
    return client.post(f"/saya/berkas/{slug}/", {"photos": named, **more}, follow=follow)


def test_photos_are_pages_of_one_paper(rina, ktp):
    uploading.keep(rina.candidate, ktp, [picture("depan")])
    document = uploading.keep(rina.candidate, ktp, [picture("belakang")])
    assert [(page.version, page.number) for page in document.pages.all()] == [(1, 1), (1, 2)]


def test_the_same_photo_sent_twice_is_one_page(rina, ktp):
    uploading.keep(rina.candidate, ktp, [picture()])
    document = uploading.keep(rina.candidate, ktp, [picture(), picture()])
    assert document.pages.count() == 1


def test_replacing_begins_a_new_version_and_keeps_the_old(rina, ktp):
    uploading.keep(rina.candidate, ktp, [picture("lama")])
    document = uploading.keep(rina.candidate, ktp, [picture("baru")], replace=True)
    again = uploading.keep(rina.candidate, ktp, [picture("baru")], replace=True)  # the answer was lost on the way
    assert document.version == again.version == 2
    assert [(page.version, page.number) for page in document.pages.all()] == [(1, 1), (2, 1)]


def test_too_many_pages_are_refused_and_nothing_is_kept(rina, ktp):
    with pytest.raises(Refused) as refusal:
        uploading.keep(rina.candidate, ktp, [picture(str(n)) for n in range(3)])
    assert refusal.value.codes == ["too_many_pages"]
    assert not Document.objects.exists()


def test_a_photo_that_was_on_its_way_while_two_records_became_one_is_not_lost(rina, ktp, officer):
    twin = JourneyFactory().candidate
    merge(rina.candidate, twin, by=officer, reason="KTP dilihat")
    document = uploading.keep(twin, ktp, [picture()])  # the page was opened before
    assert (document.candidate, twin.documents.count()) == (rina.candidate, 0)


def test_a_checked_paper_stays_as_it_is(rina, ktp, officer):
    document = uploading.keep(rina.candidate, ktp, [picture()])
    Document.objects.update(state=DocumentState.APPROVED, decided_at=timezone.now(), decided_by=officer)
    with pytest.raises(Refused):
        uploading.keep(rina.candidate, ktp, [picture("lain")], replace=True)
    assert document.pages.count() == 1


def test_where_a_photo_lies_says_nothing_about_the_person(rina, ktp):
    page = uploading.keep(rina.candidate, ktp, [picture()]).pages.get()
    assert page.file.name.count("/") == 2
    assert not any(word in page.file.name.lower() for word in ("rina", "ktp", rina.candidate.nik, rina.registration_no))
    assert Path(page.file.path).stat().st_mode & 0o077 == 0


def test_forgetting_a_person_deletes_the_files_too(rina, ktp, django_capture_on_commit_callbacks):
    page = uploading.keep(rina.candidate, ktp, [picture()]).pages.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert uploading.forget(rina.candidate) == 1
    assert not Path(page.file.path).exists()
    assert not DocumentPage.objects.exists()


# The page


def test_the_own_page_lists_the_papers(at_her_page):
    page = at_her_page.get("/status/").content.decode()
    assert "Berkas saya" in page
    assert "0 dari 4 berkas terkirim" in page
    assert [f"/saya/berkas/{slug}/" in page for slug in ("ktp", "kk", "ijazah", "pas-foto", "skck")] == [True] * 4 + [
        False
    ]


def test_a_photo_is_sent_and_waits_to_be_checked(at_her_page):
    page = send(at_her_page, photo()).content.decode()
    assert "Foto KTP sudah sampai. Sekarang giliran Disnaker mengecek." in page
    assert "Sedang dicek" in page
    assert "1 dari 4 berkas terkirim" in at_her_page.get("/status/").content.decode()


def test_after_one_photo_the_next_paper_is_the_next_step(at_her_page):
    page = send(at_her_page, photo()).content.decode()
    assert re.search(r'class="btn btn-primary btn-lebar" href="/saya/berkas/kk/">\s*Kirim foto KK', page)
    assert "Keluar" in page
    for slug in ("kk", "ijazah", "pas-foto"):
        page = send(at_her_page, photo(text=slug), slug=slug).content.decode()
    assert "btn-lebar" not in page.split("<form", 1)[0]


def test_who_came_in_by_code_is_led_from_the_login_page_to_their_own(at_her_page):
    assert at_her_page.get("/saya/").url == "/status/"


def test_a_heavy_photo_is_kept_small(at_her_page):
    data = noisy()
    send(at_her_page, data)
    assert len(data) > 4_000_000 and DocumentPage.objects.get().size <= 400_000


@pytest.mark.parametrize("name", ["HTML", "SVG", "PDF", "PNG bomb of 400 MP", "half a JPEG", "nothing at all", "ZIP"])
def test_what_is_no_photo_gets_a_sentence_and_is_not_kept(at_her_page, name):
    make, words = REFUSED[name]
    response = send(at_her_page, make())
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "<title>Perbaiki:" in response.content.decode()
    assert not DocumentPage.objects.exists()


def test_one_bad_photo_among_several_is_named_and_none_is_kept(at_her_page):
    page = send(at_her_page, photo(), b"<html>").content.decode()
    assert "Foto 2: Ini bukan foto." in page
    assert not DocumentPage.objects.exists()


def test_sending_nothing_says_what_to_do(at_her_page):
    assert "Pilih foto dulu." in send(at_her_page).content.decode()


SCRIPT = {"headers": {"Accept": "application/json"}}


def test_a_script_gets_its_answer_in_words(at_her_page):
    script = SCRIPT
    data = {"photos": SimpleUploadedFile("x.jpg", photo())}
    assert at_her_page.post("/saya/berkas/ktp/", data, **script).json() == {"next": "/saya/berkas/ktp/"}
    refused = at_her_page.post("/saya/berkas/ktp/", {"photos": SimpleUploadedFile("x.jpg", b"<html>")}, **script)
    assert refused.status_code == 422
    assert refused.json() == {"errors": ["Ini bukan foto. Kirim foto berkasnya (JPG atau PNG)."]}


def test_a_script_whose_door_was_closed_meanwhile_is_told_so_and_keeps_the_photo(client, reference):
    answer = client.post("/saya/berkas/ktp/", {"photos": SimpleUploadedFile("x.jpg", photo())}, **SCRIPT)
    assert (answer.status_code, answer.json()["door"]) == (401, "/status/")
    assert answer.json()["errors"][0].startswith("Belum terkirim: halaman ini tertutup setelah setengah jam.")
    assert client.post("/saya/berkas/ktp/").url == "/status/"  # without a script as before


def test_papers_that_are_not_asked_for_have_no_page(at_her_page):
    assert at_her_page.get("/saya/berkas/skck/").status_code == 404
    assert at_her_page.get("/saya/berkas/akta/").status_code == 404


def test_a_closed_registration_takes_no_papers(at_her_page, officer):
    journeys.close(Programme.objects.get(year=2026).journeys.get(), CloseReason.WITHDREW, by=officer, on=TODAY)
    assert send(at_her_page, photo()).status_code == 404


def test_a_returned_photo_is_the_headline_and_a_new_one_keeps_the_old(at_her_page, officer):
    send(at_her_page, photo(text="gelap"))
    Document.objects.update(
        state=DocumentState.RETURNED, reason=ReturnReason.objects.get(text="angka NIK tidak terbaca"),
        decided_at=timezone.now(), decided_by=officer,
    )  # fmt: skip
    page = at_her_page.get("/status/").content.decode()
    assert "Rina, foto KTP perlu diulang" in page
    assert "Setelah itu giliran Disnaker, biasanya 3 hari kerja." in page
    card = page.split('aria-current="step"')[1].split("</li>")[0]
    assert "Giliran Anda" in card
    assert "Perlu diulang" in card
    assert "Foto KTP: angka NIK tidak terbaca. Foto di tempat terang, tanpa lampu kilat." in card
    assert page.count("angka NIK tidak terbaca") == 1
    assert "Foto ulang" in page
    send(at_her_page, photo(text="terang"))
    document = Document.objects.get()
    assert (document.state, document.version, document.pages.count()) == (DocumentState.WAITING, 2, 2)
    assert "perlu diulang" not in at_her_page.get("/status/").content.decode()


def test_a_login_opens_the_same_page(client_of, candidate_user, rina):
    rina.candidate.user = candidate_user
    rina.candidate.save()
    browser = client_of(candidate_user)
    assert "Foto KTP sudah sampai" in send(browser, photo()).content.decode()
    assert (
        browser.get(f"/berkas/dokumen/{Document.objects.get().pk}/{DocumentPage.objects.get().pk}/").status_code == 200
    )
    assert not AccessLog.objects.exists()


def test_sending_photos_all_day_is_stopped(at_her_page):
    answers = {send(at_her_page, b"x", follow=False).status_code for _ in range(62)}
    assert answers == {422, 429}


# Looking at a photo


def test_a_photo_opens_locked_and_is_never_stored_by_the_browser(at_her_page):
    send(at_her_page, photo())
    page = DocumentPage.objects.get()
    response = at_her_page.get(f"/berkas/dokumen/{page.document_id}/{page.pk}/")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"] == 'inline; filename="ktp-1.jpg"'


def test_a_stranger_finds_nothing(client, client_of, at_her_page, trainer, candidate_user, reference):
    theirs = DocumentPageFactory()
    address = f"/berkas/dokumen/{theirs.document_id}/{theirs.pk}/"
    CandidateFactory(user=candidate_user)
    assert at_her_page.get(address).status_code == 404
    assert [client_of(user).get(address).status_code for user in (trainer, candidate_user)] == [404, 404]


def test_a_photo_does_not_open_under_another_papers_number(reference, client_of, officer):
    one, other = DocumentPageFactory(), DocumentPageFactory()
    assert client_of(officer).get(f"/berkas/dokumen/{one.document_id}/{other.pk}/").status_code == 404


def test_every_look_of_an_officer_is_written_down_and_told(at_her_page, client_of, officer):
    send(at_her_page, photo())
    page = DocumentPage.objects.get()
    assert client_of(officer).get(f"/berkas/dokumen/{page.document_id}/{page.pk}/").status_code == 200
    look = AccessLog.objects.get()
    assert (look.by, look.what) == (officer, "paper:ktp")
    assert "dibuka 1 kali oleh petugas" in at_her_page.get("/status/").content.decode()


def test_the_school_sees_no_police_record_and_nobody_before_selection(client_of, lpk, reference):
    selected, registered = JourneyFactory(at="selected"), JourneyFactory()
    pages = [
        DocumentPageFactory(document__candidate=selected.candidate),
        DocumentPageFactory(document__candidate=selected.candidate, document__kind_id="skck"),
        DocumentPageFactory(document__candidate=registered.candidate),
    ]
    looks = [client_of(lpk).get(f"/berkas/dokumen/{page.document_id}/{page.pk}/").status_code for page in pages]
    assert looks == [200, 404, 404]


def test_photos_have_no_address_of_their_own(client, reference):
    page = DocumentPageFactory()
    assert not settings.MEDIA_URL.strip("/")
    assert client.get(f"/media/{page.file.name}").status_code == 404


# After the way has ended


@pytest.mark.parametrize("end", ["closed", "departed"])
def test_who_has_left_still_opens_their_photos_from_my_data_and_sends_no_more(at_her_page, officer, admin2, end):
    send(at_her_page, photo())
    if end == "closed":
        journeys.close(Journey.objects.get(), CloseReason.WITHDREW, by=officer)
    else:
        signed = {"proposed_by": officer, "confirmed_by": admin2}
        DepartureOverride.objects.create(journey=Journey.objects.get(), reason="uji", **signed)
        Journey.objects.update(**dict.fromkeys(UNTIL_THE_FLIGHT, TODAY))
    assert 'href="/saya/berkas/ktp/"' in at_her_page.get("/saya/data/").content.decode()
    page = at_her_page.get("/saya/berkas/ktp/").content.decode()
    link = re.search(r'href="(/berkas/dokumen/\d+/\d+/)"', page).group(1)
    assert at_her_page.get(link).status_code == 200
    assert "kirim-foto" not in page
    assert send(at_her_page, photo(text="lain")).status_code == 404
    assert DocumentPage.objects.count() == 1
    assert at_her_page.get("/saya/berkas/kk/").status_code == 404

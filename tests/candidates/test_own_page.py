"""One's own page and its two doors."""

import time
import uuid
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from candidates import journey as journeys
from candidates import status_door
from candidates.enums import CloseReason, Stage
from candidates.models import AccessLog, Programme
from candidates.own_page import Row, Section, Turn, own_page
from candidates.registration import register
from tests.candidates.test_registration import RINA, consents
from tests.factories.accounts import PASSWORD
from tests.factories.candidates import CandidateFactory, JourneyFactory, SelectionTestFactory

TODAY = date(2026, 11, 24)


@pytest.fixture
def receipt(reference):
    return register(person=RINA, sector="caregiver", consents=consents(), submission_key=uuid.uuid4(), on=TODAY)


def enter(client, number, code):
    return client.post("/status/", {"number": number, "code": code}, follow=True)


def test_number_and_code_open_the_page(client, receipt):
    response = enter(client, receipt.journey.registration_no, receipt.access_code)
    page = response.content.decode()
    assert "Rina, sekarang giliran Disnaker" in page
    assert "Sekarang giliran Disnaker: memeriksa data." in page
    assert "Paling lambat 27 November 2026." in page
    assert "3673024505040001" not in page
    assert response["Cache-Control"].count("no-store")


def test_number_and_code_may_be_typed_carelessly(client, receipt):
    number = receipt.journey.registration_no.lower().replace("-", " ")
    assert "Perjalanan Anda" in enter(client, number, receipt.access_code.lower().replace("-", "")).content.decode()


@pytest.mark.parametrize("wrong", ["number", "code"])
def test_a_wrong_pair_is_told_without_saying_which_half(client, receipt, wrong):
    number = "SJ-2026-9999" if wrong == "number" else receipt.journey.registration_no
    code = "AAAAA-AAAAA" if wrong == "code" else receipt.access_code
    page = enter(client, number, code).content.decode()
    assert "Nomor dan kode ini tidak cocok. Periksa keduanya dengan tanda terima." in page
    assert "Perjalanan Anda" not in page


@pytest.mark.parametrize("junk", ["", "\x00", "<script>", "'; DROP TABLE x", "9" * 9999, "😀"])
def test_junk_at_the_door_is_answered_politely(client, receipt, junk):
    response = client.post("/status/", {"number": junk, "code": junk})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert "<script>" not in response.content.decode()


def test_guessing_codes_is_stopped(client, receipt):
    for _ in range(10):
        assert enter(client, receipt.journey.registration_no, "WRONG").status_code == 200
    assert enter(client, receipt.journey.registration_no, receipt.access_code).status_code == 429


def test_nobody_can_lock_somebody_out_by_typing_their_number(receipt):
    stranger, owner = Client(REMOTE_ADDR="198.51.100.7"), Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(11):
        blocked = enter(stranger, receipt.journey.registration_no, "WRONG")
    assert blocked.status_code == 429
    assert "Perjalanan Anda" in enter(owner, receipt.journey.registration_no, receipt.access_code).content.decode()


def test_coming_in_often_is_no_guessing(client, receipt):
    for _ in range(12):
        page = enter(client, receipt.journey.registration_no, receipt.access_code)
        assert "Perjalanan Anda" in page.content.decode()


def test_guessing_from_everywhere_together_is_stopped(receipt):
    number, address = receipt.journey.registration_no, "203.0.113.{}".format
    assert [status_door.try_code(number, address(turn // 10)).over for turn in range(1000)] == [None] * 1000
    over = status_door.try_code(number, "192.0.2.1").over
    assert over is not None and over.most == 1000


def test_leaving_closes_the_door(client, receipt):
    enter(client, receipt.journey.registration_no, receipt.access_code)
    client.post("/status/keluar/")
    assert "Perjalanan Anda" not in client.get("/status/").content.decode()


def test_the_door_closes_after_half_an_hour_without_a_click(client, receipt, monkeypatch):
    enter(client, receipt.journey.registration_no, receipt.access_code)
    now = time.time()
    monkeypatch.setattr("candidates.status_door.time.time", lambda: now + 29 * 60)
    assert "Perjalanan Anda" in client.get("/status/").content.decode()
    monkeypatch.setattr("candidates.status_door.time.time", lambda: now + 58 * 60)
    assert "Perjalanan Anda" in client.get("/status/").content.decode()
    monkeypatch.setattr("candidates.status_door.time.time", lambda: now + 90 * 60)
    assert "Perjalanan Anda" not in client.get("/status/").content.decode()


def test_a_candidate_who_logged_in_sees_the_same_page(client_of, candidate_user, receipt):
    receipt.journey.candidate.user = candidate_user
    receipt.journey.candidate.save(update_fields=["user"])
    assert "Rina, sekarang giliran Disnaker" in client_of(candidate_user).get("/saya/").content.decode()


def test_a_candidate_sees_nobody_elses_page(client_of, candidate_user, receipt):
    page = client_of(candidate_user).get("/saya/").content.decode()
    assert "Belum ada pendaftaran untuk akun ini" in page
    assert receipt.journey.registration_no not in page


def test_staff_have_no_own_page(client_of, officer, trainer, reference):
    assert client_of(officer).get("/saya/").status_code == 404
    assert client_of(trainer).get("/saya/").status_code == 404


def test_a_visitor_is_asked_to_log_in(client, reference):
    assert client.get("/saya/").url == "/masuk/?next=/saya/"


def test_the_own_page_takes_at_most_eight_queries(client, receipt, django_assert_max_num_queries):
    enter(client, receipt.journey.registration_no, receipt.access_code)
    with django_assert_max_num_queries(8):
        client.get("/status/")


@pytest.mark.parametrize(
    ("stage", "headline", "now"),
    [
        (Stage.REGISTERED, "Rina, sekarang giliran Disnaker", "Data dan berkas diperiksa"),
        (Stage.VERIFIED, "Rina, data sudah diperiksa", "Seleksi"),
        (Stage.SELECTED, "Selamat Rina, lolos seleksi", "Pelatihan di asrama"),
        (Stage.TRAINING, "Rina, pelatihan sedang berjalan", "Lulus bahasa Jepang dan ujian bidang pertanian"),
        (Stage.QUALIFIED, "Selamat Rina, semua syarat lengkap", "Diterima perusahaan, kontrak, COE, visa"),
        (Stage.OFFERED, "Selamat Rina, diterima perusahaan di Jepang", "Diterima perusahaan, kontrak, COE, visa"),
        (Stage.VISA, "Rina, visa sudah terbit", "Berangkat"),
    ],
)
def test_each_stage_has_its_sentence_and_its_place_on_the_line(reference, stage, headline, now):
    page = own_page(JourneyFactory(at=stage))
    assert page.headline == headline
    assert len(page.line) == 7
    assert [row["title"] for row in page.line if row["state"] == "now"] == [now]


def test_who_has_departed_has_nothing_open_on_the_line(reference):
    journey = JourneyFactory(origin="alumni")
    journey.departed_on, journey.stage = date(2026, 6, 1), Stage.DEPARTED
    page = own_page(journey)
    assert {row["state"] for row in page.line} == {"done"}
    assert page.line[-1]["title"] == "Berangkat ke Jepang"


def test_not_chosen_reads_the_reason_and_the_next_chance(reference, officer):
    journey = JourneyFactory(at=Stage.VERIFIED)
    journeys.close(
        journey, CloseReason.NOT_CHOSEN, by=officer, on=date(2026, 3, 2), note="tinggi nilai tes di bawah batas"
    )
    page = own_page(journey)
    assert page.headline == "Rina, kali ini belum terpilih"
    assert page.lead == [
        "Alasannya: tinggi nilai tes di bawah batas.",
        "Boleh mendaftar lagi mulai 13 Desember 2026.",
    ]
    assert page.line[-1]["title"] == "Kali ini belum terpilih"


@pytest.mark.parametrize("reason", [CloseReason.UNFIT, CloseReason.LOST_CONTACT, CloseReason.DIED])
def test_what_hurts_is_not_written_on_the_page(reference, officer, reason):
    journey = JourneyFactory(at=Stage.VERIFIED)
    journeys.close(journey, reason, by=officer, note="hasil rontgen")
    page = own_page(journey)
    assert page.headline == "Rina, pendaftaran ini sudah ditutup"
    assert page.lead == ["Belum bisa dilanjutkan, kami jelaskan langsung"]
    assert "rontgen" not in str(page) and "sehat" not in str(page)


def test_the_test_day_of_the_programme_is_shown(reference):
    Programme.objects.filter(year=2026).update(test_on=date(2026, 12, 7), test_place="Kantor Disnaker")
    page = own_page(JourneyFactory(), on=TODAY)
    assert page.line[2]["note"] == "Tes 7 Desember 2026, Kantor Disnaker"


def test_a_test_that_is_over_is_not_announced_any_more(reference):
    Programme.objects.filter(year=2026).update(test_on=date(2026, 11, 18), test_place="Kantor Disnaker")
    page = own_page(JourneyFactory(), on=TODAY)
    assert page.line[2]["note"] == ""


def test_the_session_one_is_invited_to_comes_before_the_day_of_the_programme(reference):
    Programme.objects.filter(year=2026).update(test_on=date(2026, 12, 7), test_place="Kantor Disnaker")
    journey = JourneyFactory(at=Stage.VERIFIED)
    for day, place in [(date(2026, 12, 14), "Aula Curug"), (date(2026, 12, 9), "Aula Kasemen")]:
        SelectionTestFactory(journey=journey, on=day, place=place)
    page = own_page(journey, on=TODAY)
    assert page.line[2]["body"] == "Tes 9 Desember 2026, Aula Kasemen"


def test_the_person_reads_how_often_the_record_was_opened(reference, officer):
    journey = JourneyFactory()
    assert own_page(journey).opened == ["Data Anda belum pernah dibuka petugas."]
    for _ in range(2):
        AccessLog.objects.create(candidate=journey.candidate, by=officer, what="record")
    day = timezone.localdate()
    (sentence,) = own_page(journey).opened
    assert sentence.startswith("Data Anda dibuka 2 kali oleh petugas, terakhir ")
    assert str(day.year) in sentence


def test_the_own_page_and_the_page_of_ones_data_say_the_same_about_openings(
    reference, client_of, candidate_user, officer
):
    journey = JourneyFactory(candidate__user=candidate_user)
    client = client_of(candidate_user)
    for what in ("record", "paper:ktp", AccessLog.NEW_CODE, f"{AccessLog.CONSENT}:messages"):
        AccessLog.objects.create(candidate=journey.candidate, by=officer, what=what)
    AccessLog.objects.create(candidate=journey.candidate, by=None, what=AccessLog.OWN_COPY)
    data = client.get("/saya/data/").context["data"]
    assert data.opened == client.get("/saya/").context["page"].opened
    assert data.opened[0].startswith("Data Anda dibuka 2 kali oleh petugas")
    assert len(data.openings) == 2
    counts = {str(part.title): len(part.rows) for part in data.parts}
    assert (counts["Siapa yang membuka data"], counts["Tindakan lain pada data"]) == (2, 3)


def test_upper_apps_add_their_lists_and_know_better_whose_turn_it_is(reference, monkeypatch):
    monkeypatch.setattr(
        "candidates.own_page._sections",
        [
            lambda journey, on: Section(
                "Bukti saya", [Row("JFT-Basic", "done", "Ada")], Stage.QUALIFIED, "1 dari 3 bukti"
            ),
            lambda journey, on: None,
        ],
    )
    monkeypatch.setattr(
        "candidates.own_page._turns", {Stage.TRAINING: lambda journey, on: Turn("LPK KJS", "memberi izin")}
    )
    page = own_page(JourneyFactory(at=Stage.TRAINING))
    assert [section.title for section in page.sections] == ["Bukti saya"]
    assert (page.line[4]["note"], page.line[4]["body"]) == ("Giliran LPK KJS", "1 dari 3 bukti")
    assert page.lead == ["Sekarang giliran LPK KJS: memberi izin."]


def test_one_person_with_two_journeys_sees_the_newest(client, reference, receipt):
    journeys.close(receipt.journey, CloseReason.WITHDREW, by=None)
    newer = JourneyFactory(candidate=receipt.journey.candidate, registered_on=date(2026, 12, 1), sector_id="automotive")
    page = enter(client, receipt.journey.registration_no, receipt.access_code).content.decode()
    assert newer.registration_no in page


def test_someone_from_outside_the_city_reads_the_note(reference):
    journey = JourneyFactory(candidate=CandidateFactory(kelurahan=None, address_outside="Cilegon"))
    assert own_page(journey).notices == [
        "Alamat KTP di luar Kota Serang. Pendaftaran tetap kami simpan dengan catatan; petugas akan memberi kabar."
    ]


def test_who_logs_in_closes_the_door_that_somebody_opened_with_a_code(client, receipt, candidate_user):
    enter(client, receipt.journey.registration_no, receipt.access_code)
    assert "Perjalanan Anda" in client.get("/status/").content.decode()
    client.post("/masuk/", {"login": candidate_user.email, "password": PASSWORD})
    assert "Perjalanan Anda" not in client.get("/status/").content.decode()


def test_what_is_still_to_be_sent_stands_on_top_with_one_button(client, receipt):
    page = enter(client, receipt.journey.registration_no, receipt.access_code).content.decode()
    assert "Yang masih perlu Anda kirim: Foto KTP, " in page
    assert '<a class="btn btn-primary" href="/saya/berkas/ktp/">Kirim foto KTP</a>' in page

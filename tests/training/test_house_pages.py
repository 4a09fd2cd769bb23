"""Leave and the rules of the house on the screen: the trainee asks, trainers and the office answer."""

from datetime import date
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from candidates.models import AccessLog
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.training import (
    AttendanceFactory,
    DisciplineEventFactory,
    EnrolmentFactory,
    LeavePaperFactory,
    LeaveRequestFactory,
    RoomStayFactory,
    ScoreFactory,
)
from tests.pictures import photo
from training import discipline, leaves
from training.models import Criterion, DisciplineEvent, DisciplineKind, LeaveRequest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]
OWN, ASK = "/saya/pelatihan/", "/saya/izin/"
FIELDS = {
    "kind": "sakit",
    "reason": "Demam",
    "from_on_day": "4",
    "from_on_month": "8",
    "from_on_year": "2026",
    "to_on_day": "5",
    "to_on_month": "8",
    "to_on_year": "2026",
}


def text(response):
    return unescape(response.content.decode())


@pytest.fixture(autouse=True)
def media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def rina(class_a, candidate_user):
    """Rina sits in Kelas A and can log in."""
    seat = EnrolmentFactory(
        training_class=class_a, journey__candidate__user=candidate_user, journey__candidate__name="Rina Contoh"
    )
    for day, value in ((date(2026, 7, 30), 78), (date(2026, 7, 31), 84), (date(2026, 8, 3), 83)):
        AttendanceFactory(enrolment=seat, day=day)
        for criterion in Criterion.objects.active():
            ScoreFactory(enrolment=seat, day=day, criterion=criterion, value=value)
    return seat


def test_a_trainee_asks_with_a_letter_and_a_trainer_approves(rina, client_of, candidate_user, trainer):
    own, sari = client_of(candidate_user), client_of(trainer)
    answer = own.post(ASK, {**FIELDS, "photos": SimpleUploadedFile("surat.jpg", photo(), "image/jpeg")}, follow=True)
    assert "Pengajuan sudah sampai ke pelatih." in text(answer)
    leave = LeaveRequest.objects.get()
    page = text(sari.get("/pelatihan/A-2026/izin/"))
    assert "Demam" in page and "Ada surat dokter; kantor yang membukanya." in page
    sari.post(reverse("training:approve_leave", args=[leave.pk]))
    assert "Disetujui" in text(own.get(OWN))
    sari.post(reverse("training:undo_leave", args=[leave.pk]))
    own.post(reverse("training:own_drop", args=[leave.pk]))
    leave.refresh_from_db()
    assert leave.state == "dropped"


def test_leave_is_asked_without_a_letter_too(rina, client_of, candidate_user):
    answer = client_of(candidate_user).post(ASK, FIELDS, follow=True)
    assert "Pengajuan sudah sampai ke pelatih." in text(answer)
    assert not LeaveRequest.objects.get().papers.exists()


def test_days_in_the_wrong_order_are_said_and_what_was_typed_stays(rina, client_of, candidate_user):
    page = text(client_of(candidate_user).post(ASK, FIELDS | {"to_on_day": "3"}))
    assert "Hari terakhir izin mendahului hari pertamanya." in page
    assert 'value="Demam"' in page


def test_a_letter_opens_for_its_owner_and_the_office_and_each_look_of_an_officer_is_kept(
    rina, client_of, candidate_user, trainer, lpk
):
    letter = LeavePaperFactory(leave__journey=rina.journey)
    page = reverse("training:leave_paper", args=[letter.pk])
    assert client_of(candidate_user).get(page).status_code == 200
    assert not AccessLog.objects.exists()
    assert client_of(trainer).get(page).status_code == 404
    assert client_of(lpk).get(page).status_code == 200
    assert AccessLog.objects.get().by == lpk


def test_a_refusal_is_read_by_the_trainee(rina, client_of, candidate_user, lpk):
    leave = LeaveRequestFactory(journey=rina.journey, kind="izin")
    client_of(lpk).post(reverse("training:refuse_leave", args=[leave.pk]), {"answer": "Ada ujian hari itu"})
    assert "Ada ujian hari itu" in text(client_of(candidate_user).get(OWN))


def test_nobody_answers_for_another_class(client_of, class_a, trainer, lpk):
    other = LeaveRequestFactory()
    for name in ("approve_leave", "undo_leave"):
        assert client_of(trainer).post(reverse(f"training:{name}", args=[other.pk])).status_code == 404
    event = DisciplineEventFactory()
    assert client_of(trainer).get(reverse("training:withdraw_event", args=[event.pk])).status_code == 404


def test_the_own_page_shows_the_whole_week_and_what_is_enough(rina, client_of, candidate_user):
    RoomStayFactory(journey=rina.journey, room__name="Melati 1", bed=3)
    page = text(client_of(candidate_user).get(OWN))
    assert "Melati 1, tempat tidur 3" in page
    assert "Supaya HP boleh: rata-rata 79,25 pada Selasa, Rabu, Kamis, Jumat." in page
    assert "Nilai hari demi hari: antara 78,0 dan 84,0, terakhir 83,0." in page
    assert OWN in text(client_of(candidate_user).get("/saya/"))


def test_another_s_leave_cannot_be_taken_back(rina, client_of, candidate_user):
    other = LeaveRequestFactory()
    assert client_of(candidate_user).post(reverse("training:own_drop", args=[other.pk])).status_code == 404


def test_a_rule_is_recorded_seen_by_the_trainee_and_talked_about(rina, client_of, candidate_user, trainer, lpk):
    fields = {"seat": rina.pk, "kind": "phone_found", "note": "Di bawah bantal"}
    day = {"on_day": "3", "on_month": "8", "on_year": "2026"}
    client_of(trainer).post("/pelatihan/A-2026/tata-tertib/catat/", {**fields, **day})
    own = text(client_of(candidate_user).get(OWN))
    assert "HP ditemukan di hari kelas" in own and "10 poin" in own and "Teguran lisan" in own
    office = client_of(lpk)
    assert "Rina Contoh" in text(office.get("/lpk/teguran/"))
    warning = rina.discipline_warnings.get()
    office.post(reverse("training:settle_talk", args=[warning.pk]), {"outcome": "Berjanji menyerahkan HP"})
    assert "Berjanji menyerahkan HP" in text(office.get("/lpk/teguran/"))
    event = DisciplineEvent.objects.get()
    client_of(trainer).post(reverse("training:withdraw_event", args=[event.pk]), {"reason": "HP milik orang lain"})
    assert "HP milik orang lain" in text(client_of(candidate_user).get(OWN))


def test_the_office_sees_what_waits(rina, client_of, lpk):
    LeaveRequestFactory(journey=rina.journey)
    page = text(client_of(lpk).get("/lpk/"))
    assert "Izin menunggu keputusan" in page and "terdekat mulai 4 Agustus" in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=False)
def test_the_pages_fit_and_can_be_read_by_everybody(browser_page, rina, candidate_user, trainer, lpk):
    RoomStayFactory(journey=rina.journey, room__name="Melati 1", bed=3)
    phone_found = DisciplineKind.objects.get(slug="phone_found")
    discipline.withdraw(discipline.record(rina, phone_found, by=trainer), by=trainer, reason="Milik orang lain")
    discipline.record(rina, phone_found, by=trainer)
    LeavePaperFactory(leave=LeaveRequestFactory(journey=rina.journey))
    decided = LeaveRequestFactory(journey=rina.journey, kind="izin", from_on="2026-08-12", to_on="2026-08-12")
    leaves.refuse(decided, by=trainer, answer="Ada ujian hari itu")
    pages = {
        "saya_pelatihan": (OWN, candidate_user), "saya_izin": (ASK, candidate_user),
        "izin": ("/pelatihan/A-2026/izin/", trainer), "tata": ("/pelatihan/A-2026/tata-tertib/", trainer),
        "teguran": ("/lpk/teguran/", lpk), "tulis": ("/pelatihan/A-2026/izin/tulis/", trainer),
    }  # fmt: skip
    for name, (address, user) in pages.items():
        for phone in (True, False):
            page = browser_page(address, user=user, phone=phone)
            assert_fits(page)
            assert_accessible(page)
            shot(page, f"{name}_{'phone' if phone else 'desk'}")

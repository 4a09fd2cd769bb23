"""The morning sheet, the notes behind it, the signed sheet on paper, and a waived day taken back."""

from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from core import pdf
from core.refusal import Refused
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.certificates import BookingFactory
from tests.factories.notifications import MessageFactory
from tests.factories.training import AttendanceFactory, DayWaiverFactory, EnrolmentFactory, EveningFactory, ScoreFactory
from training.models import DayNote, DayWaiver
from training.notes import write_note
from training.phone_list import Week, week_list
from training.printing import SHEET, check_code, for_print, phone_sheet
from training.scoring import take_back_waiver

MONDAY = date(2026, 8, 3)
PAGE = "/pelatihan/A-2026/briefing/"
PAPER = "/pelatihan/A-2026/hp/2026-W32/lembar.pdf"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def friday(class_a, trainer):
    """Last Friday: Andi there with a note, Bayu sick."""
    day = date(2026, 7, 31)
    andi, bayu = class_a.enrolments.order_by("trainee_no")
    EveningFactory(training_class=class_a, day=day)
    AttendanceFactory(enrolment=andi, day=day)
    AttendanceFactory(enrolment=bayu, day=day, status="sakit")
    write_note(andi, day, by=trainer, text="Batuk sejak sore")
    return andi, bayu


def test_the_sheet_says_who_is_away_and_what_was_noted(friday, client_of, trainer):
    page = text(client_of(trainer).get(PAGE))
    assert "2 peserta" in page and "1 diharapkan hadir pagi ini" in page
    assert "Batuk sejak sore" in page
    assert "Sakit" in page


def test_the_sheet_announces_tests_and_counts_messages_without_telling_what_they_say(friday, client_of, trainer):
    andi, bayu = friday
    BookingFactory(candidate=andi.journey.candidate, sitting__held_on=date(2026, 8, 16))
    key = f"candidate:{bayu.journey.candidate_id}"
    until = timezone.now() + timedelta(days=4)
    MessageFactory(person_key=key, state="held", hold_until=until, body="Rahasia")
    MessageFactory(person_key=key, sent=True)
    page = text(client_of(trainer).get(PAGE))
    assert "Minggu, 16 Agustus" in page
    assert "1 pesan menunggu HP." in page
    assert "Rahasia" not in page


def test_a_stranger_to_the_class_gets_no_sheet(class_a, client_of, leader, candidate_user):
    assert client_of(leader).get(PAGE).status_code == 404
    assert client_of(candidate_user).get(PAGE).status_code == 404
    assert client_of(leader).get(PAPER).status_code == 404


def test_a_note_is_written_changed_and_taken_out_on_the_page(class_a, client_of, trainer):
    andi = class_a.enrolments.get(trainee_no=1)
    client = client_of(trainer)
    fields = {"hari": "2026-08-03", "peserta": andi.trainee_no}
    client.post(PAGE + "catatan/", fields | {"catatan": "Pulang cepat"})
    client.post(PAGE + "catatan/", fields | {"catatan": "Pulang cepat, izin"})
    assert DayNote.objects.get().text == "Pulang cepat, izin"
    assert "Pulang cepat, izin" in text(client.get("/pelatihan/A-2026/2026-08-03/"))
    client.post(PAGE + "catatan/", fields | {"catatan": " "})
    assert not DayNote.objects.exists()


def test_no_note_about_tomorrow_or_about_somebody_who_was_not_here(class_a, client_of, trainer):
    andi = class_a.enrolments.get(trainee_no=1)
    for day in (date(2026, 8, 4), date(2026, 5, 4)):
        with pytest.raises(Refused):
            write_note(andi, day, by=trainer, text="x")
    fields = {"hari": "2026-08-03", "peserta": "99", "catatan": "x"}
    assert client_of(trainer).post(PAGE + "catatan/", fields).status_code == 404


@pytest.fixture
def full_class(class_a):
    for number in range(23):
        EnrolmentFactory(
            training_class=class_a, journey__candidate__name=f"Peserta{number} Bernama Sangat Panjang Sekali"
        )
    for seat in class_a.enrolments.all():
        for day in Week.parse("2026-W32").days:
            AttendanceFactory(enrolment=seat, day=day)
            ScoreFactory(enrolment=seat, day=day, value=78 + seat.trainee_no % 5)
    return class_a


def test_the_signed_sheet_is_one_page_for_25(full_class, client_of, trainer):
    answer = client_of(trainer).get(PAPER)
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="hp-A-2026-2026-W32.pdf"'
    assert answer.content.startswith(b"%PDF")
    data = for_print(week_list(full_class, Week.parse("2026-W32")), timezone.localtime())
    assert pdf.laid_out(SHEET, data, "lines") == [25]
    assert pdf.laid_out(SHEET, data, "pages") == [1]
    assert data["state"] == "FINAL"
    assert data["lines"][0] == {
        "no": 1, "name": "Andi Contoh", "average": "79,00", "phone": "Belum", "reason": "kurang 1,00",
    }  # fmt: skip


def test_a_sheet_that_is_not_final_says_so_and_a_correction_changes_its_code(class_a):
    week = Week.parse("2026-W32")
    before = week_list(class_a, week)
    assert for_print(before, timezone.localtime())["state"] == "BELUM FINAL"
    ScoreFactory(enrolment=class_a.enrolments.get(trainee_no=1), day=MONDAY, value=90)
    assert check_code(week_list(class_a, week)) != check_code(before)
    assert phone_sheet(before).startswith(b"%PDF")


def test_a_waived_day_is_taken_back_by_whoever_may_waive(class_a, client_of, lpk, trainer):
    DayWaiverFactory(training_class=class_a, day=MONDAY)
    page = "/pelatihan/A-2026/hp/2026-W32/wajibkan/"
    assert client_of(trainer).post(page, {"hari": "2026-08-03"}).status_code == 404
    assert "Batalkan" in text(client_of(lpk).get("/pelatihan/A-2026/hp/2026-W32/"))
    client_of(lpk).post(page, {"hari": "2026-08-03"})
    assert not DayWaiver.objects.exists()
    assert DayWaiver.history.rel.related_model.objects.get().pgh_context == {"user": lpk.pk}
    assert MONDAY in week_list(class_a, Week.parse("2026-W32")).missing


def test_taking_back_a_day_that_is_not_waived_is_refused(class_a, lpk):
    with pytest.raises(Refused):
        take_back_waiver(class_a, MONDAY, by=lpk)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=False)
@pytest.mark.parametrize("phone", [True, False])
def test_the_sheet_fits_and_can_be_read_by_everybody(browser_page, friday, trainer, phone):
    page = browser_page(PAGE, user=trainer, phone=phone)
    assert_fits(page)
    assert_accessible(page)
    shot(page, f"briefing_{'phone' if phone else 'desk'}")

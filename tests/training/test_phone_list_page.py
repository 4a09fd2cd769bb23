from datetime import date
from html import unescape

import pytest

from tests.factories.training import AttendanceFactory, ClassTrainerFactory, DayWaiverFactory, ScoreFactory
from training.models import DayWaiver
from training.phone_list import Week

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]
PAGE = "/pelatihan/A-2026/hp/2026-W32/"


def text(response):
    return unescape(response.content.decode())


@pytest.fixture
def entered(class_a):
    """Andi 80 on each day but Friday; Bayu 79,99 on average; Friday is missing."""
    andi, bayu = class_a.enrolments.order_by("trainee_no")
    for day in Week.parse("2026-W32").days[:4]:
        for seat in (andi, bayu):
            AttendanceFactory(enrolment=seat, day=day)
        ScoreFactory(enrolment=andi, day=day, value=80)
        ScoreFactory(enrolment=bayu, day=day, value="79.98" if day.day == 3 else 80)
    return class_a


def test_the_list_says_who_by_how_much_and_that_it_is_not_final(entered, client_of, trainer):
    page = text(client_of(trainer).get(PAGE))
    assert "Belum final: ada nilai yang belum diisi" in page
    assert "Jumat, 7 Agustus" in page
    assert "BELUM FINAL" in page
    assert "80,00" in page
    assert "79,99" in page
    assert "kurang 0,01" in page
    assert "1 boleh, 1 belum." in page


def test_the_office_waives_a_day_and_the_list_is_final(entered, client_of, lpk):
    # Friday has not come yet on Monday evening; Monday itself can be waived
    office = client_of(lpk)
    response = office.post(f"{PAGE}bebaskan/", {"hari": "2026-08-07", "alasan": "listrik padam"})
    assert response.status_code == 422
    assert "7 Agustus 2026 belum tiba." in text(response)
    DayWaiverFactory(training_class=entered, day=date(2026, 8, 7), by=lpk)
    page = text(office.get(PAGE))
    assert "BELUM FINAL" not in page
    assert "Jumat, 7 Agustus tanpa nilai: Listrik padam semalaman (Pak Agus Contoh)" in page


def test_a_day_is_waived_with_a_reason(class_a, client_of, lpk):
    office = client_of(lpk)
    assert office.post(f"{PAGE}bebaskan/", {"hari": "2026-08-03", "alasan": "\x00 "}).status_code == 422
    assert office.post(f"{PAGE}bebaskan/", {"hari": "2026-08-03", "alasan": "listrik padam"}).status_code == 302
    assert DayWaiver.objects.get().reason == "listrik padam"


def test_a_trainer_cannot_waive(class_a, client_of, trainer):
    assert client_of(trainer).post(f"{PAGE}bebaskan/", {"hari": "2026-08-03", "alasan": "x"}).status_code == 404


def test_a_corrected_score_changes_the_check_code(entered, client_of, trainer):
    def code():
        return text(client_of(trainer).get(PAGE)).split("Kode cek: ")[1][:9]

    before = code()
    assert code() == before
    entered.enrolments.first().scores.update(value=90)
    assert code() != before


def test_strangers_see_no_list(class_a, client_of, leader, welfare, candidate_user):
    stranger = ClassTrainerFactory().user
    people = (stranger, leader, welfare, candidate_user)
    assert [client_of(user).get(PAGE).status_code for user in people] == [404] * 4


def test_a_week_that_does_not_exist_is_no_page(class_a, client_of, lpk):
    assert client_of(lpk).get("/pelatihan/A-2026/hp/2026-W60/").status_code == 404


def test_the_list_costs_the_same_for_any_class(entered, client_of, trainer, django_assert_max_num_queries):
    browser = client_of(trainer)
    with django_assert_max_num_queries(10):
        browser.get(PAGE)

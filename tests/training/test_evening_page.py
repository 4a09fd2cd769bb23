import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.training import (
    AttendanceFactory,
    ClassTrainerFactory,
    EnrolmentFactory,
    EveningFactory,
    HolidayFactory,
    LeaveRequestFactory,
    ScoreFactory,
    TrainingClassFactory,
)
from training.class_days import open_days
from training.models import Attendance, Criterion, Evening, Score, ScoreChange

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]
PAGE = "/pelatihan/A-2026/2026-08-03/"


@pytest.fixture
def kaiwa(class_a):
    return Criterion.objects.get(slug="kaiwa").pk


@pytest.fixture
def andi(class_a):
    return class_a.enrolments.get(trainee_no=1).pk


@pytest.fixture
def bayu(class_a):
    return class_a.enrolments.get(trainee_no=2).pk


@pytest.fixture
def sari(client_of, trainer):
    return client_of(trainer)


def form(class_a, version=0, **changes):
    """What a browser sends: every box, empty unless told."""
    data = {"versi": version}
    for seat in class_a.enrolments.all():
        data[f"h-{seat.pk}"] = "hadir"
        for criterion in Criterion.objects.all():
            data[f"n-{seat.pk}-{criterion.pk}"] = ""
    return data | changes


def text(response):
    return unescape(response.content.decode())


def test_one_press_saves_everybody_and_says_so(sari, class_a, kaiwa, andi, bayu):
    response = sari.post(PAGE, form(class_a, **{f"n-{andi}-{kaiwa}": "82", f"n-{bayu}-{kaiwa}": "79,5"}), follow=True)
    assert "2 dari 2 tersimpan, pukul 21.04" in text(response)
    assert dict(Score.objects.values_list("enrolment", "value")) == {andi: Decimal(82), bayu: Decimal("79.50")}
    assert 'value="79,5"' in text(response)


def test_what_is_wrong_stands_beside_its_box_and_everything_typed_is_kept(sari, class_a, kaiwa, andi, bayu):
    response = sari.post(PAGE, form(class_a, **{f"n-{andi}-{kaiwa}": "820", f"n-{bayu}-{kaiwa}": "79"}))
    assert response.status_code == 422
    page = text(response)
    assert f'id="n-{andi}-{kaiwa}-salah">Nilai berupa angka 0 sampai 100.' in page
    assert 'value="820"' in page
    assert 'value="79"' in page
    assert "<title>Perbaiki:" in page
    assert (Score.objects.count(), Evening.objects.count()) == (0, 0)


def test_hostile_input_is_shown_as_text(sari, class_a, kaiwa, andi):
    nasty = '"><script>alert(1)</script>'
    response = sari.post(PAGE, form(class_a, **{f"n-{andi}-{kaiwa}": nasty, f"h-{andi}": nasty}))
    assert response.status_code == 422
    assert "<script>alert" not in response.content.decode()


def test_another_trainers_values_are_shown_and_a_person_chooses(sari, class_a, client_of, lpk, kaiwa, andi):
    sari.post(PAGE, form(class_a, **{f"n-{andi}-{kaiwa}": "85"}))
    office = client_of(lpk)
    mine = form(class_a, **{f"n-{andi}-{kaiwa}": "80"})
    response = office.post(PAGE, mine)
    assert response.status_code == 409
    page = text(response)
    assert "Bu Sari Contoh sudah mengisi 85 pukul 21.04, isian Anda 80. Pakai yang mana?" in page
    assert "Pakai 85" in page
    assert "Pakai 80" in page
    assert 'value="80"' in page
    assert ScoreChange.objects.count() == 0
    unanswered = mine | {"versi": 1, f"lain-n-{andi}-{kaiwa}": "85.00"}
    again = office.post(PAGE, unanswered)
    assert again.status_code == 409
    assert "Pilih salah satu." in text(again)
    assert office.post(PAGE, unanswered | {f"pilih-n-{andi}-{kaiwa}": "saya"}).status_code == 302
    assert Score.objects.get().value == 80


def test_choosing_the_other_value_leaves_it(sari, class_a, client_of, lpk, kaiwa, andi):
    sari.post(PAGE, form(class_a, **{f"n-{andi}-{kaiwa}": "85"}))
    answer = {f"n-{andi}-{kaiwa}": "80", f"lain-n-{andi}-{kaiwa}": "85.00", f"pilih-n-{andi}-{kaiwa}": "lain"}
    assert client_of(lpk).post(PAGE, form(class_a, version=1, **answer)).status_code == 302
    assert (Score.objects.get().value, ScoreChange.objects.count()) == (85, 0)


def test_usual_values_are_the_trainees_own_median_and_marked(sari, class_a, kaiwa, andi):
    for day, value in [(30, 70), (29, 90), (28, 75)]:
        ScoreFactory(enrolment_id=andi, day=date(2026, 7, day), value=value)
    page = text(sari.get(PAGE))
    assert f'class="sel biasa" name="n-{andi}-{kaiwa}" value="75"' in page
    offered = {f"n-{andi}-{kaiwa}": "75", f"biasa-{andi}": f"{kaiwa}:75"}
    refused = text(sari.post(PAGE, form(class_a, **offered, **{f"h-{andi}": "nonsense"})))
    assert f'class="sel biasa" name="n-{andi}-{kaiwa}" value="75"' in refused
    response = sari.post(PAGE, form(class_a, **offered))
    assert response.status_code == 302
    assert Score.objects.get(day=date(2026, 8, 3)).source == "usual"


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2026-08-04", "4 Agustus 2026 belum tiba. Nilai diisi pada harinya atau sesudahnya."),
        ("2026-08-01", "Sabtu dan Minggu tidak ada kelas."),
        ("2026-07-31", "31 Juli 2026 hari libur: Libur contoh."),
        ("2026-05-29", "Kelas A berjalan dari 1 Juni 2026 sampai 30 November 2026."),
    ],
)
def test_a_day_without_class_says_why(client_of, lpk, class_a, day, reason):
    HolidayFactory(day=date(2026, 7, 31))
    page = text(client_of(lpk).get(f"/pelatihan/A-2026/{day}/"))
    assert reason in page
    assert "<form method" not in page.split("<main")[1]


def test_an_old_day_asks_for_a_reason_and_keeps_what_was_typed(sari, class_a, kaiwa, andi):
    old = "/pelatihan/A-2026/2026-07-20/"
    typed = form(class_a, **{f"n-{andi}-{kaiwa}": "88"})
    response = sari.post(old, typed)
    assert response.status_code == 422
    assert "Hari ini sudah lewat lebih dari 3 hari. Tulis alasan baru diisi sekarang." in text(response)
    assert 'value="88"' in text(response)
    assert sari.post(old, typed | {"alasan": "pelatih sakit"}).status_code == 302


@pytest.mark.parametrize("rows", [1, 3])
def test_saving_costs_six_queries_at_most(sari, class_a, kaiwa, django_assert_max_num_queries, rows):
    for _ in range(rows):
        EnrolmentFactory(training_class=class_a)
    data = form(class_a, cuti="")
    with django_assert_max_num_queries(6):
        sari.post(PAGE, data)


@pytest.mark.parametrize("rows", [1, 3])
def test_opening_costs_the_same_for_any_class(sari, class_a, django_assert_max_num_queries, rows):
    for _ in range(rows):
        EnrolmentFactory(training_class=class_a)
    with django_assert_max_num_queries(10):
        sari.get(PAGE)


def test_the_rolls_of_the_next_day_with_class_are_kept_on_the_device(sari, class_a, trainer):
    HolidayFactory(day=date(2026, 8, 4))
    other = ClassTrainerFactory(user=trainer, training_class__code="B-2026").training_class
    for page, classes in ((PAGE, [class_a]), ("/pelatihan/?pilih=1", [class_a, other])):
        kept = sari.get(page).context["keep"]
        assert sorted(kept) == sorted(
            f"/pelatihan/{one.code}/{day}/{kind}/"
            for one in classes
            for day in ("2026-08-03", "2026-08-05")
            for kind in ("bangun", "briefing")
        )


def test_the_weeks_average_is_never_shown_here(sari, class_a, kaiwa, andi):
    sari.post(PAGE, form(class_a, **{f"n-{andi}-{kaiwa}": "82"}))
    assert "Rata-rata" not in text(sari.get(PAGE))


def test_tonights_class_opens_by_itself(sari, class_a):
    assert sari.get("/pelatihan/").headers["Location"] == PAGE


def test_after_tonight_the_last_day_nobody_entered_opens(sari, class_a):
    EveningFactory(training_class=class_a, day=date(2026, 8, 3))
    assert sari.get("/pelatihan/").headers["Location"] == "/pelatihan/A-2026/2026-07-31/"


def test_two_classes_give_a_choice(sari, class_a, trainer):
    other = ClassTrainerFactory(user=trainer, training_class=TrainingClassFactory(name="Kelas B")).training_class
    EnrolmentFactory(training_class=other)
    page = text(sari.get("/pelatihan/"))
    assert "Kelas B, Senin, 3 Agustus" in page
    assert "Kelas A, Senin, 3 Agustus" in page
    assert page.index("Senin, 3 Agustus") < page.index("Jumat, 31 Juli")


def test_of_two_classes_the_only_day_that_waits_opens_by_itself_with_a_way_to_the_others(sari, class_a, trainer):
    other = ClassTrainerFactory(user=trainer, training_class=TrainingClassFactory(name="Kelas B")).training_class
    EnrolmentFactory(training_class=other)
    for item in open_days([class_a, other], date(2026, 7, 3), date(2026, 8, 3)):
        if (item.training_class, item.day) != (other, date(2026, 8, 3)):
            EveningFactory(training_class=item.training_class, day=item.day)
    opened = sari.get("/pelatihan/", follow=True)
    assert opened.request["PATH_INFO"] == f"/pelatihan/{other.code}/2026-08-03/"
    assert 'href="/pelatihan/?pilih=1"' in opened.content.decode()
    assert "Kelas A" in text(sari.get("/pelatihan/?pilih=1"))
    EveningFactory(training_class=other, day=date(2026, 8, 3))
    assert "Kelas yang berjalan" in text(sari.get("/pelatihan/"))


def test_a_trainer_without_a_class_reads_what_to_expect(class_a, client_of, roles):
    from tests.factories.accounts import UserFactory

    idle = UserFactory(role="trainer")
    assert "Tidak ada kelas hari ini" in text(client_of(idle).get("/pelatihan/"))


# Who sees what -------------------------------------------------------------------------------------------------------


def test_access_is_by_class_and_day(
    class_a, client_of, trainer, lpk, officer, admin2, welfare, leader, candidate_user, client
):
    def get(user, page=PAGE):
        return client_of(user).get(page).status_code

    assert [get(user) for user in (trainer, lpk, officer, admin2)] == [200, 200, 200, 200]
    assert [get(user) for user in (welfare, leader, candidate_user)] == [404, 404, 404]
    assert client.get(PAGE).status_code == 302
    assert [client_of(user).post(PAGE, form(class_a)).status_code for user in (officer, admin2, leader)] == [404] * 3
    assert Attendance.objects.count() == 0


def test_a_trainer_of_another_class_is_a_stranger(class_a, client_of):
    stranger = ClassTrainerFactory().user
    assert client_of(stranger).get(PAGE).status_code == 404


def test_saving_an_evening_is_not_told_who_saves_with_every_statement(class_a, sari):
    """Its rows say who wrote them; the busiest page pays nothing for a history that it does not write."""
    with CaptureQueriesContext(connection) as asked:
        assert sari.post(PAGE, form(class_a)).status_code == 302
    assert not [each for each in asked.captured_queries if "pghistory" in each["sql"]]


def test_a_replacement_sees_their_own_evening_and_no_other(class_a, client_of):
    replacement = ClassTrainerFactory(training_class=class_a, from_on=date(2026, 8, 3), to_on=date(2026, 8, 3)).user
    browser = client_of(replacement)
    assert browser.get(PAGE).status_code == 200
    assert browser.get("/pelatihan/A-2026/2026-07-31/").status_code == 404
    assert browser.get("/pelatihan/").headers["Location"] == PAGE


def test_disnaker_reads_the_values_and_gets_no_boxes(class_a, client_of, officer, andi):
    AttendanceFactory(enrolment_id=andi, status="sakit")
    page = text(client_of(officer).get(PAGE))
    assert "Sakit" in page
    assert "<input" not in page.split("<main")[1]


def test_no_day_before_the_class_began_is_offered(sari, class_a):
    earlier = "/pelatihan/A-2026/2026-07-31/"
    assert earlier in text(sari.get(PAGE))
    class_a.starts_on = date(2026, 8, 3)
    class_a.save()
    assert earlier not in text(sari.get(PAGE))


def test_whoever_is_on_approved_leave_stands_there_as_such(sari, class_a, andi, bayu):
    LeaveRequestFactory(approved=True, journey=class_a.enrolments.get(pk=bayu).journey, from_on=date(2026, 8, 3))
    page = text(sari.get(PAGE))
    assert '<option value="sakit" selected>' in page[page.index(f'name="h-{bayu}"') :]
    assert '<option value="hadir" selected>' in page[page.index(f'name="h-{andi}"') : page.index(f'name="h-{bayu}"')]


def seen_on_leave(page):
    return re.search(r'name="cuti" value="([^"]*)"', page)[1].split()


def test_a_page_kept_from_before_a_leave_was_approved_asks_before_it_writes_hadir(sari, class_a, kaiwa, andi, bayu):
    kept = form(class_a, cuti="") | {f"n-{bayu}-{kaiwa}": "85"}
    LeaveRequestFactory(approved=True, journey=class_a.enrolments.get(pk=bayu).journey, from_on=date(2026, 8, 3))
    asked = sari.post(PAGE, kept)
    page = text(asked)
    assert (asked.status_code, Attendance.objects.count(), Score.objects.count()) == (422, 0, 0)
    row = page[page.index(f'name="h-{bayu}"') :]
    assert "Izinnya disetujui setelah halaman ini dibuka: Sakit" in row
    assert '<option value="hadir" selected>' in row
    assert 'value="85"' in row
    again = kept | {"cuti": " ".join(seen_on_leave(page)), f"h-{bayu}": "sakit"}
    assert sari.post(PAGE, again).status_code == 302
    assert set(Attendance.objects.values_list("enrolment", "status")) == {(andi, "hadir"), (bayu, "sakit")}


def test_whoever_came_in_spite_of_a_leave_that_was_shown_is_marked_present(sari, class_a, bayu):
    LeaveRequestFactory(approved=True, journey=class_a.enrolments.get(pk=bayu).journey, from_on=date(2026, 8, 3))
    opened = text(sari.get(PAGE))
    assert seen_on_leave(opened) == [str(bayu)]
    assert sari.post(PAGE, form(class_a, cuti=str(bayu))).status_code == 302
    assert Attendance.objects.get(enrolment=bayu).status == "hadir"


def test_a_leave_taken_back_since_is_told_too(sari, class_a, bayu):
    told = sari.post(PAGE, form(class_a, cuti=str(bayu)) | {f"h-{bayu}": "sakit"})
    assert (told.status_code, Attendance.objects.count()) == (422, 0)
    assert "Izinnya ditarik setelah halaman ini dibuka" in text(told)

"""How complete the evenings are, for the offices; and whom to talk to."""

from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.training import (
    AttendanceFactory,
    DayWaiverFactory,
    EnrolmentFactory,
    HolidayFactory,
    ScoreFactory,
    TrainingClassFactory,
)
from training.completeness import completeness

MONDAY, FRIDAY = date(2026, 8, 3), date(2026, 8, 7)
PAGE = "/pelatihan/kelengkapan/"


def text(response):
    return unescape(response.content.decode())


def enter(seat, day, status="hadir", **score):
    AttendanceFactory(enrolment=seat, day=day, status=status)
    if status == "hadir":
        ScoreFactory(enrolment=seat, day=day, **score)


@pytest.mark.django_db
class TestTheCells:
    def states(self, training_class):
        [row] = completeness([training_class], MONDAY, FRIDAY)
        return [cell.state for cell in row.cells]

    def test_each_day_says_whether_it_is_entered_partly_waived_missing_or_without_class(self, class_a):
        andi, bayu = class_a.enrolments.order_by("trainee_no")
        enter(andi, MONDAY)
        enter(bayu, MONDAY, "sakit")
        enter(andi, date(2026, 8, 4))
        HolidayFactory(day=date(2026, 8, 5))
        DayWaiverFactory(training_class=class_a, day=date(2026, 8, 6))
        assert self.states(class_a) == ["entered", "partly", "none", "waived", "missing"]

    def test_present_without_a_score_is_not_done(self, class_a):
        for seat in class_a.enrolments.all():
            AttendanceFactory(enrolment=seat, day=MONDAY)
        assert self.states(class_a)[0] == "missing"

    def test_a_class_without_anybody_misses_nothing(self, reference):
        assert set(self.states(TrainingClassFactory())) == {"none"}

    def test_the_share_of_usual_values_is_told(self, class_a):
        andi, bayu = class_a.enrolments.order_by("trainee_no")
        enter(andi, MONDAY, source="usual")
        enter(bayu, MONDAY)
        enter(andi, date(2026, 8, 4))
        [row] = completeness([class_a], MONDAY, FRIDAY)
        assert (row.usual, row.values, row.share) == (1, 3, 33)

    def test_forty_classes_cost_the_queries_of_one(self, class_a):
        classes, counts = [class_a], []
        for size in (1, 4):
            while len(classes) < size:
                classes.append(TrainingClassFactory(name=f"Kelas {len(classes)}"))
                enter(EnrolmentFactory(training_class=classes[-1]), MONDAY)
            with CaptureQueriesContext(connection) as queries:
                completeness(classes, MONDAY, FRIDAY)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 7


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_evening")
class TestThePages:
    def test_who_has_not_entered_tonight_stands_on_top_with_the_trainer(self, client_of, lpk, class_a):
        page = text(client_of(lpk).get(PAGE))
        assert "Kelas A, Kota Serang" in page and "Bu Sari Contoh" in page
        assert "Kelas A, Senin, 3 Agustus: belum diisi, 0 dari 2" in page
        assert 'href="/pelatihan/A-2026/2026-08-03/"' in page

    def test_whom_to_talk_to_with_the_reason(self, client_of, officer, class_a):
        enter(class_a.enrolments.get(trainee_no=1), MONDAY, "alpa")
        page = text(client_of(officer).get("/pelatihan/perhatian/"))
        assert "Andi Contoh" in page and "alpa: Senin, 3 Agustus" in page and "Bayu" not in page
        assert 'href="/pelatihan/perhatian/"' in text(client_of(officer).get("/admin/"))

    def test_from_the_evening_the_office_finds_its_own_page_and_the_phone_list(self, client_of, lpk, class_a):
        page = text(client_of(lpk).get("/pelatihan/A-2026/2026-08-03/"))
        assert 'href="/lpk/"' in page and 'href="/pelatihan/A-2026/hp/2026-W32/"' in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=False)
@pytest.mark.usefixtures("monday_evening")
def test_the_picture_of_the_classes_reads_well_at_both_widths(browser_page, class_a, lpk):
    andi, bayu = class_a.enrolments.order_by("trainee_no")
    for day in (14, 15, 16, 17, 20, 21, 22, 23, 24, 27, 28, 29):
        enter(andi, date(2026, 7, day))
        if day != 21:
            enter(bayu, date(2026, 7, day), "alpa" if day == 29 else "hadir")
    DayWaiverFactory(training_class=class_a, day=date(2026, 7, 30))
    for phone in (True, False):
        for path in (PAGE, "/pelatihan/perhatian/", "/pelatihan/A-2026/pengganti/"):
            page = browser_page(path, user=lpk, phone=phone)
            assert_fits(page)
            assert_accessible(page)
            shot(page, f"{path.strip('/').split('/')[-1]}_{'phone' if phone else 'desk'}")

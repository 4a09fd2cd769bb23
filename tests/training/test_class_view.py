"""The class as its trainer sees it, and the values behind its lines."""

from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from core.sparkline import draw, scale
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.training import (
    AttendanceFactory,
    ClassTrainerFactory,
    CriterionFactory,
    CriterionWeightFactory,
    EnrolmentFactory,
    RollEntryFactory,
    ScoreFactory,
    TrainingClassFactory,
)
from training.day_values import day_values
from training.models import Attendance, Criterion, Score
from training.phone_list import day_value

PAGE = "/pelatihan/A-2026/"
MONDAY = date(2026, 8, 3)


def text(response):
    return unescape(response.content.decode())


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_evening")
class TestThePage:
    def test_a_row_says_how_it_went_and_what_to_talk_about(self, client_of, trainer, class_a):
        andi = class_a.enrolments.get(trainee_no=1)
        for back, value in ((4, 82), (3, 80), (2, 77), (0, 59)):  # 30 July is a Thursday
            day = MONDAY - timedelta(days=back + 1 if back else 0)
            AttendanceFactory(enrolment=andi, day=day)
            ScoreFactory(enrolment=andi, day=day, value=value)
        page = text(client_of(trainer).get(PAGE))
        assert "4 hari, antara 59,00 dan 82,00, terakhir 59,00" in page
        assert "nilai turun tiga hari berturut-turut: 82,00 → 80,00 → 77,00 → 59,00" in page
        assert "di bawah 60: 59,00 (Senin)" in page
        assert "4 dari 4" in page
        figures = page.partition("Dalam angka")[2].partition("</dl>")[0]
        assert "<dt>3 Agu</dt> <dd>59,00</dd>" in figures
        assert figures.count("<dd>") == 4

    def test_days_nobody_entered_are_counted(self, client_of, trainer, class_a):
        page = text(client_of(trainer).get(PAGE))
        assert "belum ada nilai" in page
        assert 'data-l="Hari belum diisi">21<' in page  # four weeks of Mondays to Fridays, and this Monday

    def test_the_rolls_of_the_morning_are_counted_without_the_excused(self, client_of, trainer, class_a):
        andi = class_a.enrolments.get(trainee_no=1)
        for kind, back, mark in (("bangun", 0, "hadir"), ("briefing", 0, "terlambat"), ("bangun", 3, "izin")):
            RollEntryFactory(enrolment=andi, day=MONDAY - timedelta(days=back), kind=kind, mark=mark)
        page = text(client_of(trainer).get(PAGE))
        assert 'data-l="Tepat waktu pagi">1 dari 2<' in page
        assert 'data-l="Tepat waktu pagi">–<' in page

    def test_strangers_get_404(self, client_of, class_a):
        stranger = ClassTrainerFactory(training_class=TrainingClassFactory()).user
        assert client_of(stranger).get(PAGE).status_code == 404

    def test_90_days_of_25_trainees_and_7_criteria_open_in_the_queries_of_one(self, client_of, lpk, class_a):
        CriterionFactory()
        client, counts = client_of(lpk), []
        fill(class_a, days=1)
        for size, days in ((2, 1), (25, 90)):
            while class_a.enrolments.count() < size:
                EnrolmentFactory(training_class=class_a)
            fill(class_a, days)
            client.get(PAGE)
            with CaptureQueriesContext(connection) as queries:
                page = client.get(f"{PAGE}?semua=1")
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 20
        assert text(page).count('class="tren"') == 25


def fill(training_class, days):
    """Scores in every criterion for everybody on the last days before Tuesday."""
    seats, by = list(training_class.enrolments.all()), training_class.trainers.first().user
    entered = {"entered_by": by, "entered_at": "2026-08-03T14:00Z"}
    whole = [(seat, MONDAY - timedelta(days=back)) for seat in seats for back in range(days)]
    Attendance.objects.bulk_create(
        [Attendance(enrolment=seat, day=day, status="hadir", **entered) for seat, day in whole], ignore_conflicts=True
    )
    Score.objects.bulk_create(
        [
            Score(enrolment=seat, day=day, criterion=criterion, value=60 + (day.day + seat.trainee_no) % 35, **entered)
            for seat, day in whole
            for criterion in Criterion.objects.all()
        ],
        ignore_conflicts=True,
    )


class TestTheSumsOfTheDatabase(TestCase):
    """Added up by PostgreSQL, they are the exact value of the rule for one day."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_reference", verbosity=0)
        cls.seat, cls.criteria = EnrolmentFactory(), [CriterionFactory() for _ in range(4)]

    @settings(max_examples=25)
    @given(
        st.lists(st.decimals(0, 100, places=2), min_size=1, max_size=4),
        st.lists(st.none() | st.decimals(0, 9, places=2), min_size=4, max_size=4),
        st.lists(st.none() | st.decimals(0, 9, places=2), min_size=4, max_size=4),
    )
    def test_they_are_the_rule(self, values, early, late):
        seat, criteria = self.seat, self.criteria
        for criterion, value in zip(criteria, values, strict=False):
            ScoreFactory(enrolment=seat, day=MONDAY, criterion=criterion, value=value)
        weights = {}
        for criterion, first, second in zip(criteria, early, late, strict=True):
            for weight, valid_from in ((first, MONDAY - timedelta(days=9)), (second, MONDAY)):
                if weight is not None:
                    CriterionWeightFactory(criterion=criterion, weight=weight, valid_from=valid_from)
                    weights[criterion.pk] = weight
            CriterionWeightFactory(criterion=criterion, weight=Decimal(5), valid_from=MONDAY + timedelta(days=1))
        expected = day_value({c.pk: v for c, v in zip(criteria, values, strict=False)}, weights)
        assert day_values([seat.pk], MONDAY, MONDAY).get((seat.pk, MONDAY)) == expected


def test_a_line_has_its_sentence_a_limit_and_a_gap_where_a_day_is_missing():
    picture = draw([100, None, 40, 70], "empat hari", low=40, high=100, limit=80)
    assert 'role="img" aria-label="empat hari"' in picture
    assert 'd="M4 4M78.7 28L116 16"' in picture
    assert 'd="M0 12H120"' in picture and 'cx="116" cy="16"' in picture
    assert "style=" not in picture


def test_usual_values_and_the_limit_fill_the_height_of_the_line():
    assert scale([76, None, 88], 80) == (72, 92)
    assert scale([80, 82], 80) == (71, 91)
    assert scale([20, 99], 80) == (18, 100)
    assert scale([None], None) == (0, 100)


def test_a_line_of_one_value_is_a_point():
    assert 'cx="4" cy="4"' in draw([100], "satu hari", low=40, high=100)
    assert "circle" not in draw([], "belum ada", low=40, high=100)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=False)
@pytest.mark.usefixtures("monday_evening")
def test_it_reads_well_at_both_widths(browser_page, class_a, trainer):
    for number in range(8):
        EnrolmentFactory(training_class=class_a, journey__candidate__name=f"Peserta{number + 3} Contoh")
    fill(class_a, days=20)
    andi = class_a.enrolments.get(trainee_no=1)
    Attendance.objects.filter(enrolment=andi, day=MONDAY).update(status="alpa")
    RollEntryFactory(enrolment=andi, day=MONDAY, mark="tidak")
    for phone in (True, False):
        page = browser_page(PAGE, user=trainer, phone=phone)
        page.get_by_text("Dalam angka").first.click()
        day = page.locator("details[open] dd").first
        assert day.bounding_box()["height"] < 32, "a day's figure stands on one line"
        assert_fits(page)
        assert_accessible(page)
        shot(page, f"class_{'phone' if phone else 'desk'}")

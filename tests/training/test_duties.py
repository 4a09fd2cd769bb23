"""The duties go round; the morning sheet has them, who is on leave, and fits one page for 25."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core import pdf
from tests.factories.training import EnrolmentFactory, LeaveRequestFactory
from training.briefing import briefing
from training.briefing_sheet import SHEET, for_print
from training.duties import roster
from training.notes import write_note

MONDAY = date(2026, 8, 3)


@given(people=st.integers(1, 25), jobs=st.lists(st.integers(1, 4), min_size=1, max_size=5))
def test_in_the_long_run_everybody_works_as_often_as_the_others(people, jobs):
    names = [f"P{number}" for number in range(people)]
    duties = [(f"D{number}", count) for number, count in enumerate(jobs)]
    days = [MONDAY + timedelta(days=number) for number in range(7 * people) if (MONDAY.weekday() + number) % 7 < 5]
    turns = [turn for day in days for turn in roster(names, duties, day)]
    if max(jobs) <= people:
        assert all(len(set(turn.people)) == len(turn.people) for turn in turns)
        worked = Counter(name for turn in turns for name in turn.people)
        assert len(set(worked.values())) == 1 and set(worked) == set(names)


def test_nobody_there_has_no_duties():
    assert roster([], [("Dapur", 2)], MONDAY) == []


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_evening")
def test_who_is_on_leave_is_away_and_has_no_duty(class_a):
    bayu = class_a.enrolments.get(trainee_no=2)
    LeaveRequestFactory(journey=bayu.journey, approved=True, from_on="2026-08-03", to_on="2026-08-05")
    sheet = briefing(class_a, MONDAY)
    assert [(person.name, person.why) for person in sheet.away] == [("Bayu Contoh", "Sakit sampai 5 Agustus")]
    assert {name for turn in sheet.duties for name in turn.people} == {"1. Andi"}
    assert sheet.expected == 1


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_evening")
def test_the_morning_sheet_is_one_page_for_25(class_a, client_of, trainer):
    for number in range(23):
        EnrolmentFactory(training_class=class_a, journey__candidate__name=f"Peserta{number} Bernama Panjang Sekali")
    for seat in class_a.enrolments.all():
        write_note(seat, MONDAY, by=trainer, text="Perlu mengulang pelajaran kanji minggu ini bersama teman sekamar")
        LeaveRequestFactory(journey=seat.journey, from_on="2026-08-05", approved=True, decided_at=timezone.now())
    data = for_print(briefing(class_a, date(2026, 8, 4)), timezone.localtime())
    assert pdf.laid_out(SHEET, data, "lines") == [25]
    assert pdf.laid_out(SHEET, data, "pages") == [1]
    answer = client_of(trainer).get("/pelatihan/A-2026/briefing/lembar.pdf")
    assert answer.content.startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'inline; filename="briefing-A-2026-2026-08-03.pdf"'

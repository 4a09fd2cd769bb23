"""Whom to talk to, and why: three falling days, absent without reason, under 60, not there in the morning."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.training import AttendanceFactory, EnrolmentFactory, RollEntryFactory, ScoreFactory
from training.enums import AttendanceStatus
from training.trend import DayFact
from training.warnings import warned, warnings_of

FRIDAY = date(2026, 8, 7)
MONDAY = FRIDAY - timedelta(days=4)


def days(*values, status="hadir"):
    """Class days that end on Friday; None is a day without any entry."""
    first = len(values) - 1
    return [
        DayFact(FRIDAY - timedelta(days=first - at), None if value is None else status, value and Fraction(value))
        for at, value in enumerate(values)
    ]


def codes(facts, on=FRIDAY):
    return [warning.code for warning in warnings_of(facts, on)]


def test_three_days_each_lower_than_the_day_before_are_a_warning_with_the_values():
    [warning] = warnings_of(days(84, 82, "79.5", 76), FRIDAY)
    assert warning.code == "falling"
    assert warning.sentence == "nilai turun tiga hari berturut-turut: 84,00 → 82,00 → 79,50 → 76,00"


@pytest.mark.parametrize("values", [(84, 82, 82, 76), (84, 82, 79), (84, 82, 79, 80), ()])
def test_an_equal_day_a_rise_or_too_few_days_are_none(values):
    assert codes(days(*values)) == []


def test_a_day_nobody_entered_neither_makes_nor_breaks_a_fall():
    assert codes(days(84, None, 82, 79, 76)) == ["falling"]


def test_a_day_of_sickness_neither_makes_nor_breaks_a_fall():
    facts = days(84, 82, 90, 79, 76)
    facts[2] = DayFact(facts[2].on, "sakit", None)
    assert codes(facts) == ["falling"]


def test_absence_without_reason_is_told_with_its_day():
    facts = [*days(80, 80, 80), DayFact(FRIDAY, "alpa")]
    [warning] = warnings_of(facts, FRIDAY)
    assert warning.sentence == "alpa: Jumat, 7 Agustus"


def test_under_60_is_a_warning_and_60_is_not():
    assert codes(days("59.99")) == ["below"]
    assert codes(days(60)) == []


def test_what_is_more_than_a_week_old_has_been_talked_about():
    facts = [DayFact(FRIDAY - timedelta(days=7), "alpa"), *days(80, 80)]
    assert codes(facts) == []


def test_not_there_in_the_morning_is_told_and_late_counts_from_the_third_time():
    def facts(*marks):
        return [
            DayFact(MONDAY + timedelta(days=at), "hadir", Fraction(80), {"bangun": mark})
            for at, mark in enumerate(marks)
        ]

    [warning] = warnings_of(facts("hadir", "tidak"), FRIDAY)
    assert warning.sentence == "tidak ada: Bangun 05.00 (Selasa, 4 Agustus)"
    assert codes(facts("terlambat", "terlambat")) == []
    assert codes(facts("terlambat", "terlambat", "terlambat")) == ["roll_late"]
    assert codes(facts("izin", "izin", "izin")) == []


facts = st.builds(
    lambda statuses_and_values: [
        DayFact(FRIDAY - timedelta(days=len(statuses_and_values) - 1 - at), status, value)
        for at, (status, value) in enumerate(statuses_and_values)
    ],
    st.lists(
        st.tuples(
            st.sampled_from([None, *AttendanceStatus.values]),
            st.none() | st.fractions(min_value=0, max_value=100, max_denominator=600),
        ),
        max_size=12,
    ),
)


@given(facts)
def test_the_reasons_are_those_of_a_slow_reader(found):
    there = [day for day in found if day.attendance in ("hadir", "terlambat")]
    values = [day.value for day in there if day.value is not None]
    week = [day for day in found if (FRIDAY - day.on).days < 7]
    expected = set()
    if len(values) >= 4 and values[-1] < values[-2] < values[-3] < values[-4]:
        expected.add("falling")
    if any(day.attendance == "alpa" for day in week):
        expected.add("absent")
    if any(day.value is not None and day.value < 60 for day in week if day in there):
        expected.add("below")
    assert set(codes(found)) == expected


@given(facts, st.integers(1, 30))
def test_a_better_last_day_never_adds_a_reason(found, more):
    """Raising the last value may end a fall or a low day, and brings no warning that was not there."""
    if not found or found[-1].value is None:
        return
    last = found[-1]
    better = [*found[:-1], DayFact(last.on, last.attendance, last.value + more)]
    assert set(codes(better)) <= set(codes(found))


@pytest.mark.django_db
def test_the_list_of_an_office_names_who_needs_a_word_the_most_reasons_first(class_a):
    andi, bayu = class_a.enrolments.order_by("trainee_no")
    EnrolmentFactory(training_class=class_a, to_on=MONDAY - timedelta(days=1))  # left before
    AttendanceFactory(enrolment=andi, day=MONDAY, status="alpa")
    for seat, value in ((andi, 80), (bayu, 55)):
        AttendanceFactory(enrolment=seat, day=FRIDAY)
        ScoreFactory(enrolment=seat, day=FRIDAY, value=value)
    RollEntryFactory(enrolment=bayu, day=FRIDAY, mark="tidak")
    found = warned([class_a], FRIDAY)
    assert [(one.enrolment, [reason.code for reason in one.reasons]) for one in found] == [
        (bayu, ["below", "roll_absent"]),
        (andi, ["absent"]),
    ]

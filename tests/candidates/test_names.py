"""The same name on two papers, and another one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates.names import Habit, Verdict, compare, compare_days, one_slip, resemble

SAME, OTHERWISE, DIFFERENT = Verdict.SAME, Verdict.OTHERWISE, Verdict.DIFFERENT

TABLE = [
    # the same
    ("Rina Contoh", "Rina Contoh", SAME, set()),
    ("Rina Contoh", "RINA  CONTOH ", SAME, set()),
    ("Sukarno", "SUKARNO", SAME, set()),
    ("Renée Contoh", "Renee Contoh", SAME, set()),
    # signs
    ("Nur'aini", "Nuraini", OTHERWISE, {"signs"}),
    ("Siti-Aisyah Contoh", "Siti Aisyah Contoh", OTHERWISE, {"signs"}),
    ("Sukarno", "Sukarno -", OTHERWISE, {"signs"}),
    ("Rina Contoh", "Rina, Contoh", OTHERWISE, {"signs"}),
    # Muhammad
    ("M. Rizki", "Muhammad Rizki", OTHERWISE, {"short"}),
    ("M Rizki", "Muhammad Rizki", OTHERWISE, {"short"}),
    ("Muh. Rizki", "Muhammad Rizki", OTHERWISE, {"short"}),
    ("Moh Rizki", "Muhammad Rizki", OTHERWISE, {"short"}),
    ("Mhd. Rizki", "Muh. Rizki", OTHERWISE, {"short"}),
    ("Moch. Rizki", "Mochammad Rizki", OTHERWISE, {"short"}),
    ("Muhamad Rizki", "Muhammad Rizki", OTHERWISE, {"spelling"}),
    ("Mohammad Rizki", "Muhammad Rizki", OTHERWISE, {"spelling"}),
    ("Muhammad Rizki", "Rizki", DIFFERENT, {"missing"}),
    ("Rizki Muhammad", "M. Rizki", OTHERWISE, {"short"}),
    # other abbreviations
    ("A. Fauzi", "Ahmad Fauzi", OTHERWISE, {"short"}),
    ("Ach. Fauzi", "Ahmad Fauzi", OTHERWISE, {"short"}),
    ("Abd. Rahman", "Abdul Rahman", OTHERWISE, {"short"}),
    ("Tb. Hasan", "Tubagus Hasan", OTHERWISE, {"short"}),
    ("Rina C. Wati", "Rina Contoh Wati", OTHERWISE, {"short"}),
    ("Rina C", "Rina D", DIFFERENT, {"other"}),
    # titles
    ("H. Hasan Contoh", "Hasan Contoh", OTHERWISE, {"title"}),
    ("Hj. Siti Contoh", "Siti Contoh", OTHERWISE, {"title"}),
    ("Rina Contoh, S.Pd.", "Rina Contoh", OTHERWISE, {"title"}),
    ("Rina Contoh A.Md.Kep", "Rina Contoh", OTHERWISE, {"title"}),
    ("Dr. H. Hasan Contoh, S.E., M.M.", "Hasan Contoh", OTHERWISE, {"title"}),
    ("Rina Contoh S.Kom", "Rina Contoh SKom", OTHERWISE, {"signs"}),
    # spacing and order
    ("Nur Hayati", "Nurhayati", OTHERWISE, {"spacing"}),
    ("M. Nur Hidayat", "Muhammad Nurhidayat", OTHERWISE, {"short", "spacing"}),
    ("Contoh Rina", "Rina Contoh", OTHERWISE, {"order"}),
    ("Wati Rina Contoh", "Rina Contoh Wati", OTHERWISE, {"order"}),
    # spelling
    ("Rizky Contoh", "Rizki Contoh", OTHERWISE, {"spelling"}),
    ("Rizqi Contoh", "Rizki Contoh", OTHERWISE, {"spelling"}),
    ("Soekarno", "Sukarno", OTHERWISE, {"spelling"}),
    ("Djoko Contoh", "Joko Contoh", OTHERWISE, {"spelling"}),
    ("Nurul Aisyah", "Nurul Aisya", OTHERWISE, {"spelling"}),
    ("Anissa Contoh", "Anisa Contoh", OTHERWISE, {"spelling"}),
    ("Zaenal Contoh", "Zainal Contoh", OTHERWISE, {"spelling"}),
    # one word
    ("Sukarno", "Sukarno Sukarno", OTHERWISE, {"single"}),
    ("Sukarno", "LNU Sukarno", OTHERWISE, {"single"}),
    ("Sukarno", "Sukarno XXX", OTHERWISE, {"single"}),
    ("Sukarno", "Sukarno Contoh", DIFFERENT, {"missing"}),
    # another name
    ("Rina Contoh", "Rina Contoh Wati", DIFFERENT, {"missing"}),
    ("Rina Contoh", "Rini Contoh", DIFFERENT, {"letter"}),
    ("Rina Contoh", "Sari Contoh", DIFFERENT, {"other"}),
    ("Budi", "Rina", DIFFERENT, {"other"}),
    ("M. Rizki", "M. Rizal", DIFFERENT, {"other"}),
    ("", "Rina", DIFFERENT, {"missing"}),
]


@pytest.mark.parametrize(("one", "other", "verdict", "habits"), TABLE)
def test_two_writings_of_a_name(one, other, verdict, habits):
    found = compare(one, other)
    assert (found.verdict, {habit.value for habit in found.habits}) == (verdict, habits)
    assert (verdict == SAME) == (not found.reasons)


PARTS = st.sampled_from(
    ["Rina", "Muhammad", "M.", "Muh.", "Moch", "H.", "Hj.", "Nur", "Hayati", "Nurhayati", "Rizki", "Rizky", "A", "R.",
     "S.Pd", "ST", ",", "-", "'", "LNU", "Contoh", "Kontoh", "Soekarno", "Sukarno", "Aisyah", "Aisya", "Ach.", "é"]
)  # fmt: skip
NAMES = st.one_of(st.lists(PARTS, max_size=5).map(" ".join), st.text(max_size=20))


@given(NAMES)
def test_a_name_is_always_the_same_as_itself(name):
    assert compare(name, name).verdict == SAME
    assert resemble(name, name)


@given(NAMES, NAMES)
def test_it_does_not_matter_which_paper_is_named_first(one, other):
    assert compare(one, other) == compare(other, one)
    assert resemble(one, other) == resemble(other, one)


@given(NAMES, NAMES)
def test_whatever_differs_has_a_reason(one, other):
    found = compare(one, other)
    assert (found.verdict == SAME) == (not found.reasons)
    assert all(str(reason) for reason in found.reasons)


@given(st.dates(), st.dates())
def test_birth_dates_are_the_same_or_different(one, other):
    assert compare_days(one, other) == compare_days(other, one)
    assert (compare_days(one, other).verdict == SAME) == (one == other)


def test_swapped_day_and_month_are_named():
    assert compare_days(date(2004, 5, 6), date(2004, 6, 5)).habits == {Habit.ORDER}
    assert compare_days(date(2004, 5, 6), date(2004, 6, 6)).habits == {Habit.OTHER}


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Rina Contoh", "Rini Contoh", True),
        ("Rina Contoh", "Rina", True),
        ("Rina Contoh", "Rina Contoh Wati", True),
        ("M. Rizki", "Rizki", True),
        ("Muhammad Rizki", "Muhammad Hasan", False),
        ("Rina", "Rina Contoh Wati", False),
        ("Rina Contoh", "Sari Contoh", False),
        ("Sukarno", "Soekarno Sukarno", True),
    ],
)
def test_names_of_people_who_may_be_one(one, other, alike):
    assert resemble(one, other) is alike


@pytest.mark.parametrize(
    ("one", "other", "slip"),
    [
        ("RINA", "RIAN", True),
        ("RINA", "RINNA", True),
        ("RINA", "RIA", True),
        ("RINA", "RINI", True),
        ("RINA", "RINA", False),
        ("RI", "RA", False),
        ("RINA", "RANI", False),
    ],
)
def test_a_slip_of_the_finger(one, other, slip):
    assert one_slip(one, other) is slip
    assert one_slip(other, one) is slip

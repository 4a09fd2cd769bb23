"""Ceiling and forecast: pure rules over plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.ceiling import ENOUGH, UNDER_WAY, WITHOUT_OFFER, Group, earliest_flight, pace, still_possible
from reports.forecast import EXACT_UP_TO, Chance, Forecast, forecast
from reports.questions import looks_back

TODAY, END = date(2026, 11, 24), date(2026, 12, 31)
PLAN = {"offered": 160, "contract": 130, "coe": 40, "visa": 15}
STAGES = st.sampled_from([str(stage) for stage in UNDER_WAY])
GROUPS = st.builds(
    Group,
    scheme=st.just("ssw"),
    stage=STAGES,
    since=st.none() | st.integers(0, 400).map(lambda ago: TODAY - timedelta(days=ago)),
    number=st.integers(1, 50),
)


def possible(groups, *, on=TODAY, ends_on=END, past=None):
    return still_possible(groups, {"ssw": pace(past or {}, PLAN)}, on=on, ends_on=ends_on)


def group(stage, since=None, number=1):
    return Group("ssw", stage, since, number)


def test_the_plan_of_the_scheme_decides_until_five_have_left():
    visa = group("visa", TODAY)
    assert earliest_flight(visa, pace({"visa": [60] * 4}, PLAN), on=TODAY) == date(2026, 12, 9)
    assert earliest_flight(visa, pace({"visa": [10, 60, 60, 60, 90]}, PLAN), on=TODAY) == date(2027, 1, 23)


def test_papers_under_way_count_from_the_day_they_began():
    assert possible([group("coe", TODAY)]) == 0
    assert possible([group("coe", TODAY - timedelta(days=10))]) == 1


def test_waiting_for_an_offer_is_no_progress():
    assert possible([group("registered", date(2025, 1, 1)), group("qualified", date(2025, 1, 1))]) == 0
    assert possible([group("registered")], on=date(2026, 1, 10)) == 1


def test_nobody_flies_before_today():
    assert earliest_flight(group("visa", date(2025, 1, 1)), pace({}, PLAN), on=TODAY) == TODAY


def test_a_scheme_of_which_nothing_is_known_gives_no_ceiling():
    assert still_possible([Group("esd", "visa", TODAY, 1)], {"ssw": pace({}, PLAN)}, on=TODAY, ends_on=END) is None
    assert still_possible([group("visa")], {"ssw": pace({}, {})}, on=TODAY, ends_on=END) is None
    assert still_possible([], {}, on=TODAY, ends_on=END) == 0


@given(groups=st.lists(GROUPS, max_size=8), more=st.integers(0, 400))
def test_more_time_never_makes_less_possible_and_nobody_is_invented(groups, more):
    soon, later = possible(groups), possible(groups, ends_on=END + timedelta(days=more))
    assert 0 <= soon <= later <= sum(one.number for one in groups)


@given(groups=st.lists(GROUPS, max_size=8), on=st.integers(0, 37))
def test_the_ceiling_never_rises_while_nobody_moves(groups, on):
    assert possible(groups, on=TODAY + timedelta(days=on)) <= possible(groups)


@given(groups=st.lists(GROUPS, max_size=5), other=st.lists(GROUPS, max_size=5))
def test_the_ceiling_adds_up(groups, other):
    assert possible(groups + other) == possible(groups) + possible(other)


@given(past=st.dictionaries(STAGES, st.lists(st.integers(0, 400), min_size=ENOUGH, max_size=9)), stage=STAGES)
def test_without_an_offer_nobody_is_faster_than_from_an_offer(past, stage):
    usual = pace(past, PLAN)
    if stage in WITHOUT_OFFER:
        least = TODAY + timedelta(days=usual.days["offered"])
        assert earliest_flight(group(stage, date(2020, 1, 1)), usual, on=TODAY) >= least


CHANCES = st.lists(
    st.tuples(st.integers(0, 40), st.integers(20, 90), st.floats(0, 1)).map(
        lambda told: Chance(told[0], told[1], round(told[1] * told[2]))
    ),
    max_size=4,
)


@given(chances=CHANCES, departed=st.integers(0, 120), target=st.integers(1, 150))
def test_the_range_lies_between_nobody_and_everybody(chances, departed, target):
    found = forecast(chances, departed=departed, target=target)
    assert departed <= found.low <= found.high <= departed + sum(chance.people for chance in chances)
    assert 0 <= found.reaching <= 1
    if target <= departed:
        assert found.reaching == pytest.approx(1)


@given(chances=CHANCES, departed=st.integers(0, 90))
def test_a_higher_target_is_never_more_likely(chances, departed):
    near, far = (forecast(chances, departed=departed, target=target).reaching for target in (95, 100))
    assert far <= near + 1e-9


def test_too_little_data_is_a_valid_answer():
    assert forecast([Chance(6, 19, 10)], departed=37, target=100) is None
    assert forecast([Chance(6, 40, 30), Chance(2, 4, 1)], departed=37, target=100) is None
    assert forecast([Chance(0, 0, 0)], departed=37, target=100) == Forecast(37, 37, 0.0, 0)


def test_of_many_half_leave_when_half_left_before():
    found = forecast([Chance(40, 1000, 500)], departed=0, target=21)
    assert (found.low, found.high) == (16, 24)
    assert 0.4 < found.reaching < 0.5


def test_the_bell_curve_takes_over_without_a_step():
    exact, bell = (
        forecast([Chance(people, 200, 100)], departed=0, target=200) for people in (EXACT_UP_TO, EXACT_UP_TO + 1)
    )
    assert abs(exact.low - bell.low) <= 2
    assert abs(exact.high - bell.high) <= 2
    assert abs(exact.reaching - bell.reaching) < 0.02


def test_the_year_is_looked_back_on_in_spans_that_do_not_overlap():
    november = looks_back(date(2026, 11, 25))  # 36 days are left: ten such spans lie in the year before
    assert (len(november), len(looks_back(date(2026, 3, 1)))) == (10, 1)
    assert len(looks_back(date(2026, 12, 30))) == len(looks_back(date(2026, 12, 31))) == 12

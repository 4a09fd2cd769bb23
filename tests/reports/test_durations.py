"""How long the steps took: the middle and the half around it, of enough people, in one query."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import span_chart
from reports.durations import durations, reckoned
from tests.factories.candidates import JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
BEGAN = date(2026, 1, 10)


def verified_after(*days, **kwargs):
    for each in days:
        JourneyFactory(at="verified", registered_on=BEGAN, verified_on=BEGAN + timedelta(days=each), **kwargs)


def test_a_step_tells_its_middle_and_the_half_around_it():
    verified_after(1, 2, 3, 4, 9)
    span = reckoned(least=5).of("verified")
    assert (span.cases, span.low, span.median, span.high) == (5, 2, 3, 4)


def test_too_few_people_tell_nothing():
    verified_after(1, 2, 3, 4)
    span = reckoned(least=5).of("verified")
    assert (span.cases, span.low, span.median, span.high) == (4, None, None, None)
    assert not reckoned(least=5).is_known


def test_nobody_at_all_is_no_error():
    assert [span.is_known for span in reckoned(least=0).spans] == [False] * 6


def test_alumni_and_steps_in_the_other_order_tell_nothing():
    verified_after(3)
    JourneyFactory(at="verified", registered_on=BEGAN, verified_on=BEGAN + timedelta(days=90), origin="alumni")
    JourneyFactory(at="offered", qualified_on=date(2026, 6, 1), offered_on=date(2026, 5, 1))
    found = reckoned(least=1)
    assert found.of("offered").cases == 0
    assert found.of("verified").cases == 2


def test_how_few_are_too_few_is_a_setting(settings):
    verified_after(1, 2, 3)
    settings.LEAST_CASES = 4
    assert not durations().is_known
    settings.LEAST_CASES = 3
    assert durations().is_known


def test_it_is_one_query_and_then_none(django_assert_num_queries):
    verified_after(1, 2)
    with django_assert_num_queries(1):
        assert durations() == durations()


@given(st.lists(st.lists(st.integers(0, 3000), min_size=3, max_size=3).map(sorted), min_size=1, max_size=6))
def test_no_bar_leaves_the_picture(rows):
    picture = span_chart.draw([("Nama", *row) for row in rows], months="bulan", sentence="x")
    widths = [float(part.partition('"')[0]) for part in picture.split(' x="')[1:]]
    assert all(0 <= x <= span_chart.WIDTH for x in widths)

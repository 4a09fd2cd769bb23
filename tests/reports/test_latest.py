"""The report is kept while nothing changes, and never a moment longer."""

import pytest
from django.core.cache import cache
from django.utils import timezone
from redis.exceptions import ConnectionError as NoRedis

from placements import departing
from reports.latest import latest
from reports.progress_report import report
from tests.factories.candidates import JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


def without_time(now):
    return {name: value for name, value in vars(now).items() if name != "as_of"}


def test_it_says_what_the_report_says_and_asks_one_small_question_after_that(busy_year, django_assert_num_queries):
    assert without_time(latest(inside=True)) == without_time(report(inside=True))
    latest()
    with django_assert_num_queries(1) as asked:
        latest()
    assert "GROUP BY" not in asked.captured_queries[0]["sql"]


def test_a_departure_taken_back_and_a_new_person_show_at_once(flown, admin2):
    today = timezone.localdate()
    departure = flown(today, registered_on=today.replace(year=today.year - 1))
    before = latest()
    departing.cancel(departure, reason="salah orang", by=admin2)
    JourneyFactory()
    now = latest()
    assert (before.departed, now.departed, now.waiting - before.waiting) == (1, 0, 2 - 1)


def test_the_inside_numbers_are_never_shown_outside(busy_year):
    assert latest(inside=True).doors
    assert latest().doors == []


def test_a_dead_cache_makes_no_error(monkeypatch, busy_year):
    def dead(*args, **kwargs):
        raise NoRedis

    monkeypatch.setattr(cache, "get", dead)
    monkeypatch.setattr(cache, "set", dead)
    assert latest().departed == 7

"""Statements that are put together once must say the same as those put together each time."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import F
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from core.prepared import AskedOften, Prepared, array
from tests.factories.training import HolidayFactory
from training.models import Holiday

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)


def since(day):
    return Holiday.objects.filter(day__gte=day).order_by("day").values_list("day", "name")


@pytest.fixture
def holidays():
    return [HolidayFactory(day=NEW_YEAR + timedelta(days=number), name=f"Libur {number} %") for number in range(3)]


@pytest.fixture(params=[False, True], ids=["prepared", "behind a pooler"])
def _pooler(request, monkeypatch):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", request.param)


@pytest.mark.usefixtures("_pooler")
class TestAQuestion:
    @pytest.mark.parametrize("late", range(-1, 4))
    def test_answers_like_the_queryset_for_every_argument(self, holidays, late):
        day = NEW_YEAR + timedelta(days=late)
        assert ASKED.rows(day=day) == list(since(day))

    def test_gives_objects_with_what_was_annotated(self, holidays):
        found = NAMED.instances(name="Libur 1 %")
        assert [(one, one.again, one.day, one._state.adding) for one in found] == [
            (holidays[1], "Libur 1 %", holidays[1].day, False)
        ]

    def test_that_has_no_answer_has_no_rows(self, holidays):
        nothing = AskedOften(lambda day: since(day).none(), day=date)
        assert nothing.rows(day=NEW_YEAR) == []

    def test_has_a_wording_for_each_shape(self, holidays):
        asked = AskedOften(lambda shape, day: since(day)[:1] if shape == "one" else since(day), day=date)
        assert [len(asked.rows(shape, day=NEW_YEAR)) for shape in ("one", "all", "one")] == [1, 3, 1]

    def test_is_one_query_also_the_first_time(self, holidays, django_assert_num_queries):
        asked = AskedOften(since, day=date)
        with django_assert_num_queries(1):
            asked.rows(day=NEW_YEAR)


ASKED = AskedOften(since, day=date)
NAMED = AskedOften(lambda name: Holiday.objects.filter(name=name).annotate(again=F("name")), name=str)


def test_what_is_computed_from_an_argument_would_stay_for_ever_and_is_refused():
    tomorrow = AskedOften(lambda day: since(day + timedelta(days=1)), day=date)
    with pytest.raises(ValueError, match="day as an argument"):
        tomorrow.rows(day=NEW_YEAR)
    next_one = AskedOften(lambda pk: User.objects.filter(pk=pk + 1000).values_list("pk"), pk=int)
    with pytest.raises(ValueError, match="computes with an argument"):
        next_one.rows(pk=1)


def test_a_day_taken_from_the_clock_is_refused():
    today = AskedOften(lambda: since(date(2026, 11, 25)))
    with pytest.raises(ValueError, match="day as an argument"):
        today.rows()


def test_a_statement_survives_a_transaction_that_was_taken_back(transactional_db):
    from django.db import transaction

    doubled = Prepared("SELECT %(number)s * 2, '100%%'", {"number": "bigint"})
    with transaction.atomic():
        assert doubled.rows({"number": 4}) == [(8, "100%")]
        transaction.set_rollback(True)
    assert doubled.rows({"number": 5}) == [(10, "100%")]


def test_a_new_connection_prepares_anew(transactional_db):
    three = Prepared("SELECT 3")
    assert three.rows({}) == [(3,)]
    connection.close()
    assert three.rows({}) == [(3,)]


@given(st.lists(st.one_of(st.none(), st.decimals(0, 100, places=2), st.integers(0, 10**12))))
def test_an_array_arrives_as_it_was_sent(values):
    sent = Prepared("SELECT %(values)s", {"values": "numeric[]"})
    assert sent.rows({"values": array(values)}) == [(values,)]


@pytest.mark.parametrize("text", ["a b", 'a"b', "{", "a\\b", "a'b"])
def test_an_array_takes_no_text_that_would_have_to_be_quoted(text):
    with pytest.raises(ValueError, match="words of our own"):
        array([text])

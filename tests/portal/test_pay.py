"""Honest pay: the rules over plain values, and what the tables make of them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from portal.models import Deduction, ExchangeRate, PayFigure
from portal.pay import Cut, Range, card, in_force, in_rupiah, net

TODAY = date(2026, 11, 24)
PERCENT = st.decimals(0, 60, places=2)
YEN = st.decimals(0, 80_000, places=0)


def ranged(numbers):
    return st.tuples(numbers, numbers).map(sorted)


CUTS = st.lists(
    st.one_of(
        ranged(PERCENT).map(lambda ends: Cut("a", "percent", *ends)),
        ranged(YEN).map(lambda ends: Cut("b", "yen", *ends)),
        st.just(Cut("c", "yen", None, None)),
        ranged(PERCENT).map(lambda ends: Cut("d", "percent", *ends, from_year=2)),
    ),
    max_size=8,
)
GROSS = ranged(st.integers(0, 400_000)).map(lambda ends: Range(*ends))


def percent(name, number, **kwargs):
    return Cut(name, "percent", Decimal(number), Decimal(number), **kwargs)


def test_a_published_pay_slip_comes_out_to_the_yen():
    slip = [
        percent("income tax", "2.5"),
        percent("work insurance", "0.3"),
        percent("pension", "9.25"),
        percent("health", "5"),
        percent("residents' tax", "5", from_year=2),
    ]
    gross = Range(200_000, 200_000)
    assert net(gross, slip, year=2).left == Range(155_900, 155_900)
    assert net(gross, slip).left == Range(165_900, 165_900)


def test_the_worst_case_pairs_the_lowest_pay_with_the_highest_deductions():
    rent = Cut("rent", "yen", Decimal(20_000), Decimal(40_000))
    found = net(Range(180_000, 230_000), [rent, percent("tax", 10)])
    assert found.left == Range(180_000 - 40_000 - 18_000, 230_000 - 20_000 - 23_000)
    assert [amount for _cut, amount in found.taken] == [Range(20_000, 40_000), Range(18_000, 23_000)]


def test_a_deduction_without_a_figure_is_named_and_not_taken_for_nothing():
    found = net(Range(200_000, 200_000), [Cut("rent", "yen", None, None), percent("tax", 10)])
    assert found.unknown == ["rent"]
    assert found.left == Range(180_000, 180_000)


@given(gross=GROSS, cuts=CUTS, year=st.integers(1, 3))
def test_what_is_left_is_a_range_within_the_gross(gross, cuts, year):
    left = net(gross, cuts, year=year).left
    assert 0 <= left.low <= left.high <= gross.high
    assert left.low <= gross.low


@given(gross=GROSS, cuts=CUTS, more=st.integers(0, 400_000))
def test_more_pay_never_leaves_less_and_a_later_year_never_more(gross, cuts, more):
    richer = net(Range(gross.low + more, gross.high + more), [c for c in cuts if c.basis == "yen"]).left
    poorer = net(gross, [c for c in cuts if c.basis == "yen"]).left
    assert (richer.low, richer.high) >= (poorer.low, poorer.high)
    assert net(gross, cuts, year=2).left.high <= net(gross, cuts).left.high


@given(gross=GROSS, cuts=CUTS)
def test_one_more_deduction_never_leaves_more(gross, cuts):
    with_one_more = net(gross, [*cuts, percent("more", 3)]).left
    without = net(gross, cuts).left
    assert with_one_more.low <= without.low
    assert with_one_more.high <= without.high


def test_rupiah_are_rounded_because_a_rate_is_only_of_its_day():
    assert in_rupiah(Range(180_000, 230_000), Decimal(105), Decimal(118)) == Range(18_900_000, 27_100_000)


def test_the_row_of_the_sector_goes_before_the_general_one_and_the_newest_first():
    general = PayFigure(sector_id=None, valid_from=date(2026, 6, 1))
    old = PayFigure(sector_id="caregiver", valid_from=date(2025, 1, 1))
    new = PayFigure(sector_id="caregiver", valid_from=date(2026, 1, 1))
    assert in_force([general, old, new], "caregiver") is new
    assert in_force([general, old, new], "automotive") is general
    assert in_force([old], "automotive") is None


@pytest.mark.django_db
def test_a_card_takes_what_holds_on_the_day(reference):
    assert card("caregiver", on=TODAY).figure.high == 200_000
    PayFigure.objects.create(
        sector_id="caregiver", low=210_000, high=220_000, source="x", as_of=TODAY, valid_from=date(2026, 12, 1)
    )
    assert card("caregiver", on=TODAY).figure.high == 200_000
    assert card("caregiver", on=date(2026, 12, 1)).figure.high == 220_000


@pytest.mark.django_db
def test_a_sector_without_a_figure_shows_all_sectors_and_says_so(reference):
    of_cars = card("automotive", on=TODAY)
    assert of_cars.is_general
    assert not card("agriculture", on=TODAY).is_general
    PayFigure.objects.all().delete()
    assert card("automotive", on=TODAY) is None


@pytest.mark.django_db
def test_farm_workers_pay_their_own_rate_of_work_insurance(reference):
    rates = {
        sector: next(row.high for row in card(sector, on=TODAY).deductions if "koyou" in row.name)
        for sector in ("agriculture", "caregiver")
    }
    assert rates == {"agriculture": Decimal("0.65"), "caregiver": Decimal("0.55")}
    assert card("agriculture", on=TODAY).deductions[-1].from_year == 2


@pytest.mark.django_db
def test_without_a_rate_no_rupiah_are_shown(reference):
    ExchangeRate.objects.all().delete()
    assert card("caregiver", on=TODAY).left_rupiah is None


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"low": 9, "high": 8}, {"low": None}, {"high": Decimal(101)}, {"from_year": 0}])
def test_the_database_refuses_a_deduction_that_cannot_be(reference, wrong):
    right = {"low": 5, "high": 8, "from_year": 1} | wrong
    with pytest.raises(IntegrityError):
        Deduction.objects.create(name="Salah", source="x", as_of=TODAY, valid_from=TODAY, **right)


def test_a_range_of_one_number_says_so():
    assert Range(5, 5).is_one
    assert not replace(Range(5, 5), high=6).is_one

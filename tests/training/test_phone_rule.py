"""The phone rule against an oracle of its own: exact fractions, written another way."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from training.phone_list import Day, Rule, Week, cut, day_value, decide

MONDAY = date(2026, 8, 3)


def week(*values, attendance="hadir"):
    """A week with one criterion a day."""
    return [Day(MONDAY + timedelta(days=n), attendance, {1: Decimal(str(value))}) for n, value in enumerate(values)]


def test_an_average_of_80_is_a_phone():
    assert decide(week(80, 80, 80, 80, 80), Rule()).allowed


def test_79_997_is_no_phone_and_is_shown_as_79_99():
    # 3 days of 6 criteria: 18 values whose sum is 1439.94
    days = [Day(MONDAY + timedelta(days=n), "hadir", dict.fromkeys(range(6), Decimal(80))) for n in range(3)]
    almost = Day(MONDAY, "hadir", {**days[0].scores, 0: Decimal("79.95")})
    verdict = decide([almost, *days[1:]], Rule())
    assert verdict.average == Fraction("79.9972222222") + Fraction(2, 9) / 10**10
    assert not verdict.allowed
    assert verdict.shown == Decimal("79.99")
    assert verdict.short_by == Decimal("0.01")
    assert verdict.reason == "below"


def test_averages_are_never_rounded_up_to_a_limit_they_miss():
    assert cut(Fraction("79.999999")) == Decimal("79.99")
    assert str(cut(Fraction(80))) == "80.00"


def test_a_sick_day_is_left_out():
    days = [*week(80, 80, 80), Day(MONDAY + timedelta(days=3), "sakit", {1: Decimal(10)})]
    verdict = decide(days, Rule())
    assert verdict.average == 80
    assert verdict.left_out == (date(2026, 8, 6),)


def test_a_permitted_day_is_left_out():
    assert decide([*week(80, 80, 80), Day(date(2026, 8, 6), "izin")], Rule()).average == 80


def test_absence_without_reason_counts_as_zero():
    verdict = decide([*week(100, 100, 100), Day(date(2026, 8, 6), "alpa", {1: Decimal(100)})], Rule())
    assert verdict.average == 75
    assert verdict.reason == "below"


def test_being_late_counts_as_being_there():
    assert decide(week(80, 80, 80, attendance="terlambat"), Rule()).average == 80


def test_two_counted_days_are_too_few_whatever_the_average():
    verdict = decide([*week(100, 100), Day(date(2026, 8, 5), "sakit")], Rule())
    assert (verdict.allowed, verdict.reason, verdict.short_by) == (False, "too_few_days", None)


def test_a_week_of_sickness_has_no_average():
    verdict = decide([Day(day, "sakit") for day in Week(MONDAY).days], Rule())
    assert (verdict.average, verdict.shown, verdict.reason) == (None, None, "too_few_days")


def test_a_day_that_the_trainer_did_not_enter_costs_nothing_and_is_missing():
    verdict = decide([*week(80, 80, 80), Day(date(2026, 8, 6))], Rule())
    assert verdict.allowed
    assert verdict.missing == (date(2026, 8, 6),)


def test_present_without_any_score_is_missing_not_zero():
    verdict = decide([*week(80, 80, 80), Day(date(2026, 8, 6), "hadir")], Rule())
    assert (verdict.average, verdict.missing) == (80, (date(2026, 8, 6),))


def test_a_waived_day_is_not_missing():
    assert decide([*week(80, 80, 80), Day(date(2026, 8, 6), waived=True)], Rule()).missing == ()


def test_every_day_mode_asks_each_day():
    rule = Rule(mode="every_day")
    assert decide(week(80, 80, 80), rule).allowed
    verdict = decide(week(100, 100, "79.5"), rule)
    assert (verdict.allowed, verdict.reason, verdict.short_by) == (False, "day_below", Decimal("0.50"))


def test_a_heavier_criterion_weighs_more():
    assert day_value({1: Decimal(90), 2: Decimal(60)}, {1: Decimal(2), 2: Decimal(1)}) == 80


def test_only_the_criteria_recorded_that_day_weigh():
    assert day_value({1: Decimal(90)}, {1: Decimal(2), 2: Decimal(100)}) == 90


def test_a_day_of_criteria_without_weight_has_no_value():
    assert day_value({1: Decimal(90)}, {1: Decimal(0)}) is None


# The oracle ----------------------------------------------------------------------------------------------------------

values = st.decimals(0, 100, places=2)
scores = st.dictionaries(st.integers(1, 6), values, max_size=6)
attendance = st.sampled_from([None, "hadir", "terlambat", "izin", "sakit", "alpa"])
entries = st.lists(st.tuples(attendance, scores, st.booleans()), max_size=5)
weightings = st.dictionaries(st.integers(1, 6), st.decimals(0, 9, places=2))
rules = st.builds(
    Rule,
    threshold=values,
    mode=st.sampled_from(["average", "every_day"]),
    minimum_days=st.integers(0, 5),
)


def oracle(entries, weighting, rule):
    """In hundredths and numerator/denominator pairs, without the code under test."""
    numerators, denominators = [], []
    for status, marks, _waived in entries:
        if status in ("izin", "sakit"):
            continue
        if status == "alpa":
            numerators.append(0)
            denominators.append(1)
            continue
        top = bottom = 0
        for criterion, mark in marks.items():
            weight = int(weighting.get(criterion, Decimal(1)) * 100)
            top += int(mark * 100) * weight
            bottom += weight
        if bottom:
            numerators.append(top)
            denominators.append(bottom * 100)
    if not numerators:
        return False, None
    days = [Fraction(top, bottom) for top, bottom in zip(numerators, denominators, strict=True)]
    average = sum(days) / len(days)
    limit = Fraction(int(rule.threshold * 100), 100)
    met = average >= limit if rule.mode == "average" else all(day >= limit for day in days)
    return met and len(days) >= rule.minimum_days, average


@given(entries, weightings, rules)
def test_the_verdict_is_the_one_of_exact_fractions(entries, weighting, rule):
    days = [Day(MONDAY + timedelta(days=n), *entry) for n, entry in enumerate(entries)]
    verdict = decide(days, rule, {day.on: weighting for day in days})
    assert (verdict.allowed, verdict.average) == oracle(entries, weighting, rule)


@given(entries, weightings, rules)
def test_what_is_shown_never_exceeds_the_average_and_never_says_short_by_nothing(entries, weighting, rule):
    days = [Day(MONDAY + timedelta(days=n), *entry) for n, entry in enumerate(entries)]
    verdict = decide(days, rule, {day.on: weighting for day in days})
    if verdict.average is not None:
        assert 0 <= verdict.average - Fraction(verdict.shown) < Fraction(1, 100)
    if verdict.short_by is not None:
        assert verdict.short_by >= Decimal("0.01")


@given(entries, weightings, rules, st.integers(0, 5))
def test_a_missing_entry_never_costs_a_trainee_the_phone(entries, weighting, rule, place):
    """Adding a day that nobody entered changes the verdict by nothing but "missing"."""
    days = [Day(MONDAY + timedelta(days=n), *entry) for n, entry in enumerate(entries)]
    gap = Day(MONDAY + timedelta(days=20))
    weights = {day.on: weighting for day in days}
    before, after = decide(days, rule, weights), decide([*days[:place], gap, *days[place:]], rule, weights)
    assert (after.allowed, after.average, after.reason) == (before.allowed, before.average, before.reason)
    assert set(after.missing) == {*before.missing, gap.on}


def test_a_week_is_read_and_written_the_iso_way():
    assert Week.parse("2026-W32").monday == MONDAY
    assert str(Week.of(date(2026, 8, 7))) == "2026-W32"
    assert Week.parse("2026-W01").monday == date(2025, 12, 29)

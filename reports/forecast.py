"""How many will probably have left when the year ends: a range and a chance. F66. Plain values in, numbers out.

The days that are left decide. Look back by exactly so many days: whoever stood at a stage then has had
the same time that people at that stage have now, and it is known how many of them left. The same is asked
of the span before that one, and so on for a year: one case is one person at one stage in one span. The share,
with the doubt that few people leave (a beta-binomial distribution), is applied to the people who stand
there today and can still make it (reports/ceiling.py). Nothing is said while too few stood there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp, lgamma
from statistics import NormalDist

ENOUGH_AT_A_STAGE = 5
ENOUGH = 20
EXACT_UP_TO = 400  # people; beyond that the bell curve is as good and the sums would grow with the square


@dataclass(frozen=True)
class Chance:
    """`people` who can still make it; of the `stood` who stood there before, `left` have left in the same time."""

    people: int
    stood: int
    left: int


@dataclass(frozen=True)
class Forecast:
    """Between `low` and `high` in eight of ten years; `reaching` is the chance of the target; `known` cases tell it."""

    low: int
    high: int
    reaching: float
    known: int


def forecast(chances: Sequence[Chance], *, departed: int, target: int) -> Forecast | None:
    """What the year will probably end with, or None while the past says too little."""
    chances = [chance for chance in chances if chance.people]
    known = sum(chance.stood for chance in chances)
    if chances and (known < ENOUGH or min(chance.stood for chance in chances) < ENOUGH_AT_A_STAGE):
        return None
    spread = _spread(chances)
    needed = max(target - departed, 0)
    return Forecast(
        low=departed + _quantile(spread, 0.1),
        high=departed + _quantile(spread, 0.9),
        reaching=min(sum(spread[needed:]), 1.0),
        known=known,
    )


def _spread(chances: Sequence[Chance]) -> list[float]:
    """The probability of each number of further departures, from 0 on."""
    total = sum(chance.people for chance in chances)
    if total > EXACT_UP_TO:
        return _bell(chances, total)
    spread = [1.0]
    for chance in chances:
        spread = _both(spread, [_beta_binomial(number, chance) for number in range(chance.people + 1)])
    return spread


def _both(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """The probability of each sum of two independent numbers."""
    sums = [0.0] * (len(one) + len(other) - 1)
    for i, p in enumerate(one):
        for j, q in enumerate(other):
            sums[i + j] += p * q
    return sums


def _beta_binomial(number: int, chance: Chance) -> float:
    """The probability that `number` of the people leave, when nothing but the past share is known."""
    a, b, n = chance.left + 0.5, chance.stood - chance.left + 0.5, chance.people
    choose = lgamma(n + 1) - lgamma(number + 1) - lgamma(n - number + 1)
    return exp(choose + _log_beta(number + a, n - number + b) - _log_beta(a, b))


def _log_beta(a: float, b: float) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)


def _bell(chances: Sequence[Chance], total: int) -> list[float]:
    """The bell curve with the same middle and width."""
    middle = width = 0.0
    for chance in chances:
        a, b, n = chance.left + 0.5, chance.stood - chance.left + 0.5, chance.people
        middle += n * a / (a + b)
        width += n * a * b * (a + b + n) / ((a + b) ** 2 * (a + b + 1))
    curve = NormalDist(middle, max(width, 1e-9) ** 0.5)
    edges = [0.0, *(curve.cdf(number + 0.5) for number in range(total)), 1.0]
    return [after - before for before, after in pairwise(edges)]


def _quantile(spread: Sequence[float], share: float) -> int:
    """The smallest number that is not exceeded with that probability."""
    seen = 0.0
    for number, probability in enumerate(spread):
        seen += probability
        if seen >= share - 1e-12:
            return number
    return len(spread) - 1

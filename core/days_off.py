"""Days on which offices are closed although they are no weekend. Another app keeps the table and registers it here.

Read once a minute and kept in the cache, and for a few seconds by each process: what is promised to people is
reckoned on busy pages, and the table changes a few times a year.
"""

import time
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.core.cache import cache

KEY = "core:days_off"
KEPT_FOR = 60  # seconds, in the cache
AT_HAND_FOR = 5  # seconds, in a process: so long may another process reckon with what staff have just changed
Source = Callable[[], Iterable[date]]
_sources: list[Source] = []
_at_hand: tuple[float, frozenset[date]] = (0.0, frozenset())


def source(function: Source) -> Source:
    """Register a table of days off."""
    if function not in _sources:
        _sources.append(function)
    return function


def days_off() -> frozenset[date]:
    global _at_hand
    until, days = _at_hand
    if time.monotonic() > until:
        days = _kept()
        _at_hand = (time.monotonic() + AT_HAND_FOR, days)
    return days


def forget() -> None:
    """After staff changed a table: the next page reckons with it, in another process seconds later."""
    global _at_hand
    cache.delete(KEY)
    _at_hand = (0.0, frozenset())


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no day off."""
    return day.weekday() < 5 and day not in days_off()


def working_days_after(day: date, number: int) -> date:
    """`number` working days after `day`."""
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_since(day: date, on: date) -> int:
    """How many working days have begun after `day`, up to and with `on`. Nought on the day itself."""
    weeks, rest = divmod((on - day).days, 7)
    days = max(weeks, 0) * 5 + sum((day + timedelta(days=number)).weekday() < 5 for number in range(1, rest + 1))
    return days - sum(day < off <= on and off.weekday() < 5 for off in days_off())


def _kept() -> frozenset[date]:
    days = cache.get(KEY)
    if days is None:
        days = frozenset(day for read in _sources for day in read())
        cache.set(KEY, days, KEPT_FOR)
    return days

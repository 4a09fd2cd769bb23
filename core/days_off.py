"""Days on which offices are closed although they are no weekend. Another app keeps the table and registers it here."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from core.at_hand import AtHand

Source = Callable[[], Iterable[date]]
_sources: list[Source] = []


def source(function: Source) -> Source:
    """Register a table of days off."""
    if function not in _sources:
        _sources.append(function)
    return function


# At hand, because what is promised to people is reckoned on busy pages.
_days = AtHand("core:days_off", lambda: frozenset(day for read in _sources for day in read()))
days_off, forget = _days.of, _days.forget


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

"""What the programme promises to people: how soon somebody looks at their registration."""

from datetime import date, timedelta

CHECKED_WITHIN = 3  # working days


def check_by(registered_on: date) -> date:
    """The last day on which Disnaker looks at a registration of that day."""
    return working_days_after(registered_on, CHECKED_WITHIN)


def working_days_after(day: date, number: int) -> date:
    """`number` working days (Monday to Friday) after `day`."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5
    return day


def overdue_if_registered_by(on: date) -> date:
    """Who registered on this day or before should have been looked at before `on`."""
    day = on - timedelta(days=1)
    while check_by(day) >= on:
        day -= timedelta(days=1)
    return day


def working_days_since(day: date, on: date) -> int:
    """How many working days have begun after `day`, up to and with `on`. Nought on the day itself."""
    weeks, rest = divmod((on - day).days, 7)
    return max(weeks, 0) * 5 + sum((day + timedelta(days=number)).weekday() < 5 for number in range(1, rest + 1))

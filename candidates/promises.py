"""What the programme promises to people: how soon somebody looks at their registration."""

from datetime import date, timedelta

from core.days_off import working_days_after

CHECKED_WITHIN = 3  # working days


def check_by(registered_on: date) -> date:
    """The last day on which Disnaker looks at a registration of that day."""
    return working_days_after(registered_on, CHECKED_WITHIN)


def overdue_if_registered_by(on: date) -> date:
    """Who registered on this day or before should have been looked at before `on`."""
    day = on - timedelta(days=1)
    while check_by(day) >= on:
        day -= timedelta(days=1)
    return day

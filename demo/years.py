"""What must be there before the story begins: programmes, targets and rules for every year that it touches."""

from datetime import date, timedelta

from django.db.models import Min

from candidates.models import ConsentText, Programme
from placements.models import SchemeStep
from reports.models import Target
from training.models import Holiday, LeaveRule, PhoneRule

EARLIER = 4  # years before the story, in which the alumni left


class Calendar:
    """Working days: Monday to Friday without holidays."""

    def __init__(self) -> None:
        self.holidays = set(Holiday.objects.values_list("day", flat=True))

    def is_workday(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.holidays

    def workday(self, day: date) -> date:
        """That day or the next working day."""
        while not self.is_workday(day):
            day += timedelta(days=1)
        return day

    def workday_before(self, day: date) -> date:
        """The last working day before that day."""
        day -= timedelta(days=1)
        while not self.is_workday(day):
            day -= timedelta(days=1)
        return day

    def after(self, day: date, number: int) -> date:
        """So many working days later."""
        for _ in range(number):
            day = self.workday(day + timedelta(days=1))
        return day


def make_room(first: date, on: date) -> None:
    """Programmes without a hole from the alumni's years to next year, and rules that are in force on `first`.

    Staff decide on these in real years; the rows that were loaded begin in 2026, the story may begin before.
    """
    for year in range(first.year - EARLIER, on.year + 2):
        _programme(year)
    for year in {first.year, on.year}:
        programme = Programme.objects.get(year=year)
        if not programme.targets.exists():
            target = Target.objects.create(programme=programme, number=100, decided_on=date(year, 1, 1))
            target.schemes.set(["ssw"])
    for rules in (ConsentText, SchemeStep, PhoneRule, LeaveRule):
        begins = rules._default_manager.aggregate(begins=Min("valid_from"))["begins"]
        if begins is not None and begins > first:
            rules._default_manager.filter(valid_from=begins).update(valid_from=first)


def _programme(year: int) -> None:
    before = Programme.objects.filter(year=year - 1).first()
    after = Programme.objects.filter(year=year + 1).first()
    last = date(year, 12, 31)
    closes = min(last, after.opens_on - timedelta(days=1)) if after else date(year, 12, 12)
    opens = before.closes_on + timedelta(days=1) if before else date(year, 1, 5)
    Programme.objects.get_or_create(year=year, defaults={"opens_on": opens, "closes_on": closes, "ends_on": last})


def open_day(day: date) -> date:
    """That day, or the last one before it on which registration was open."""
    while Programme.objects.current(day) is None:
        day -= timedelta(days=1)
    return day

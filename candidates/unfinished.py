"""Registrations that were begun and not sent: how many, where they stop, since when. No name is needed for that."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count
from django.db.models.functions import TruncDate
from django.utils import timezone

from candidates.enums import Origin
from candidates.models import Journey, RegistrationDraft
from candidates.models.draft import KEPT_FOR


@dataclass(frozen=True)
class Unfinished:
    """What was left lying at one moment. `rows`: day of the last answer, step that comes next, how many."""

    at: datetime
    rows: list[tuple[date, str, int]]
    sent: int  # over the same days, by the same form

    @property
    def number(self) -> int:
        return sum(number for _day, _step, number in self.rows)

    @property
    def begun(self) -> int:
        return self.number + self.sent

    def by_step(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for _day, step, number in self.rows:
            found[step] += number
        return found

    def by_day(self) -> list[tuple[date, Counter[str]]]:
        """The newest day first."""
        days: dict[date, Counter[str]] = {}
        for day, step, number in self.rows:
            days.setdefault(day, Counter())[step] += number
        return sorted(days.items(), reverse=True)

    @property
    def since(self) -> date:
        return timezone.localdate(self.at - KEPT_FOR) + timedelta(days=1)


def unfinished(at: datetime | None = None) -> Unfinished:
    at = at or timezone.now()
    left = RegistrationDraft.objects.left_lying(at).order_by().annotate(day=TruncDate("saved_at"))
    rows = left.values_list("day", "step").annotate(number=Count("pk"))
    sent = Journey.objects.filter(origin=Origin.ONLINE, registered_on__gt=timezone.localdate(at - KEPT_FOR)).count()
    return Unfinished(at, [(day, step, number) for day, step, number in rows], sent)

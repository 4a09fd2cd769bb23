"""The story as a diary: deeds are planned for days, and told day by day up to the day the demo is opened on.

Whatever is planned for later has not happened yet: that is the work which every login finds waiting.
"""

import heapq
import itertools
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from candidates.models import Journey
from candidates.registration import PersonData
from candidates.validators import ADULT
from core.refusal import Refused
from demo.names import People
from demo.years import Calendar

LENGTH = 320  # days from the first registration to the day the demo is opened on
USUAL_SIZE = 640


@dataclass(eq=False)
class Person:
    """Somebody in the story."""

    number: int
    registered_on: date
    data: PersonData
    sector: str
    scheme: str
    origin: str
    agreed: tuple[str, ...]
    journey: Journey = None  # type: ignore[assignment]  # from the registration on

    @property
    def grown_up_on(self) -> date:
        """The eighteenth birthday."""
        born = self.data.birth_date
        try:
            return born.replace(year=born.year + ADULT)
        except ValueError:  # born on 29 February
            return date(born.year + ADULT, 3, 1)


@dataclass
class Story:
    on: date
    size: int
    people: dict[str, User]
    rng: Random
    calendar: Calendar
    names: People
    say: Callable[[str], None]
    told: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    _diary: list[tuple[date, int, Callable[..., Any], tuple[Any, ...]]] = field(default_factory=list)
    _numbers: itertools.count = field(default_factory=itertools.count)

    def ago(self, days: float) -> date:
        """So many days before the day the demo is opened on; negative: after it."""
        return self.on - timedelta(days=round(days))

    def at(self, day: date, hour: int) -> datetime:
        """That hour of that day, or now if it has not come yet."""
        return min(timezone.make_aware(datetime.combine(day, time(hour))), self.now())

    def now(self) -> datetime:
        """The moment at which the demo is opened; noon, when it is opened on an earlier day."""
        now = timezone.now()
        noon = timezone.make_aware(datetime.combine(self.on, time(12)))
        return now if timezone.localdate(now) == self.on else noon

    def share(self, of_usual: int, least: int = 1) -> int:
        """A number of the usual story, for a story of this size."""
        return max(least, round(of_usual * self.size / USUAL_SIZE))

    @property
    def officer(self) -> User:
        """Mostly Bu Ratna, sometimes her colleague."""
        return self.people["colleague"] if self.rng.random() < 0.25 else self.people[Role.DISNAKER_OFFICER]

    @property
    def head(self) -> User:
        return self.people[Role.DISNAKER_ADMIN]

    @property
    def office(self) -> User:
        return self.people[Role.LPK_OFFICER]

    def plan(self, day: date, deed: Callable[..., Any], *about: Any) -> None:
        if day <= self.on:
            heapq.heappush(self._diary, (day, next(self._numbers), deed, about))

    def tell(self) -> None:
        """Day by day. A deed that a verb refuses is left out and counted: the story goes on without it."""
        month = None
        while self._diary:
            day, _number, deed, about = heapq.heappop(self._diary)
            if month not in (None, day.month):
                self.say(self._so_far(day))
            month = day.month
            try:
                deed(day, *about)
            except Refused as refused:
                self.refused.append(f"{day} {deed.__name__}: {refused}")

    def _so_far(self, day: date) -> str:
        registered = f"{self.told['registered']:,}".replace(",", ".")
        of = f"{self.size:,}".replace(",", ".")
        return (
            f"{day:%Y-%m}: {registered} dari {of} pendaftar, {self.told['evenings']} malam nilai, "
            f"{self.told['departed']} berangkat"
        )

"""Who does which duty today. The list of duties is data; the turn goes round by itself, fairly and the same for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from training.models import Duty

MONDAY = date(2024, 1, 1)  # any Monday: turns are counted from here, one step a class day


@dataclass(frozen=True)
class Turn:
    """One duty and the people whose turn it is, by name in the order of the class."""

    duty: str
    people: list[str]


def roster(names: Sequence[str], duties: Sequence[tuple[str, int]], on: date) -> list[Turn]:
    """The turns of that day among who is there. Each class day everybody moves on by as many places as there are jobs.

    Pure: the same people, duties and day give the same roster, so the printed sheet and the screen agree.
    """
    if not names:
        return []
    jobs = sum(people for _duty, people in duties)
    weeks, weekday = divmod((on - MONDAY).days, 7)
    start = (weeks * 5 + min(weekday, 4)) * jobs
    turns = []
    for duty, people in duties:
        number = min(people, len(names))
        turns.append(Turn(duty, [names[(start + place) % len(names)] for place in range(number)]))
        start += people
    return turns


def duties_in_use() -> list[tuple[str, int]]:
    return list(Duty.objects.filter(is_active=True).values_list("name", "people"))

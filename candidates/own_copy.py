"""The page `/saya/data/semua/`: everything that is held, one subject after the other, folded to what fits a phone."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from candidates import disclosure
from candidates.disclosure import Fact, Part
from candidates.models import Candidate

Row = list[Fact]
LONG = 8  # rows of one subject; of more, the newest stand first
SHOWN = 5  # of a long subject; the others are behind one more press


@dataclass(frozen=True)
class Subject:
    title: object
    text: object
    number: int
    rows: list[Row]
    earlier: list[Row]


def subjects(candidate: Candidate) -> list[Subject]:
    return [_subject(part) for part in disclosure.everything(candidate)]


def _subject(part: Part) -> Subject:
    rows, earlier = part.rows, []
    if len(part.rows) > LONG:
        by_day = sorted(part.rows, key=_moment, reverse=True)
        rows, earlier = by_day[:SHOWN], by_day[SHOWN:]
    return Subject(part.title, part.text, len(part.rows), rows, earlier)


def _moment(row: Row) -> datetime:
    """The first day or hour that the row tells; rows without one come last, in their own order."""
    value = next((fact.value for fact in row if isinstance(fact.value, date)), date.min)
    if isinstance(value, datetime):
        return value
    return datetime.combine(value, time.min, timezone.get_current_timezone())

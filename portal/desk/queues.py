"""Every queue, in the order in which the desk shows them, and how much waits in each."""

from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, DateTimeField, Min, QuerySet, Value
from django.db.models.functions import TruncDate

from portal.desk import calls, journeys, papers, rights, signatures, twins
from portal.desk.queue import Queue

if TYPE_CHECKING:
    from accounts.models import User

QUEUES: list[Queue] = [
    journeys.CHECK,
    twins.TWINS,
    journeys.PAPERS,
    papers.CERTIFICATES,
    journeys.DECIDE,
    journeys.PLACE,
    calls.CALLS,
    rights.RIGHTS,
    signatures.DEPARTURES,
    signatures.EXEMPTIONS,
    signatures.OVERRIDES,
    journeys.ARRIVALS,
]


class Waiting(NamedTuple):
    number: int
    oldest: date | None


def find(slug: str) -> Queue | None:
    return next((queue for queue in QUEUES if queue.slug == slug), None)


def of(user: "User") -> list[Queue]:
    """The queues that this person may work through."""
    return [queue for queue in QUEUES if queue.is_for(user)]


def count(questions: dict[str, tuple[QuerySet[Any], str]]) -> dict[str, Waiting]:
    """How many rows each question has and since when the oldest waits. One query, whatever the number of questions."""
    parts = [_part(slug, rows, since) for slug, (rows, since) in questions.items()]
    if not parts:
        return {}
    found = parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]
    return {row["slug"]: Waiting(row["number"], row["oldest"]) for row in found}


def _part(slug: str, rows: QuerySet[Any], since: str) -> QuerySet[Any]:
    is_instant = since in {field.name for field in rows.model._meta.fields if isinstance(field, DateTimeField)}
    day = TruncDate(since) if is_instant else since
    return rows.order_by().values(slug=Value(slug)).annotate(number=Count("pk"), oldest=Min(day))

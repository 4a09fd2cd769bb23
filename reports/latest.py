"""The report as the pages show it: reckoned once for each state of the programme, not once for each visitor.

A million journeys take a second to add up, and the home page must not. Every milestone writes a row in
the ledger, so the last number of the ledger (and of three other tables) names the state: while it stays,
the report stays. What leaves no row there (a sector's new name, a programme's new last day), and a row
whose transaction ended late, shows after a minute at the latest.
"""

from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.db.models import F, QuerySet
from django.utils import timezone
from redis.exceptions import RedisError

from candidates.models import Journey, JourneyEvent
from core.one_trip import ask
from placements.models import Departure
from reports.models import Target
from reports.progress_report import Report, report

KEPT_FOR = 60  # seconds
TABLES = (JourneyEvent, Journey, Departure, Target)


def latest(*, inside: bool = False) -> Report:
    """The report of today; the very numbers of `report()`, from the cache while nothing has changed."""
    on = timezone.localdate()
    key = f"report:{on.isoformat()}:{inside:d}:{_state()}"
    with suppress(RedisError):  # a page is slower without the cache, and never an error
        kept = cache.get(key)
        if kept is not None:
            return kept
    fresh = report(on=on, inside=inside)
    with suppress(RedisError):
        cache.set(key, fresh, KEPT_FOR)
    return fresh


def _state() -> str:
    """The last numbers of the tables that every change writes to; each is one step into an index."""
    found = ask(**{model.__name__: _last(model) for model in TABLES})
    return "-".join(str(rows[0]["last"] if rows else 0) for rows in found.values())


def _last(model: Any) -> QuerySet[Any, dict[str, Any]]:
    return model.objects.order_by("-pk").values(last=F("pk"))[:1]

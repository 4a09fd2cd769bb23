"""How long each step took so far: the middle of all who have done it, and the half around it.

One question, for home and for the page of the steps. Few people tell nothing about the next one, and could be
recognised by their days, so a step that fewer than `settings.LEAST_CASES` have done has no figures.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.cache import cache
from django.db.models import Aggregate, Count, F, FloatField, Func, IntegerField, Q
from django.utils import timezone
from redis.exceptions import RedisError

from candidates.enums import MILESTONES, Origin, Stage
from candidates.models import Journey

# From which milestone to which, as the seven steps of the public pages tell them.
SPANS = (
    (Stage.REGISTERED, Stage.VERIFIED),
    (Stage.VERIFIED, Stage.SELECTED),
    (Stage.TRAINING, Stage.QUALIFIED),
    (Stage.QUALIFIED, Stage.OFFERED),
    (Stage.OFFERED, Stage.VISA),
    (Stage.VISA, Stage.DEPARTED),
)
LATEST = 20_000  # the journeys that are asked: what is usual now is told by the last ones, and the page stays quick
KEPT_FOR = 600  # seconds


@dataclass(frozen=True)
class Span:
    """The days to the milestone `ends`. The three figures are None where too few have reached it."""

    ends: str
    cases: int
    low: int | None = None
    median: int | None = None
    high: int | None = None

    @property
    def is_known(self) -> bool:
        return self.median is not None


@dataclass(frozen=True)
class Durations:
    as_of: datetime
    spans: list[Span]

    def of(self, ends: str | None) -> Span | None:
        return next((span for span in self.spans if span.ends == ends), None)

    @property
    def is_known(self) -> bool:
        return any(span.is_known for span in self.spans)


class Quartiles(Aggregate):
    """A quarter, half and three quarters of the values lie at or below these three."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())


def durations() -> Durations:
    """As of now, or of ten minutes ago at most."""
    key = f"durations:{settings.LEAST_CASES}"
    with suppress(RedisError):  # a page is slower without the cache, and never an error
        kept = cache.get(key)
        if kept is not None:
            return kept
    fresh = reckoned(least=settings.LEAST_CASES)
    with suppress(RedisError):
        cache.set(key, fresh, KEPT_FOR)
    return fresh


def reckoned(*, least: int) -> Durations:
    """One query over the latest journeys; alumni from before the portal went another way and tell nothing."""
    asked = Journey.objects.exclude(origin=Origin.ALUMNI).order_by("-pk").annotate(**_days())
    found = asked.values(*_days())[:LATEST].aggregate(**_figures())
    return Durations(timezone.localtime(), [_span(ends.value, found, least) for _begins, ends in SPANS])


def _days() -> dict[str, Func]:
    """For each step its days: null where it is not done."""
    return {
        f"days_to_{ends.value}": Func(
            F(MILESTONES[ends]), F(MILESTONES[begins]), template="(%(expressions)s)", arg_joiner=" - ",
            output_field=IntegerField(),
        )
        for begins, ends in SPANS
    }  # fmt: skip


def _figures() -> dict[str, Aggregate]:
    figures: dict[str, Aggregate] = {}
    for name in _days():
        done = Q(**{f"{name}__gte": 0})  # in magang the interview comes before the training
        figures[f"{name}_cases"] = Count(name, filter=done)
        figures[f"{name}_figures"] = Quartiles(name, filter=done)
    return figures


def _span(ends: str, found: dict[str, Any], least: int) -> Span:
    cases = found[f"days_to_{ends}_cases"]
    if cases < max(least, 1):
        return Span(ends, cases)
    low, median, high = (round(number) for number in found[f"days_to_{ends}_figures"])
    return Span(ends, cases, low, median, high)

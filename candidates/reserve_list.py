"""The reserve list in the order in which people are called: best test first, then who registered first.

The order is worked out, not stored: a score written down later moves people, and nobody has to renumber a list.
"""

from django.db.models import F, OuterRef, QuerySet, Subquery

from candidates.enums import Stage
from candidates.models import Journey, Programme, SelectionTest


def with_score(journeys: QuerySet[Journey]) -> QuerySet[Journey]:
    """Each with `score`, that of the last test the person came to."""
    tests = SelectionTest.objects.filter(journey=OuterRef("pk"), score__isnull=False).order_by("-on")
    return journeys.annotate(score=Subquery(tests.values("score")[:1]))


def in_order(programme: Programme) -> QuerySet[Journey]:
    waiting = Journey.objects.filter(programme=programme, stage=Stage.RESERVE)
    return with_score(waiting).order_by(F("score").desc(nulls_last=True), "registered_on", "pk")


def place(journey: Journey) -> tuple[int, int] | None:
    """Which place of how many; None for somebody who is not on the list."""
    waiting = list(in_order(journey.programme).values_list("pk", flat=True))
    return (waiting.index(journey.pk) + 1, len(waiting)) if journey.pk in waiting else None

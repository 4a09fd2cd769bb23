"""What this app asks before a milestone. Upper apps have a `guards.py` of their own."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates import documents
from candidates import journey as journeys
from candidates.enums import NEEDED_FOR
from candidates.models import Journey
from core.refusal import Gap


def _papers_before(stage: str) -> None:
    def of_many(rows: Sequence[Journey], on: date) -> dict[int, list[Gap]]:
        found = documents.blocking_of_many(rows, stage, on)
        return {key: [_gap(paper) for paper in papers] for key, papers in found.items()}

    @journeys.guard(stage, many=of_many)
    def papers_are_checked(journey: Journey, on: date) -> Iterable[Gap]:
        """Only papers whose rule says that the step waits for them; the usual rule only mentions them."""
        return [_gap(paper) for paper in documents.blocking(journey, stage, on)]


def _gap(paper: documents.Paper) -> Gap:
    words = _("%(paper)s has not been checked. Check the photo, or look at the original.")
    return Gap(f"paper_{paper.kind.slug}", words % {"paper": paper.kind.name})


for stage, _label in NEEDED_FOR:
    _papers_before(stage)

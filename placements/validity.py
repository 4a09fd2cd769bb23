"""The validity chain of a flight: which paper breaks first, and the last day that still works. N7."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from candidates.enums import DocumentState

if TYPE_CHECKING:
    from candidates.models import Document
    from placements.models import Step


@dataclass(frozen=True, order=True)
class Paper:
    """A paper that must be valid on the flight day; `expires_on` is its last day."""

    expires_on: date
    name: str


def breaking(papers: Iterable[Paper], flight_on: date) -> list[Paper]:
    """The papers that are no longer valid on that day, the first to expire first. The last day itself is valid."""
    return sorted(paper for paper in papers if paper.expires_on < flight_on)


def latest_flight(papers: Iterable[Paper]) -> date | None:
    """The last day on which all papers hold, or None when none of them ends."""
    return min((paper.expires_on for paper in papers), default=None)


def papers_of(steps: Iterable["Step"]) -> list[Paper]:
    """The papers among these steps that must cover the flight. The caller brings them with their kind."""
    return [
        Paper(step.expires_on, step.kind.name)
        for step in steps
        if step.done_on is not None and step.kind.covers_flight and step.expires_on is not None
    ]


def papers_on_file(documents: Iterable["Document"]) -> list[Paper]:
    """The checked papers of a person that have a last day; of one that came back another is on its way. F13."""
    return [
        Paper(document.expires_on, document.kind.name)
        for document in documents
        if document.state == DocumentState.APPROVED and document.expires_on is not None
    ]

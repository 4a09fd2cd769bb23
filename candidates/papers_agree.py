"""Whether the papers of a person name the same person: KTP, family card, diploma, passport.

A test centre turns away whoever is called differently on the passport than in the booking, and gives no money back.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from candidates.enums import DocumentState
from candidates.models import Candidate, Document
from candidates.names import Comparison, Verdict, compare, compare_days, differences


@dataclass(frozen=True)
class Saying:
    """What one paper says, against what is on file."""

    paper: Document
    name: Comparison
    day: Comparison | None

    @property
    def verdict(self) -> Verdict:
        verdicts = {self.name.verdict, self.day.verdict if self.day else Verdict.SAME}
        return next(v for v in (Verdict.DIFFERENT, Verdict.OTHERWISE, Verdict.SAME) if v in verdicts)

    def __str__(self) -> str:
        return f"{self.paper.kind}: {self.paper.name_there}; {differences(self.name, self.day)}"


def sayings(candidate: Candidate) -> list[Saying]:
    """Every checked paper whose name was read, in the order of the papers."""
    papers = candidate.documents.filter(state=DocumentState.APPROVED).exclude(name_there="").select_related("kind")
    return [_saying(candidate, paper) for paper in papers]


def _saying(candidate: Candidate, paper: Document) -> Saying:
    day = compare_days(candidate.birth_date, paper.born_there) if paper.born_there else None
    return Saying(paper, compare(candidate.name, paper.name_there), day)


def disagreeing(candidate: Candidate) -> list[Saying]:
    """Those that do not say letter by letter what is on file, the worst first."""
    found: Iterable[Saying] = (each for each in sayings(candidate) if each.verdict != Verdict.SAME)
    return sorted(found, key=lambda each: each.verdict != Verdict.DIFFERENT)

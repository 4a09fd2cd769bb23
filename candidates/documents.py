"""Which papers are asked of a person on a day, and how each of them stands. Questions only; nothing is changed here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from candidates.enums import MILESTONES, Condition, DocumentState, Marital, Origin, Told
from candidates.models import Document, DocumentKind, DocumentRule, Journey
from candidates.validators import is_minor

ORDER = list(MILESTONES)
MISSING, EXPIRED = "missing", "expired"


@dataclass(frozen=True)
class Demand:
    """One paper that the rules ask for: from which stage on, for which step, and whether that step waits for it."""

    kind: DocumentKind
    asked_from: str
    needed_for: str
    blocks: bool


@dataclass(frozen=True)
class Paper:
    """A paper that is asked for or on file. `state`: missing, waiting, approved, returned, expired."""

    kind: DocumentKind
    demand: Demand | None
    document: Document | None
    state: str

    @property
    def is_missing(self) -> bool:
        """Nothing that could be checked is on file."""
        return self.state in {MISSING, EXPIRED, DocumentState.RETURNED}

    @property
    def may_be_sent(self) -> bool:
        """A checked paper stays as it is, unless its time is over."""
        return self.state != DocumentState.APPROVED


def takes_papers(journey: Journey) -> bool:
    """Papers are sent until the flight, while the journey is open."""
    return journey.is_open and journey.departed_on is None


def required(journey: Journey, on: date, rules: Iterable[DocumentRule] | None = None) -> list[Demand]:
    """Every paper the rules ask of this person on that day, in the order of the list; the strictest rule counts.

    `rules`: those of that day about this journey, when they were read already.
    """
    found: dict[str, Demand] = {}
    if rules is None:
        rules = DocumentRule.objects.valid(on).about(journey).select_related("kind")
    for rule in rules:
        if not _holds(rule.condition, journey, on):
            continue
        known = found.get(rule.kind_id)
        found[rule.kind_id] = Demand(
            kind=rule.kind,
            asked_from=_earlier(rule.asked_from, known.asked_from if known else None),
            needed_for=_earlier(rule.needed_for, known.needed_for if known else None),
            blocks=rule.blocks or bool(known and known.blocks),
        )
    return sorted(found.values(), key=lambda demand: (demand.kind.position, demand.kind.slug))


def _holds(condition: str, journey: Journey, on: date) -> bool:
    person = journey.candidate
    match condition:
        case Condition.UNDER_18:
            return is_minor(person.birth_date, on)
        case Condition.OUTSIDE:
            return not person.is_resident
        case Condition.MARRIED:
            return person.marital_status == Marital.MARRIED
        case Condition.EX_TRAINEE:
            return person.was_trainee == Told.YES
    return True


def _earlier(stage: str, other: str | None) -> str:
    return min(stage, other or stage, key=ORDER.index)


def papers(journey: Journey, on: date) -> list[Paper]:
    """What the person is asked for by now, and whatever else is on file, each with its state."""
    if journey.origin == Origin.ALUMNI:
        return []
    on_file = {document.kind_id: document for document in _on_file(journey)}
    asked = [demand for demand in required(journey, on) if is_asked(journey, demand) or demand.kind.slug in on_file]
    listed = [_paper(demand.kind, demand, on_file.pop(demand.kind.slug, None), on) for demand in asked]
    return listed + [_paper(document.kind, None, document, on) for document in on_file.values()]


def kept(journey: Journey, on: date) -> list[Paper]:
    """What is on file, whether it is asked for or not: what a person may look at after their way has ended."""
    return [_paper(document.kind, None, document, on) for document in _on_file(journey)]


def _on_file(journey: Journey) -> list[Document]:
    return list(Document.objects.filter(candidate=journey.candidate_id).select_related("kind", "reason"))


def _paper(kind: DocumentKind, demand: Demand | None, document: Document | None, on: date) -> Paper:
    return Paper(kind, demand, document, state_of(document, on))


def state_of(document: Document | None, on: date) -> str:
    """How a paper stands on that day; a checked one whose last day is over counts no more."""
    if document is None:
        return MISSING
    if document.state == DocumentState.APPROVED and document.expires_on and document.expires_on < on:
        return EXPIRED
    return document.state


def is_asked(journey: Journey, demand: Demand) -> bool:
    """Whether the journey has come to where this paper is asked for (the reserve list is no step of its own)."""
    first = ORDER.index(demand.asked_from)
    return any(journey.reached_on(stage) for stage in ORDER[first:])


def missing(journey: Journey, stage: str, on: date) -> list[Paper]:
    """The papers needed for `stage` that are not on file, or came back. Waiting to be checked is not missing."""
    return [paper for paper in _needed(journey, stage, on) if paper.is_missing]


def blocking(journey: Journey, stage: str, on: date) -> list[Paper]:
    """The papers without which `stage` is refused: needed, marked so by their rule, and not checked."""
    return blocking_of_many([journey], stage, on)[journey.pk]


def blocking_of_many(journeys: Sequence[Journey], stage: str, on: date) -> dict[int, list[Paper]]:
    """The same for a list in two queries, in one while no rule blocks anything."""
    rules = list(DocumentRule.objects.valid(on).select_related("kind"))
    if not any(rule.blocks for rule in rules):
        return {journey.pk: [] for journey in journeys}
    on_file: dict[int, dict[str, Document]] = {}
    people = [journey.candidate_id for journey in journeys]
    for document in Document.objects.filter(candidate__in=people).select_related("kind", "reason"):
        on_file.setdefault(document.candidate_id, {})[document.kind_id] = document
    found = {}
    for journey in journeys:
        theirs = [rule for rule in rules if rule.is_about(journey)]
        needed = _needed(journey, stage, on, theirs, on_file.get(journey.candidate_id, {}))
        found[journey.pk] = [paper for paper in needed if _blocks(paper)]
    return found


def _blocks(paper: Paper) -> bool:
    return bool(paper.demand and paper.demand.blocks) and paper.state != DocumentState.APPROVED


def _needed(
    journey: Journey,
    stage: str,
    on: date,
    rules: Iterable[DocumentRule] | None = None,
    on_file: dict[str, Document] | None = None,
) -> list[Paper]:
    if journey.origin == Origin.ALUMNI:
        return []
    upto = ORDER.index(stage)
    demands = [demand for demand in required(journey, on, rules) if ORDER.index(demand.needed_for) <= upto]
    if not demands:
        return []
    if on_file is None:
        on_file = {document.kind_id: document for document in _on_file(journey)}
    return [_paper(demand.kind, demand, on_file.get(demand.kind.slug), on) for demand in demands]

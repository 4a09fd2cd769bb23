"""What many people lack at once: the question that `requirements.missing` answers for one, in a few trips for all."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from candidates.enums import Origin
from candidates.models import Journey, WorkCategory
from certificates.enums import BEFORE_PORTAL, Proof
from certificates.models import Certificate, Exemption, Requirement
from certificates.requirements import NO_REQUIREMENT, lacking

Kind = tuple[str, str, str | None, str]  # sector, scheme, work category of the job, origin
Proofs = frozenset[str]
NOTHING: Proofs = frozenset()


def shortfall(journeys: QuerySet[Journey], *, on: date) -> Iterator[tuple[int, list[str]]]:
    """For each journey its key and the codes that `missing` would give for that day; an empty list lacks nothing.

    Few kinds of people stand behind many: the rule is asked once for each kind, not for each person. The lists are
    shared, so whoever reads them does not change them.
    """
    judge = _Judge(on)
    proofs = _held(journeys, on)
    answers: dict[tuple[Kind, Proofs], list[str]] = {}
    rows: Any = journeys.values_list("pk", "candidate_id", "sector_id", "scheme_id", "work_category_id", "origin")
    for row in rows:
        asked = row[2:], proofs.get(row[1], NOTHING)
        if asked not in answers:
            answers[asked] = judge.lacks(*asked)
        yield row[0], answers[asked]


def _held(journeys: QuerySet[Journey], on: date) -> dict[int, Proofs]:
    """By candidate, what their verified certificates and exemptions prove on that day."""
    candidates = journeys.values("candidate")
    found: dict[int, Proofs] = {}
    shared: dict[Proofs, Proofs] = {}  # one set for all who hold the same
    for model in (Certificate, Exemption):
        rows: Any = model.objects.held(on).filter(candidate__in=candidates)  # type: ignore[attr-defined]
        for candidate, proves in rows.values_list("candidate_id", "proves"):
            union = found.get(candidate, NOTHING).union(proves)
            found[candidate] = shared.setdefault(union, union)
    return found


class _Judge:
    """The rules of one day, read once."""

    def __init__(self, on: date) -> None:
        required: dict[tuple[str, str], set[str]] = defaultdict(set)
        for sector, scheme, proof in Requirement.objects.valid(on).values_list("sector_id", "scheme_id", "proof"):
            required[sector, scheme].add(proof)
        self.required = {key: [proof for proof in Proof.values if proof in found] for key, found in required.items()}
        self.categories: dict[str, list[str]] = defaultdict(list)
        for sector, category in WorkCategory.objects.values_list("sector_id", "slug"):
            self.categories[sector].append(category)

    def lacks(self, kind: Kind, proofs: Proofs) -> list[str]:
        sector, scheme, category, origin = kind
        if origin == Origin.ALUMNI:
            return [] if BEFORE_PORTAL in proofs else [BEFORE_PORTAL]
        wanted = self.required.get((sector, scheme))
        if wanted is None:
            return [NO_REQUIREMENT]
        return lacking(wanted, proofs, [category] if category else self.categories[sector])

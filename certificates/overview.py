"""The proofs of one journey, each with its state: what officers and the person themselves look at."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import Exists

from candidates.enums import Origin
from candidates.models import Journey
from certificates.checking import proves_of
from certificates.enums import BEFORE_PORTAL, ExemptionKind, Proof, State
from certificates.models import Certificate, Exemption
from certificates.requirements import accepted_categories, exempts, in_order, requirements_of, skill

LIVING = [State.CLAIMED, State.VERIFIED]


class Standing(Enum):
    HELD = "held"
    CLAIMED = "claimed"  # recorded, waiting for the check
    LAPSED = "lapsed"
    LACKING = "lacking"


@dataclass(frozen=True)
class ProofLine:
    """One required proof. `paper` is the certificate or exemption that speaks for it, if there is one."""

    proof: str
    label: object
    standing: Standing
    paper: Certificate | Exemption | None = None

    @property
    def is_held(self) -> bool:
        return self.standing is Standing.HELD

    @property
    def until(self) -> date | None:
        return self.paper.proves_until if self.paper is not None else None


@dataclass(frozen=True)
class _Speaks:
    """What one paper says, whether or not it counts yet."""

    paper: Certificate | Exemption
    proofs: frozenset[str]
    standing: Standing


def proof_lines(journey: Journey, *, on: date) -> list[ProofLine]:
    """Every proof that the journey requires on that day, in the order of `Proof`. Empty: no rule is on file."""
    if journey.origin == Origin.ALUMNI:
        wanted, labels, exempted = [BEFORE_PORTAL], {BEFORE_PORTAL: ExemptionKind.BEFORE_PORTAL.label}, True
    else:
        wanted, exempted = _wanted(journey, on)
        labels = {proof: Proof(proof).label for proof in wanted}
    papers = _papers(journey.candidate_id, on, exempted) if wanted else []
    needs_category = Proof.SKILL in wanted and any(p.startswith(skill("")) for s in papers for p in s.proofs)
    skills = {skill(category) for category in accepted_categories(journey)} if needs_category else set()
    return [_line(proof, labels[proof], papers, skills) for proof in wanted]


def count_held(lines: list[ProofLine]) -> int:
    return sum(line.is_held for line in lines)


def _line(proof: str, label: object, papers: list[_Speaks], skills: set[str]) -> ProofLine:
    accepted = skills if proof == Proof.SKILL else {proof}
    for standing in (Standing.HELD, Standing.CLAIMED, Standing.LAPSED):
        for said in papers:
            if said.standing is standing and said.proofs & accepted:
                return ProofLine(proof, label, standing, said.paper)
    return ProofLine(proof, label, Standing.LACKING)


def _wanted(journey: Journey, on: date) -> tuple[list[str], bool]:
    """The proofs required of the journey, and whether its person is exempted of anything, which is rare."""
    rows = requirements_of(sector=journey.sector_id, scheme=journey.scheme_id, on=on)
    living = Exists(Exemption.objects.filter(candidate=journey.candidate_id, state__in=LIVING))
    found = dict(rows.annotate(exempted=living).values_list("proof", "exempted"))
    return in_order(found), any(found.values())


def _papers(candidate_id: int, on: date, exempted: bool) -> list[_Speaks]:
    certificates = Certificate.objects.filter(candidate=candidate_id, state__in=LIVING).select_related("work_category")
    exemptions = Exemption.objects.filter(candidate=candidate_id, state__in=LIVING)
    said = [_Speaks(row, frozenset(proves_of(row)), _standing(row, on)) for row in certificates]
    for row in exemptions if exempted else ():
        proofs = frozenset(exempts(kind=row.kind, work_category=row.work_category_id))
        said.append(_Speaks(row, proofs, _standing(row, on)))
    return said


def _standing(paper: Certificate | Exemption, on: date) -> Standing:
    if paper.state == State.CLAIMED:
        return Standing.CLAIMED
    return Standing.LAPSED if paper.proves_until is not None and paper.proves_until < on else Standing.HELD

"""What a sector requires, what a result proves, and what a person lacks on a day.

What a result proves is a pure function over plain values, run once, when it is
verified. What is lacking is then a simple question: required minus held. The
SQL gate (`sql/departure_gate.sql`) asks the same of the same columns.
"""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.enums import Origin
from candidates.models import Journey, WorkCategory
from certificates.enums import BEFORE_PORTAL, ExemptionKind, Level, Proof, TestKind
from certificates.models import Certificate, Exemption, Requirement
from core.refusal import Gap

NO_REQUIREMENT = "no_requirement"
JFT_A2 = 200  # of 250; below it the slip says A2.1, A1 or *, which do not count for SSW (domain reference 1.2)
JFT_TOP = 250
ENOUGH_JLPT = frozenset({Level.N1, Level.N2, Level.N3, Level.N4})


def skill(work_category: str) -> str:
    """The name of a skill proof: it counts only for its own work category."""
    return f"{Proof.SKILL.value}:{work_category}"


def proves(
    *, test: str, passed: bool, level: str = "", score: int | None = None, work_category: str | None = None
) -> list[str]:
    """What a result proves. A pass is what the issuer says, never worked out from a total. Source: domain 1.6, 2.3."""
    if not passed:
        return []
    if test == TestKind.JLPT:
        return [Proof.LANGUAGE.value] if level in ENOUGH_JLPT else []
    if test == TestKind.JFT_BASIC:
        return [Proof.LANGUAGE.value] if score is not None and JFT_A2 <= score <= JFT_TOP else []
    if test == TestKind.SKILL and work_category:
        return [skill(work_category)]
    if test == TestKind.CARE_LANGUAGE:
        return [Proof.CARE_LANGUAGE.value]
    return []


def exempts(*, kind: str, work_category: str | None = None) -> list[str]:
    """What an exemption proves. Source: domain reference 1.5."""
    if kind == ExemptionKind.BEFORE_PORTAL:
        return [BEFORE_PORTAL]
    if kind == ExemptionKind.CARE_SCHOOL:
        return [Proof.LANGUAGE.value, skill("nursing_care"), Proof.CARE_LANGUAGE.value]
    found = [Proof.LANGUAGE.value]  # TITP (ii), whatever the occupation was
    if work_category:
        found.append(skill(work_category))
    if work_category == "nursing_care":
        found.append(Proof.CARE_LANGUAGE.value)
    return found


def required(*, sector: str, scheme: str, on: date) -> list[str]:
    """The proofs that this sector and scheme require on that day, language first. Empty: no rule is on file."""
    return in_order(requirements_of(sector=sector, scheme=scheme, on=on).values_list("proof", flat=True))


def requirements_of(*, sector: str, scheme: str, on: date) -> QuerySet[Requirement]:
    return Requirement.objects.valid(on).filter(sector=sector, scheme=scheme)


def in_order(proofs: Iterable[str]) -> list[str]:
    """Language first, each once."""
    found = set(proofs)
    return [proof for proof in Proof.values if proof in found]


def held(candidate_id: int, *, on: date) -> set[str]:
    """Everything this person's verified certificates and exemptions prove on that day."""
    rows = list(Certificate.objects.held(on).filter(candidate=candidate_id).values_list("proves", flat=True))
    rows += list(Exemption.objects.held(on).filter(candidate=candidate_id).values_list("proves", flat=True))
    return {proof for row in rows for proof in row}


def lacking(wanted: Iterable[str], proofs: AbstractSet[str], categories: Iterable[str]) -> list[str]:
    """Required minus held. A skill is held by any of the accepted work categories."""
    skills = {skill(category) for category in categories}
    return [p for p in wanted if p not in proofs and not (p == Proof.SKILL and skills & proofs)]


def accepted_categories(journey: Journey) -> list[str]:
    """The work categories whose skill test counts: the job's own, else any of the sector."""
    if journey.work_category_id:
        return [journey.work_category_id]
    return list(WorkCategory.objects.filter(sector=journey.sector_id).values_list("slug", flat=True))


def missing(journey: Journey, *, on: date) -> list[Gap]:
    """The proofs this journey lacks for a departure on that day, each with a sentence."""
    if journey.origin == Origin.ALUMNI:
        if BEFORE_PORTAL in held(journey.candidate_id, on=on):
            return []
        return [Gap(BEFORE_PORTAL, _("exemption “departed before the portal”, confirmed by two people"))]
    wanted = required(sector=journey.sector_id, scheme=journey.scheme_id, on=on)
    if not wanted:
        sentence = _("no requirement is on file for %(sector)s on %(date)s; ask the administrator to add it")
        return [Gap(NO_REQUIREMENT, sentence % {"sector": journey.sector, "date": date_format(on)})]
    gaps = lacking(wanted, held(journey.candidate_id, on=on), accepted_categories(journey))
    return [Gap(proof, Proof(proof).label) for proof in gaps]

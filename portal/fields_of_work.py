"""The cards of the sectors on the home page: what is worked, and what must be passed for it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.models import Sector
from certificates.enums import Proof
from certificates.models import Requirement

# As short as a card needs; the desk and the own page say the whole name.
SHORT = {
    Proof.LANGUAGE: _("language"),
    Proof.SKILL: _("skill test of the sector"),
    Proof.CARE_LANGUAGE: _("language of care"),
}


@dataclass(frozen=True)
class Card:
    """`work`: the work categories, unless the only one says no more than the sector's own name."""

    name: str
    work: list[str]
    proofs: list[str]


def cards(on: date) -> list[Card]:
    """The sectors that are offered, with the proofs that SSW requires of each on that day."""
    required: dict[str, list[str]] = {}
    for sector, proof in Requirement.objects.valid(on).filter(scheme="ssw").values_list("sector_id", "proof"):
        required.setdefault(sector, []).append(proof)
    sectors = Sector.objects.filter(is_active=True).prefetch_related("work_categories")
    return [
        Card(
            name=sector.name,
            work=_work(sector),
            proofs=[str(SHORT[proof]) for proof in Proof if proof.value in required.get(sector.slug, [])],
        )
        for sector in sectors
    ]


def _work(sector: Sector) -> list[str]:
    names = [category.name for category in sector.work_categories.all()]
    return names if len(names) > 1 else []

"""The fields of work: what is done in each, what must be passed for it, and what is paid."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.models import Sector
from certificates.enums import Proof
from certificates.models import Requirement
from certificates.requirements import required
from portal.models import PayFigure, SectorWork, Unit
from portal.pay import in_force

# As short as a card needs; the page of a sector, the desk and the own page say the whole name.
SHORT = {
    Proof.LANGUAGE: _("language"),
    Proof.SKILL: _("skill test of the sector"),
    Proof.CARE_LANGUAGE: _("language of care"),
}


@dataclass(frozen=True)
class Card:
    """`work`: the work categories, unless the only one says no more than the sector's own name."""

    slug: str
    name: str
    work: list[str]
    proofs: list[str]


@dataclass(frozen=True)
class Row:
    """A card with more on it. `figure` is None where nobody has a figure for that sector."""

    card: Card
    told: SectorWork | None
    figure: PayFigure | None


def cards(on: date) -> list[Card]:
    """The sectors that are offered, with the proofs that SSW requires of each on that day."""
    needed: dict[str, list[str]] = {}
    for slug, proof in Requirement.objects.valid(on).filter(scheme="ssw").values_list("sector_id", "proof"):
        needed.setdefault(slug, []).append(proof)
    return [
        Card(
            slug=sector.slug,
            name=sector.name,
            work=categories(sector),
            proofs=[str(SHORT[proof]) for proof in Proof if proof.value in needed.get(sector.slug, [])],
        )
        for sector in Sector.objects.filter(is_active=True).prefetch_related("work_categories")
    ]


def overview(on: date) -> list[Row]:
    """Every sector with its sentence and its own pay figure, if there is one."""
    told = {row.sector_id: row for row in SectorWork.objects.all()}
    figures = list(PayFigure.objects.filter(unit=Unit.MONTH, valid_from__lte=on, sector__isnull=False))
    return [Row(card, told.get(card.slug), in_force(figures, card.slug)) for card in cards(on)]


def categories(sector: Sector) -> list[str]:
    names = [category.name for category in sector.work_categories.all()]
    return names if len(names) > 1 else []


def proofs(slug: str, on: date) -> list[str]:
    """The whole names of what SSW requires of that sector, in the order in which they are passed."""
    return [str(Proof(proof).label) for proof in required(sector=slug, scheme="ssw", on=on)]


def work(slug: str) -> dict[str, object] | None:
    """What the work is like, each line a point of a list; None while nobody has written it."""
    told = SectorWork.objects.filter(sector=slug).first()
    if told is None:
        return None
    return {
        "summary": told.summary,
        "tasks": told.tasks.splitlines(),
        "days": told.days.splitlines(),
        "hard": told.hard.splitlines(),
    }

"""Who could be put forward for a job order, and of whom somebody asks by name: why not."""

from typing import TYPE_CHECKING

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from candidates import searching
from candidates.models import Journey
from core.refusal import Gap
from placements import matching
from placements.models import JobOrder, Nomination
from placements.models.orders import LIVE

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 25  # people on one page; the search finds the others


def people_who_fit(order: JobOrder, user: "User", asked: str = "") -> QuerySet[Journey]:
    """People who could be put forward: those whose proofs are complete first."""
    people = _asked(Journey.objects.visible_to(user), asked).filter(_fits(order))
    return people.select_related("candidate").order_by(F("qualified_on").asc(nulls_last=True), "pk")[:SHOWN]


def why_not(order: JobOrder, user: "User", asked: str) -> list[tuple[Journey, list[Gap]]]:
    """Who else answers to this name or number, each with the reasons that keep them from this job order."""
    if not asked:
        return []
    others = _asked(Journey.objects.visible_to(user), asked).exclude(pk__in=Journey.objects.filter(_fits(order)))
    people = others.select_related("candidate", "scheme", "sector", "work_category").order_by("-pk")[:SHOWN]
    tried = Gap("tried_here", _("This person was already tried in this job order. Undo that result to try again."))
    return [(each, gaps or [tried]) for each, gaps in matching.gaps_of(people, order)]


def _asked(people: QuerySet[Journey], asked: str) -> QuerySet[Journey]:
    return people.filter(searching.matching(asked, person="candidate__", journey="")) if asked else people


def _fits(order: JobOrder) -> Q:
    taken = Nomination.objects.standing().filter(LIVE | Q(job_order=order)).values("journey")
    fits = Q(
        closed_on__isnull=True,
        returned_on__isnull=True,
        scheme=order.scheme_id,
        sector=order.sector_id,
        verified_on__isnull=False,
        offered_on__isnull=True,
    ) & ~Q(pk__in=taken)
    if order.work_category_id:
        fits &= Q(work_category=order.work_category_id) | Q(work_category__isnull=True)
    return fits

"""The search box of the desk."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Case, When

from candidates.enums import CloseReason
from candidates.models import Journey
from candidates.searching import formerly, matching, similar

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 20


@dataclass(frozen=True)
class Found:
    journeys: list[Journey]
    has_more: bool

    @property
    def only(self) -> Journey | None:
        """The newest journey of the one person that matches."""
        if self.journeys and len({journey.candidate_id for journey in self.journeys}) == 1 and not self.has_more:
            return self.journeys[0]
        return None


def people(user: "User", typed: str) -> Found:
    """Journeys whose person matches what was typed, or nearly does when nobody matches; the newest first."""
    if not typed.strip():
        return Found([], False)
    visible = (
        Journey.objects.visible_to(user)
        .select_related("candidate__kelurahan", "sector")
        .order_by(Case(When(closed_reason=CloseReason.TWICE, then=1), default=0), "-registered_on", "-pk")
    )
    journeys = list(visible.filter(matching(typed, "candidate__", ""))[: SHOWN + 1])
    if not journeys and (nearly := formerly(typed, "candidate__") or similar(typed, "candidate__")) is not None:
        journeys = list(visible.filter(nearly)[: SHOWN + 1])
    if journeys and all(journey.closed_reason == CloseReason.TWICE for journey in journeys):
        # A number that only was the second one of a person: on to the registration that goes on.
        journeys = list(visible.filter(candidate__in={journey.candidate_id for journey in journeys})[: SHOWN + 1])
    return Found(journeys[:SHOWN], len(journeys) > SHOWN)

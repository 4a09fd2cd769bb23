"""The search box of the desk."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from candidates.models import Journey
from candidates.searching import matching

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
    """Journeys whose person matches what was typed, the newest first."""
    if not typed.strip():
        return Found([], False)
    rows = (
        Journey.objects.visible_to(user)
        .filter(matching(typed, "candidate__", ""))
        .select_related("candidate__kelurahan", "sector")
        .order_by("-registered_on", "-pk")[: SHOWN + 1]
    )
    journeys = list(rows)
    return Found(journeys[:SHOWN], len(journeys) > SHOWN)

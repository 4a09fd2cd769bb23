"""What this person did last, with the way back where there still is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.utils import timezone

from candidates import admin_verbs
from candidates.models import Journey, JourneyEvent

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 5
FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Done:
    event: JourneyEvent
    can_undo: bool

    @property
    def name(self) -> str:
        return self.event.journey.candidate.name

    @property
    def at(self) -> datetime:
        return timezone.localtime(self.event.at)


def of(user: "User") -> list[Done]:
    """The last deeds of this person on journeys they may see, the newest first. One query."""
    newer = JourneyEvent.objects.filter(journey=OuterRef("journey"), pk__gt=OuterRef("pk"))
    events = (
        JourneyEvent.objects.filter(by=user, journey__in=Journey.objects.visible_to(user))
        .select_related("journey__candidate")
        .annotate(is_last=~Exists(newer))[:SHOWN]
    )
    return [Done(event, event.is_last and admin_verbs.verb_to_undo(event, user) is not None) for event in events]


def just_now(journey: Journey, user: "User") -> Done | None:
    """The deed that this person has just done on this journey, if it is still the last one."""
    event = journey.events.select_related("journey__candidate").first()
    if event is None or event.by_id != user.pk or timezone.now() - event.at > FRESH:
        return None
    return Done(event, admin_verbs.verb_to_undo(event, user) is not None)

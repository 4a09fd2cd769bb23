"""Disnaker's deeds: checking a registration and deciding on the selection.

Each one moves the journey and tells the person.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from candidates import journey as journeys
from candidates import seats
from candidates.enums import CloseReason, Deed, Stage
from candidates.models import Journey, JourneyEvent
from candidates.telling import call_back, occasion, tell

if TYPE_CHECKING:
    from accounts.models import User


def verify(journey: Journey, *, by: "User", on: date | None = None, expected: str | None = None) -> Journey:
    """The data and papers were looked at and are right."""
    return _reach(journey, Stage.VERIFIED, "verified", by=by, on=on, expected=expected)


def select(
    journey: Journey, *, by: "User", on: date | None = None, expected: str | None = None, note: str = ""
) -> Journey:
    """Chosen for the programme, also from the reserve list. Refused when all its seats are taken."""
    with transaction.atomic():
        seats.hold(journey.programme_id)
        return _reach(journey, Stage.SELECTED, "selected", by=by, on=on, expected=expected, note=note)


def reserve(
    journey: Journey, *, by: "User", on: date | None = None, expected: str | None = None, note: str = ""
) -> Journey:
    """Good enough, but no place: called when one becomes free."""
    return _reach(journey, Stage.RESERVE, "reserve", by=by, on=on, expected=expected, note=note)


def decline(
    journey: Journey,
    *,
    by: "User",
    reason: str,
    on: date | None = None,
    expected: str | None = None,
    again_when: str | None = None,
) -> Journey:
    """Not chosen this time. `reason` is read by the candidate; `again_when` is one of `Again`."""
    on = on or timezone.localdate()
    with transaction.atomic():
        journey = journeys.close(
            journey, CloseReason.NOT_CHOSEN, by=by, on=on, expected=expected, note=reason, again_when=again_when
        )
        _tell(journey, "not_selected", on, again_on=journey.again_from)
    return journey


def take_back(
    journey: Journey, stage: str, *, by: "User", on: date | None = None, expected: str | None = None
) -> Journey:
    """Undo a deed of this module, and call back its message if it has not left yet."""
    with transaction.atomic():
        event = journey.events.first()
        if stage == Stage.CLOSED:
            journey = journeys.reopen(journey, by=by, on=on)
        else:
            journey = journeys.undo(journey, stage, by=by, on=on, expected=expected)
        if event is not None:
            call_back(journey.candidate, occasion(event), by=by)
    return journey


@journeys.follows(Deed.REOPENED, Stage.CLOSED)
def not_closed_after_all(journey: Journey, event: JourneyEvent) -> None:
    """Whichever way a journey was reopened: "not selected" must not go out any more."""
    closing = journey.events.filter(deed=Deed.CLOSED).first()
    call_back(journey.candidate, occasion(closing), by=event.by)


def _reach(
    journey: Journey,
    stage: Stage,
    template: str,
    *,
    by: "User",
    on: date | None,
    expected: str | None,
    note: str = "",
) -> Journey:
    on = on or timezone.localdate()
    with transaction.atomic():
        journey = journeys.reach(journey, stage, by=by, on=on, expected=expected, reason=note)
        _tell(journey, template, on)
    return journey


def _tell(journey: Journey, template: str, on: date, **context: object) -> None:
    """The message of the deed just written down."""
    tell(journey.candidate, template, on, about=occasion(journey.events.first()), **context)

"""The arrival in Japan: the person has reported, somebody writes it down."""

from datetime import date
from typing import TYPE_CHECKING

from candidates import journey as journeys
from candidates.enums import Origin, Stage
from candidates.models import Journey
from candidates.models.journey import JourneyQuerySet

if TYPE_CHECKING:
    from accounts.models import User


def not_reported(people: JourneyQuerySet) -> JourneyQuerySet:
    """Those of them who have departed and from whom nothing was heard. Alumni do not report here."""
    return people.filter(stage=Stage.DEPARTED).exclude(origin=Origin.ALUMNI)


def record(journey: Journey, *, by: "User", on: date | None = None, expected: str | None = None) -> Journey:
    """The person has arrived on that day and has reported."""
    return journeys.reach(journey, Stage.ARRIVED, by=by, on=on, expected=expected)


def take_back(journey: Journey, *, by: "User", on: date | None = None, expected: str | None = None) -> Journey:
    """An arrival written down for the wrong person."""
    return journeys.undo(journey, Stage.ARRIVED, by=by, on=on, expected=expected)

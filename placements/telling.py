"""What the person is told. Queued by the verbs, in their transaction, to who agreed to messages."""

from datetime import timedelta
from typing import TYPE_CHECKING

from candidates.telling import call_back, tell
from placements.models import Departure, Nomination

if TYPE_CHECKING:
    from accounts.models import User

DAYS_TO_ANSWER = 7


def tell_offer(nomination: Nomination) -> None:
    """The company says yes: who it is, and until when to answer."""
    assert nomination.result_on is not None
    tell(
        nomination.journey.candidate,
        "offer",
        nomination.result_on,
        about=_offer(nomination),
        urgent=True,  # there is a day to answer by
        employer=nomination.job_order.employer.name,
        answer_by=nomination.result_on + timedelta(days=DAYS_TO_ANSWER),
    )


def call_back_offer(nomination: Nomination, *, by: "User | None") -> None:
    """Nobody reads of an offer that was taken back before its message left."""
    call_back(nomination.journey.candidate, _offer(nomination), by=by)


def tell_departed(departure: Departure) -> None:
    tell(
        departure.journey.candidate,
        "departure_confirmed",
        departure.flight_on,
        about=_departed(departure),
        departed_on=departure.flight_on,
    )


def call_back_departed(departure: Departure, *, by: "User | None") -> None:
    call_back(departure.journey.candidate, _departed(departure), by=by)


def _offer(nomination: Nomination) -> str:
    return f"nomination:{nomination.pk}"


def _departed(departure: Departure) -> str:
    return f"departure:{departure.pk}"

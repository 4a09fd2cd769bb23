"""What the person is told. Queued by the verbs, in their transaction."""

from datetime import timedelta

from django.conf import settings

from candidates.models import Journey
from notifications.queueing import queue_message
from placements.models import Departure, Nomination

DAYS_TO_ANSWER = 7


def tell_offer(nomination: Nomination) -> None:
    """The company says yes: who it is, and until when to answer."""
    assert nomination.result_on is not None
    _tell(
        nomination.journey,
        template="offer",
        about=f"nomination:{nomination.pk}",
        due_on=nomination.result_on,
        context={
            "employer": nomination.job_order.employer.name,
            "answer_by": nomination.result_on + timedelta(days=DAYS_TO_ANSWER),
        },
    )


def tell_departed(departure: Departure) -> None:
    _tell(
        departure.journey,
        template="departure_confirmed",
        about=f"departure:{departure.pk}",
        due_on=departure.flight_on,
        context={"departed_on": departure.flight_on},
    )


def _tell(journey: Journey, *, context: dict[str, object], **occasion: object) -> None:
    candidate = journey.candidate
    queue_message(
        person_key=f"candidate:{candidate.pk}",
        name=candidate.call_name,
        address=candidate.phone,
        context={"link": f"{settings.PUBLIC_URL}/saya/", **context},
        **occasion,  # type: ignore[arg-type]
    )

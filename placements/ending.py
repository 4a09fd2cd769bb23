"""What a closed journey leaves behind at the companies, and what comes back when it is reopened."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from candidates import journey as journeys
from candidates.enums import Deed, Stage
from candidates.models import Journey, JourneyEvent
from core.refusal import Gap, Refused
from placements import steps
from placements.enums import Result
from placements.matching import free_seat
from placements.models import Departure, Nomination, Step

CLOSED = "journey closed"  # why the steps were cancelled; tells them from those that an undone interview stopped


@journeys.follows(Deed.CLOSED, Stage.CLOSED)
def withdraw(journey: Journey, event: JourneyEvent) -> None:
    """Nobody waits at a company for a person who left: the seat is free for another, nothing is due any more."""
    if journey.departed_on is not None:
        return
    live = Nomination.objects.live().filter(journey=journey).first()
    if live is not None:
        live.result, live.seat = Result.WITHDRAWN, None
        live.result_on, live.result_by, live.result_at = max(event.on, live.nominated_on), event.by, event.at
        live.save(update_fields=["result", "seat", "result_on", "result_by", "result_at"])
    steps.stop(journey, by=event.by, reason=CLOSED)
    for flight in Departure.objects.waiting().filter(journey=journey):  # nobody can confirm it any more
        flight.cancelled_at, flight.cancel_reason = event.at, CLOSED
        flight.cancelled_by_id = event.by_id or flight.recorded_by_id
        flight.save(update_fields=["cancelled_at", "cancelled_by", "cancel_reason"])


@journeys.follows(Deed.REOPENED, Stage.CLOSED)
def come_back(journey: Journey, event: JourneyEvent) -> None:
    """The nomination and the steps go on where they stopped. Refused when somebody else took the seat meanwhile."""
    closing = journey.events.filter(deed=Deed.CLOSED).first()
    if journey.departed_on is not None or closing is None:
        return
    ended = Nomination.objects.standing().filter(journey=journey, result=Result.WITHDRAWN, result_at=closing.at)
    nomination = ended.select_related("job_order").first()
    if nomination is not None:
        _restore(nomination, journey)
    cancelled = Step.objects.filter(journey=journey, cancel_reason=CLOSED, cancelled_at__gte=closing.at)
    cancelled.update(cancelled_at=None, cancelled_by=None, cancel_reason="")


def _restore(nomination: Nomination, journey: Journey) -> None:
    """Back to what the ledger says: with an offer the interview was passed, without one it is awaited again."""
    if journey.offered_on is None:
        nomination.result, nomination.result_on = Result.PENDING, None
        nomination.result_by = nomination.result_at = None
    else:
        nomination.result, nomination.result_on = Result.PASSED, journey.offered_on
        nomination.seat = free_seat(nomination.job_order)
    try:
        with transaction.atomic():
            nomination.save(update_fields=["result", "result_on", "result_by", "result_at", "seat"])
    except IntegrityError as error:
        gap = Gap("seat_taken", _("Somebody else just took the seat at the company. Try again."))
        raise Refused(gap) from error

"""What becomes of proofs when two records of one person become one, or two again."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from candidates.enums import Deed, Stage
from candidates.merge_ways import follows, goes_along, moves, once_per
from candidates.models import Candidate, Journey, MergeRecord
from certificates.enums import ENDED, Result, State
from certificates.integrity import left_without_proofs
from certificates.models import Booking, Certificate, DepartureOverride, Exemption
from certificates.qualification import settle_qualification
from core.refusal import Gap, Refused

if TYPE_CHECKING:
    from accounts.models import User

PROOFS = {"certificates.Certificate.candidate", "certificates.Exemption.candidate"}


def _kind(exemption: Exemption) -> tuple[str, Any] | None:
    return (exemption.kind, exemption.work_category_id) if exemption.state not in ENDED else None


def _better_exemption(theirs: Exemption, mine: Exemption) -> bool:
    return theirs.state == State.VERIFIED and mine.state != State.VERIFIED


def _sitting(booking: Booking) -> int:
    return booking.sitting_id


def _has_result(theirs: Booking, mine: Booking) -> bool:
    return mine.result == Result.WAITING and theirs.result != Result.WAITING


def _two_results(theirs: Booking, mine: Booking) -> Gap | None:
    if Result.WAITING in {theirs.result, mine.result}:
        return None
    words = _("Both have a result of the same test (%(sitting)s), so both sat there: these are two people.")
    return Gap("two_results", words % {"sitting": mine.sitting})


moves(Certificate, "candidate", says=str)
moves(Exemption, "candidate", pick=once_per(_kind, better=_better_exemption), key=_kind, says=str)
moves(Booking, "candidate", pick=once_per(_sitting, better=_has_result, refuse=_two_results), key=_sitting, says=str)
goes_along(DepartureOverride, "journey", holds=True)


@follows
def proofs_as_held(candidate: Candidate, record: MergeRecord, *, by: "User", on: date) -> None:
    """Proofs came or went: the milestone follows. Whoever has flown keeps the proofs of the day of the flight."""
    if not PROOFS & {move["what"] for move in record.moved}:
        return
    if not record.is_live:
        _keep_those_of_a_flight(candidate)
    journey = Journey.objects.open().filter(candidate=candidate).first()
    if journey is None or (journey.qualified_on is not None and not _completed_by(record, journey)):
        return  # what was complete before stays as it was
    settle_qualification(candidate.pk, by=by, on=on)


def _completed_by(record: MergeRecord, journey: Journey) -> bool:
    return journey.events.filter(deed=Deed.REACHED, stage=Stage.QUALIFIED, at__gte=record.at).exists()


def _keep_those_of_a_flight(candidate: Candidate) -> None:
    overridden = DepartureOverride.objects.in_force().values("journey")
    for journey in candidate.journeys.filter(departed_on__isnull=False).exclude(pk__in=overridden):
        if left_without_proofs(journey):
            words = _("%(number)s has left for Japan with proofs that would belong to the other record.")
            raise Refused(Gap("departed_with_proofs", words % {"number": journey}))

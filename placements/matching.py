"""Who goes to which company: nomination, interview, seat.

Locks are taken in one order everywhere: job order, journey, then the row itself.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from candidates import journey as journeys
from candidates.enums import Stage
from candidates.models import Journey
from core.refusal import Gap, Refused, SomebodyWasFirst
from placements import steps, telling
from placements.enums import OrderStatus, Result
from placements.models import JobOrder, Nomination

if TYPE_CHECKING:
    from accounts.models import User


# What may be recorded after what. Everything else is a correction: undo first.
FOLLOWS: dict[Result, set[Result]] = {
    Result.PENDING: {Result.PASSED, Result.RESERVE, Result.FAILED, Result.WITHDRAWN},
    Result.RESERVE: {Result.PASSED, Result.FAILED, Result.WITHDRAWN},
    Result.PASSED: {Result.WITHDRAWN},
    Result.FAILED: set(),
    Result.WITHDRAWN: set(),
}


def nominate(journey: Journey, job_order: JobOrder, *, by: "User | None", on: date | None = None) -> Nomination:
    """Put a person forward for a job order.

    Raises `Refused` with every gap: order closed or full, wrong sector, scheme or work category, data not checked,
    or already in another job order, which is named.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        order = _locked_order(job_order.pk)
        locked = Journey.objects.select_for_update().get(pk=journey.pk)
        gaps = [*_order_gaps(order), *_fit_gaps(locked, order), *_person_gaps(locked, order, _live(locked))]
        if gaps:
            raise Refused(gaps)
        return Nomination.objects.create(job_order=order, journey=locked, nominated_on=on, nominated_by=by)


def record_result(
    nomination: Nomination,
    result: str,
    *,
    by: "User | None",
    on: date | None = None,
    rank: int | None = None,
    commitment_years: int | None = None,
    feedback: str = "",
    expected: str | None = None,
) -> Nomination:
    """Record what the interview decided. Who passed gets the lowest free seat, an offer and the steps to the flight.

    `expected` is the result that the person saw on their screen. Raises `Refused` when all seats are taken, and
    `SomebodyWasFirst` when the result has changed since.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        order = _locked_order(nomination.job_order_id)
        locked = _locked(nomination, expected)
        _refuse_result(locked, order, result, on)
        was_passed = locked.result == Result.PASSED
        locked.result, locked.result_on, locked.result_by, locked.result_at = result, on, by, timezone.now()
        locked.rank, locked.commitment_years, locked.feedback = rank, commitment_years, feedback
        locked.seat = free_seat(order) if result == Result.PASSED else None
        locked.save(
            update_fields=[
                *("result", "result_on", "result_by", "result_at", "rank", "commitment_years", "feedback", "seat")
            ]
        )
        if result == Result.PASSED:
            _offer(locked, order, by=by, on=on)
        elif was_passed:
            _take_back_offer(locked, by=by, on=on, reason=feedback)
    return locked


def undo_result(
    nomination: Nomination,
    *,
    by: "User | None",
    on: date | None = None,
    reason: str = "",
    expected: str | None = None,
) -> Nomination:
    """Take back a result, or a nomination without one, that was recorded by mistake.

    The row stays as undone; after a result a new one waits for the interview, and is returned. `expected` is the
    result that was on the screen: what somebody recorded since is not undone unseen.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        order = _locked_order(nomination.job_order_id)
        locked = _locked(nomination, expected)
        had_result, was_passed = locked.result != Result.PENDING, locked.result == Result.PASSED
        locked.undone_at, locked.undone_by, locked.undone_reason, locked.seat = timezone.now(), by, reason, None
        locked.save(update_fields=["undone_at", "undone_by", "undone_reason", "seat"])
        if was_passed:
            _take_back_offer(locked, by=by, on=on, reason=reason)
        if not had_result:
            return locked
        gaps = _person_gaps(locked.journey, order, _live(locked.journey))
        if gaps:
            raise Refused(gaps)
        return Nomination.objects.create(
            job_order=order,
            journey=locked.journey,
            nominated_on=locked.nominated_on,
            nominated_by=locked.nominated_by,
        )


def gaps_of(journeys: Iterable[Journey], order: JobOrder) -> list[tuple[Journey, list[Gap]]]:
    """What keeps each of these people from this job order, its free seats aside. One question for all of them.

    The caller brings the people with their scheme, sector and work category.
    """
    people = list(journeys)
    live = Nomination.objects.live().filter(journey__in=people).select_related("job_order__employer")
    taken = {nomination.journey_id: nomination for nomination in live}
    return [(each, [*_fit_gaps(each, order), *_person_gaps(each, order, taken.get(each.pk))]) for each in people]


def _locked_order(pk: int) -> JobOrder:
    return JobOrder.objects.select_for_update(of=("self",)).select_related("employer").get(pk=pk)


def _locked(nomination: Nomination, expected: str | None) -> Nomination:
    Journey.objects.select_for_update().get(pk=nomination.journey_id)
    locked = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("journey__candidate", "job_order__employer", "result_by", "undone_by")
        .get(pk=nomination.pk)
    )
    if locked.undone_at is not None:
        raise SomebodyWasFirst(_first(locked.undone_by, locked.undone_at, _("undid this nomination")))
    if expected is not None and locked.result != expected:
        deed = _("recorded “%(result)s”") % {"result": locked.get_result_display()}
        raise SomebodyWasFirst(_first(locked.result_by, locked.result_at, deed))
    return locked


def _first(who: object, at: datetime | None, deed: str) -> Gap:
    words = {"who": who or _("Somebody"), "deed": deed, "time": time_format(timezone.localtime(at)) if at else "–"}
    return Gap("somebody_was_first", _("%(who)s %(deed)s first, at %(time)s. Your choice was not saved.") % words)


def _order_gaps(order: JobOrder) -> list[Gap]:
    if order.status != OrderStatus.OPEN:
        return [Gap("order_closed", _("This job order is closed. Choose one that is open."))]
    if _seats_left(order) == 0:
        return [_full(order)]
    return []


def _full(order: JobOrder) -> Gap:
    return Gap("seats_taken", _("All seats are taken (%(seats)s of %(seats)s).") % {"seats": order.seats})


def _fit_gaps(journey: Journey, order: JobOrder) -> list[Gap]:
    gaps = []
    words: dict[str, object]
    if journey.scheme_id != order.scheme_id:
        words = {"theirs": journey.scheme, "wanted": order.scheme}
        gaps.append(Gap("scheme", _("The job order is for %(wanted)s, this person goes by %(theirs)s.") % words))
    if journey.sector_id != order.sector_id:
        words = {"theirs": journey.sector, "wanted": order.sector}
        gaps.append(Gap("sector", _("The job order is for %(wanted)s, this person prepares for %(theirs)s.") % words))
    elif None not in (journey.work_category_id, order.work_category_id) and (
        journey.work_category_id != order.work_category_id
    ):
        words = {"theirs": journey.work_category, "wanted": order.work_category}
        gaps.append(Gap("work_category", _("The work is %(wanted)s, this person's is %(theirs)s.") % words))
    return gaps


def _live(journey: Journey) -> Nomination | None:
    return Nomination.objects.live().filter(journey=journey).select_related("job_order__employer").first()


def _person_gaps(journey: Journey, order: JobOrder, live: Nomination | None) -> list[Gap]:
    if not journey.is_open:
        return [Gap("journey_closed", _("This journey is closed. Reopen it first."))]
    if journey.verified_on is None:
        return [Gap("not_verified", _("Check this person's data and papers first."))]
    if live is None:
        return []
    if live.job_order_id == order.pk:
        return [Gap("already_here", _("This person is already in this job order."))]
    words = {"order": live.job_order, "result": live.get_result_display()}
    return [Gap("in_another_order", _("This person is already in another job order: %(order)s (%(result)s).") % words)]


def _refuse_result(nomination: Nomination, order: JobOrder, result: str, on: date) -> None:
    gaps = []
    if Result(result) not in FOLLOWS[Result(nomination.result)]:
        words = {"result": nomination.get_result_display()}
        gaps.append(Gap("has_result", _("The result is already “%(result)s”. Undo it first.") % words))
    if on > timezone.localdate():
        gaps.append(Gap("future", _("The day lies in the future. Record it when it has happened.")))
    if on < nomination.nominated_on:
        gaps.append(Gap("before_nomination", _("The result cannot be dated before the nomination.")))
    if result == Result.PASSED and order.status == OrderStatus.CANCELLED:
        gaps.append(Gap("order_closed", _("The company cancelled this job order.")))
    if gaps:
        raise Refused(gaps)


def _seats_left(order: JobOrder) -> int:
    return order.seats - order.nominations.filter(seat__isnull=False).count()


def free_seat(order: JobOrder) -> int:
    """The lowest free seat: certain under the lock of the order, elsewhere the database decides."""
    taken = set(order.nominations.filter(seat__isnull=False).values_list("seat", flat=True))
    for seat in range(1, order.seats + 1):
        if seat not in taken:
            return seat
    raise Refused(_full(order))


def _offer(nomination: Nomination, order: JobOrder, *, by: "User | None", on: date) -> None:
    save = {"work_category_id": order.work_category_id} if order.work_category_id else {}
    journeys.reach(nomination.journey, Stage.OFFERED, by=by, on=on, save=save)
    steps.start(nomination.journey, on=on)
    telling.tell_offer(nomination)


def _take_back_offer(nomination: Nomination, *, by: "User | None", on: date, reason: str) -> None:
    # A closed journey keeps its dates as history; only the seat becomes free.
    if nomination.journey.is_open:
        journeys.undo(nomination.journey, Stage.OFFERED, by=by, on=on, reason=reason[:200])
    steps.stop(nomination.journey, by=by, reason=reason)
    telling.call_back_offer(nomination, by=by)

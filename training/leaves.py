"""Being away with permission: asked, decided, undone. An approved leave is what the evening offers as attendance."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.models import Journey
from candidates.telling import call_back, tell
from core.pictures import Picture
from core.refusal import Gap, Refused, SomebodyWasFirst
from training.enums import LeaveKind, LeaveState
from training.models import LeavePaper, LeaveRequest, LeaveRule
from training.reasons import clean_reason

if TYPE_CHECKING:
    from accounts.models import User


def ask(
    journey: Journey,
    *,
    kind: str,
    from_on: date,
    to_on: date,
    reason: str,
    by: "User | None",
    photos: Sequence[Picture] = (),
    at: datetime | None = None,
) -> LeaveRequest:
    """Ask for leave; `by` is None when the trainee asks, otherwise the trainer who writes it down for them."""
    at = at or timezone.now()
    leave = LeaveRequest(
        journey=journey,
        kind=LeaveKind(kind).value,
        from_on=from_on,
        to_on=to_on,
        reason=clean_reason(reason),
        asked_by=by,
        asked_at=at,
    )
    kept: list[LeavePaper] = []
    try:
        with transaction.atomic():
            Journey.objects.select_for_update(of=["self"]).get(pk=journey.pk)  # two requests at once queue up here
            gaps = _gaps(leave, timezone.localdate(at))
            if gaps:
                raise Refused(gaps)
            leave.save()
            for photo in {photo.sha256: photo for photo in photos}.values():
                kept.append(_paper(leave, photo))
    except BaseException:
        for paper in kept:  # a row that was rolled back leaves no photo behind
            paper.file.delete(save=False)
        raise
    return leave


def approve(leave: LeaveRequest, *, by: "User", answer: str = "", at: datetime | None = None) -> LeaveRequest:
    """The trainee may be away: from now on the evening offers these days as sick or permitted."""
    return _decide(leave, LeaveState.APPROVED, by=by, answer=clean_reason(answer), at=at)


def refuse(leave: LeaveRequest, *, by: "User", answer: str, at: datetime | None = None) -> LeaveRequest:
    """The trainee reads why."""
    answer = clean_reason(answer)
    if not answer:
        raise Refused(Gap("answer_missing", _("Write why the leave is refused; the trainee reads it.")))
    return _decide(leave, LeaveState.REFUSED, by=by, answer=answer, at=at)


def undo(leave: LeaveRequest, *, by: "User") -> LeaveRequest:
    """Take back a decision; the request waits again, and its message is stopped if it has not left yet.

    Attendance that was entered since stays as the trainer entered it.
    """
    with transaction.atomic():
        locked = _locked(leave)
        if locked.decided_at is None:
            raise SomebodyWasFirst(Gap("not_decided", _("This request is not decided.")))
        call_back(locked.journey.candidate, _occasion(locked), by=by)
        locked.state, locked.decided_at, locked.decided_by, locked.answer = LeaveState.WAITING, None, None, ""
        _keep(locked)
    return locked


def drop(leave: LeaveRequest, *, by: "User | None") -> LeaveRequest:
    """Whoever asked no longer needs it. Only while nobody has decided."""
    with transaction.atomic():
        locked = _locked(leave)
        if locked.state != LeaveState.WAITING:
            raise SomebodyWasFirst(Gap("decided", _("This request was decided in the meantime.")))
        locked.state = LeaveState.DROPPED
        locked.save(update_fields=["state"])
    return locked


# Questions -----------------------------------------------------------------------------------------------------------


def away(journeys: Iterable[int], day: date) -> dict[int, LeaveRequest]:
    """Journey → the approved leave of that day."""
    leaves = LeaveRequest.objects.approved().between(day, day).filter(journey__in=list(journeys))
    return {leave.journey_id: leave for leave in leaves}


# Checking and writing ------------------------------------------------------------------------------------------------


def _gaps(leave: LeaveRequest, on: date) -> list[Gap]:
    gaps = []
    rule = LeaveRule.objects.in_force(leave.journey.programme_id, on) or LeaveRule()
    first = on - timedelta(days=rule.later)
    if not leave.reason:
        gaps.append(Gap("reason_missing", _("Write what the leave is for.")))
    if leave.to_on < leave.from_on:
        gaps.append(Gap("days_in_order", _("The last day of leave lies before the first.")))
    elif (leave.to_on - leave.from_on).days >= rule.longest:
        words = _("Leave is at most %(days)s days. Talk with the LPK office.")
        gaps.append(Gap("too_long", words % {"days": rule.longest}))
    if leave.from_on < first:
        words = _("Leave can be asked for back to %(day)s. Talk with the LPK office.")
        gaps.append(Gap("too_late", words % {"day": date_format(first)}))
    if not gaps and not leave.journey.enrolments.between(leave.from_on, leave.to_on).exists():
        gaps.append(Gap("not_in_class", _("On these days this person sits in no class.")))
    return gaps or _gaps_of_database(leave)


def _gaps_of_database(leave: LeaveRequest) -> list[Gap]:
    try:
        leave.validate_constraints()
    except ValidationError as error:
        return [Gap("one_leave_at_a_time", message) for message in error.messages]
    return []


def _decide(leave: LeaveRequest, state: str, *, by: "User", answer: str, at: datetime | None) -> LeaveRequest:
    at = at or timezone.now()
    with transaction.atomic():
        locked = _locked(leave)
        if locked.state != LeaveState.WAITING:
            raise SomebodyWasFirst(_who_was_first(locked))
        locked.state, locked.decided_by, locked.decided_at, locked.answer = state, by, at, answer
        _keep(locked)
        _tell(locked, timezone.localdate(at))
    return locked


def _locked(leave: LeaveRequest) -> LeaveRequest:
    rows = LeaveRequest.objects.select_for_update(of=["self"]).select_related("journey__candidate", "decided_by")
    return rows.get(pk=leave.pk)


def _keep(leave: LeaveRequest) -> None:
    gaps = _gaps_of_database(leave)
    if gaps:
        raise Refused(gaps)
    leave.save(update_fields=["state", "decided_at", "decided_by", "answer"])


def _who_was_first(leave: LeaveRequest) -> Gap:
    if leave.decided_by is None:
        return Gap("dropped", _("This request was taken back in the meantime."))
    words = {"who": leave.decided_by, "state": leave.get_state_display()}
    return Gap("decided", _("%(who)s already decided: %(state)s.") % words)


def _paper(leave: LeaveRequest, photo: Picture) -> LeavePaper:
    file = ContentFile(photo.data, "photo.jpg")
    return LeavePaper.objects.create(leave=leave, file=file, sha256=photo.sha256, size=len(photo.data))


def _tell(leave: LeaveRequest, on: date) -> None:
    template = "leave_approved" if leave.state == LeaveState.APPROVED else "leave_refused"
    tell(
        leave.journey.candidate,
        template,
        on,
        about=_occasion(leave),
        from_on=leave.from_on,
        to_on=leave.to_on,
        answer=leave.answer,
    )


def _occasion(leave: LeaveRequest) -> str:
    """A decision is an occasion of its own: decided, undone and decided again are two messages."""
    return f"leave:{leave.pk}:{leave.decided_at:%Y%m%d%H%M%S}" if leave.decided_at else f"leave:{leave.pk}"

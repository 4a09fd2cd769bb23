"""A person's rights over their data: ask, answer within three times 24 hours, refuse with a reason, take back.

Withdrawing a consent that is not needed to take part needs nobody's answer: it holds at once, and the row is the
proof. Everything else waits for an officer of Disnaker.
"""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import correcting, erasure, farewell, withdrawing
from candidates.enums import Purpose, RequestKind, RequestState
from candidates.models import Candidate, DataRequest
from candidates.models.rights import WITHIN
from candidates.telling import tell
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

Deed = Callable[[DataRequest, "User"], None]


def ask(
    candidate: Candidate,
    kind: str,
    *,
    by: "User | None" = None,
    field: str = "",
    should_be: str = "",
    purpose: str = "",
    at: datetime | None = None,
) -> DataRequest:
    """Write the request down and start its clock. `by` is the officer who wrote it down at the counter.

    Refused when the same is already asked for, or when there is nothing of the kind.
    """
    at = at or timezone.now()
    request = DataRequest(
        candidate=candidate, kind=kind, field=field, should_be=should_be.strip(), purpose=purpose, asked_by=by
    )
    request.asked_at, request.due_at = at, at + WITHIN
    with transaction.atomic():
        Candidate.objects.select_for_update().get(pk=candidate.pk)
        _refuse(_gaps(request))
        request.save()
        if kind == RequestKind.WITHDRAW and purpose != Purpose.REGISTRATION:
            withdrawing.withdraw(candidate, purpose, at=at)
            _settle(request, RequestState.FULFILLED, by=by, at=at)
    return request


def fulfil(request: DataRequest, *, by: "User", at: datetime | None = None) -> DataRequest:
    """Do what was asked, and say so: by message of a correction and of a deletion; a copy is handed over."""
    with transaction.atomic():
        locked = _locked(request)
        if locked.kind == RequestKind.ERASE:
            farewell.say(locked.candidate, on=timezone.localdate(at))  # before the phone is gone
        DEEDS[locked.kind](locked, by)
        _settle(locked, RequestState.FULFILLED, by=by, at=at)
        if locked.kind == RequestKind.CORRECT:
            _tell(locked, "data_request_done")
    request.refresh_from_db()
    return request


def refuse(request: DataRequest, *, by: "User", reason: str, at: datetime | None = None) -> DataRequest:
    """Say no, with the reason that the person reads (UU 27/2022 art. 33 names the few that count)."""
    if not reason.strip():
        raise Refused(Gap("reason_missing", _("Say why. The person reads it.")))
    with transaction.atomic():
        locked = _locked(request)
        _settle(locked, RequestState.REFUSED, by=by, at=at, reason=reason.strip())
        _tell(locked, "data_request_refused")
    request.refresh_from_db()
    return request


def _tell(request: DataRequest, template: str) -> None:
    """The answer itself, and a reason, are read on the person's own page: others may see the phone."""
    assert request.decided_at is not None
    on = timezone.localdate(request.decided_at)
    what = request.get_kind_display()
    tell(request.candidate, template, on, about=f"data_request:{request.pk}", what=what)


def take_back(request: DataRequest, *, at: datetime | None = None) -> DataRequest:
    """The person no longer wants it."""
    with transaction.atomic():
        _settle(_locked(request), RequestState.TAKEN_BACK, by=None, at=at)
    request.refresh_from_db()
    return request


def _gaps(request: DataRequest) -> list[Gap]:
    if request.candidate.data_requests.open().filter(kind=request.kind).exists():
        words = _("You have asked for this already. The answer comes by the day that is shown.")
        return [Gap("asked_already", words)]
    if request.kind == RequestKind.WITHDRAW and not withdrawing.live(request.candidate, request.purpose).exists():
        return [Gap("no_consent", _("There is no such consent on file, or it was withdrawn already."))]
    if request.kind == RequestKind.CORRECT:
        try:
            correcting.read(request.field, request.should_be)
        except ValidationError as error:
            return [Gap("should_be", error.messages[0])]
    return []


def _refuse(gaps: list[Gap]) -> None:
    if gaps:
        raise Refused(gaps)


def _locked(request: DataRequest) -> DataRequest:
    locked = DataRequest.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=request.pk)
    if not locked.is_open:
        words = _("This request has its answer already: %(state)s.")
        raise SomebodyWasFirst(Gap("answered", words % {"state": locked.get_state_display()}))
    return locked


def _settle(
    request: DataRequest, state: RequestState, *, by: "User | None", at: datetime | None, reason: str = ""
) -> None:
    request.state, request.decided_by, request.decided_at, request.reason = state, by, at or timezone.now(), reason
    request.save(update_fields=["state", "decided_by", "decided_at", "reason"])


def _hand_over(request: DataRequest, by: "User") -> None:
    """The copy itself is printed from the page of the request; nothing changes."""


def _correct(request: DataRequest, by: "User") -> None:
    correcting.correct(request.candidate, request.field, request.should_be)


def _leave(request: DataRequest, by: "User") -> None:
    withdrawing.leave(request.candidate, by=by)


def _erase(request: DataRequest, by: "User") -> None:
    erasure.erase(request.candidate, by=by)


DEEDS: dict[str, Deed] = {
    RequestKind.COPY: _hand_over,
    RequestKind.CORRECT: _correct,
    RequestKind.WITHDRAW: _leave,
    RequestKind.ERASE: _erase,
}

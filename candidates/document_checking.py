"""What an officer decides about a paper: good, back with a reason, or the original was seen at the counter."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.documents import state_of
from candidates.enums import DocumentState
from candidates.models import Candidate, Document, DocumentCheck, DocumentKind, ReturnReason
from candidates.telling import call_back, tell
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

CHANGED = Gap("paper_changed", _("This paper has changed in the meantime. Look at it again, then decide."))
OWN_PAPER = Gap("own_paper", _("Your own papers are checked by a colleague."))
NEEDS_LAST_DAY = Gap("no_last_day", _("Type until when this paper is valid, as printed on it."))
IS_OVER = Gap("paper_over", _("This paper is no longer valid. Send it back with that reason."))
NOTHING_TO_UNDO = Gap("newer", _("This can no longer be taken back, something newer is on record."))


def approve(
    document: Document,
    *,
    version: int,
    by: "User",
    expires_on: date | None = None,
    name: str = "",
    born: date | None = None,
    on: date | None = None,
    at: datetime | None = None,
) -> Document:
    """The photos are readable and are this person's. `version` is the one the officer looked at; `name` and `born` are
    what stands on the paper, which may be written differently from what the person typed.
    """
    on = on or timezone.localdate(at)
    with transaction.atomic():
        locked = _waiting(document, version, by)
        if locked.kind.expires and expires_on is None:
            raise Refused(NEEDS_LAST_DAY)
        if expires_on is not None and expires_on < on:
            raise Refused(IS_OVER)
        _write_down(locked, name, born)
        _decide(locked, DocumentState.APPROVED, by=by, expires_on=expires_on, at=at)
    return locked


def send_back(
    document: Document,
    *,
    version: int,
    reason: ReturnReason,
    by: "User",
    on: date | None = None,
    at: datetime | None = None,
) -> Document:
    """The person has to take the photo again; they read why on their page, and in a message if they agreed to those."""
    on = on or timezone.localdate(at)
    with transaction.atomic():
        locked = _waiting(document, version, by)
        _return(locked, reason, by, on, at)
    return locked


def ask_anew(
    document: Document,
    *,
    version: int,
    reason: ReturnReason,
    by: "User",
    on: date | None = None,
    at: datetime | None = None,
) -> Document:
    """A checked paper is asked for once more before its time is over: renewed, wrongly checked, or soon too short.
    The person is told as when a paper is sent back; until when the old one was valid stays, should this be undone.
    """
    on = on or timezone.localdate(at)
    with transaction.atomic():
        locked = _locked(document, by)
        if locked.state != DocumentState.APPROVED or locked.version != version:
            raise SomebodyWasFirst(CHANGED)
        _return(locked, reason, by, on, at)
    return locked


def _return(document: Document, reason: ReturnReason, by: "User", on: date, at: datetime | None) -> None:
    last_day = document.expires_on
    check = _decide(document, DocumentState.RETURNED, by=by, reason=reason, expires_on=last_day, at=at)
    words = {"paper": document.kind.name, "reason": reason.text, "advice": reason.advice}
    tell(document.candidate, "paper_returned", on, about=_occasion(check), **words)


def see_original(
    candidate: Candidate,
    kind: DocumentKind,
    *,
    by: "User",
    expires_on: date | None = None,
    name: str = "",
    born: date | None = None,
) -> Document:
    """The person showed the original at the counter: no photo is needed."""
    with transaction.atomic():
        Document.objects.bulk_create([Document(candidate=candidate, kind=kind)], ignore_conflicts=True)
        locked = _locked(Document.objects.get(candidate=candidate, kind=kind), by)
        if state_of(locked, timezone.localdate()) == DocumentState.APPROVED:
            raise SomebodyWasFirst(CHANGED)
        if kind.expires and expires_on is None:
            raise Refused(NEEDS_LAST_DAY)
        _write_down(locked, name, born)
        _decide(locked, DocumentState.APPROVED, by=by, expires_on=expires_on)
    return locked


def take_back(document: Document, *, by: "User") -> Document:
    """Undo the last decision, as long as no newer photos came. A message that has not left yet is stopped."""
    with transaction.atomic():
        locked = _locked(document, by)
        last, before = [*locked.checks.all()[:2], None, None][:2]
        if last is None or last.outcome != locked.state or last.version != locked.version:
            raise Refused(NOTHING_TO_UNDO)
        call_back(locked.candidate, _occasion(last), by=by)
        if before is not None and {before.outcome, last.outcome} == {DocumentState.APPROVED, DocumentState.RETURNED}:
            last_day = locked.expires_on if before.outcome == DocumentState.APPROVED else None
            _decide(locked, before.outcome, by=by, reason=before.reason, expires_on=last_day)
        elif locked.version:
            _decide(locked, DocumentState.WAITING, by=by)
        else:
            locked.delete()  # it held nothing but the decision
    return locked


def _write_down(document: Document, name: str, born: date | None) -> None:
    """What stands on a paper that says who somebody is, if the officer read it; `_decide` saves it."""
    says = document.kind.says_who
    document.name_there, document.born_there = (" ".join(name.split()), born) if says else ("", None)


def _occasion(check: DocumentCheck) -> str:
    return f"paper:{check.pk}"


def _locked(document: Document, by: "User") -> Document:
    locked = Document.objects.select_for_update(of=("self",)).select_related("kind", "candidate").get(pk=document.pk)
    if locked.candidate.user_id == by.pk:
        raise Refused(OWN_PAPER)
    return locked


def _waiting(document: Document, version: int, by: "User") -> Document:
    locked = _locked(document, by)
    if locked.state != DocumentState.WAITING or locked.version != version:
        raise SomebodyWasFirst(CHANGED)
    return locked


def _decide(
    document: Document,
    outcome: str,
    *,
    by: "User",
    reason: ReturnReason | None = None,
    expires_on: date | None = None,
    at: datetime | None = None,
) -> DocumentCheck:
    """Write the paper down and its row in the list of checks."""
    at = at or timezone.now()
    open_again = outcome == DocumentState.WAITING
    document.state, document.reason, document.expires_on = outcome, reason, expires_on
    document.decided_at, document.decided_by = (None, None) if open_again else (at, by)
    decided = ("state", "reason", "expires_on", "decided_at", "decided_by", "name_there", "born_there")
    document.save(update_fields=decided)
    return DocumentCheck.objects.create(
        document=document, version=document.version, outcome=outcome, reason=reason, by=by, at=at
    )

"""One decision about many people, with one reason and one message each; taken back as one.

Every person is a transaction of their own: who cannot be moved is named with the reason, and all others are moved.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates import inviting, selecting
from candidates import journey as journeys
from candidates.enums import Again, BatchDeed, Outcome, Stage
from candidates.models import BatchEntry, Journey, SelectionBatch
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

# At which stages a decision can be made, and which stage its event carries.
STAGES: dict[str, tuple[str, ...]] = {
    BatchDeed.INVITE: inviting.INVITED_AT,
    BatchDeed.SELECT: (Stage.VERIFIED, Stage.RESERVE),
    BatchDeed.RESERVE: (Stage.VERIFIED,),
    BatchDeed.DECLINE: (Stage.VERIFIED, Stage.RESERVE),
}
REACHES = {
    BatchDeed.SELECT: Stage.SELECTED,
    BatchDeed.RESERVE: Stage.RESERVE,
    BatchDeed.DECLINE: Stage.CLOSED,
}


@dataclass(frozen=True)
class Decision:
    """What was decided: the deed, the words that go with it, the session for an invitation."""

    deed: str
    reason: str = ""
    again_when: str = Again.NEXT_PROGRAMME
    session: inviting.Session | None = None


def gaps(journey: Journey, decision: Decision, *, on: date | None = None) -> list[Gap]:
    """Why this person cannot be part of it, without changing anything; for the page before."""
    on = on or timezone.localdate()
    if decision.deed == BatchDeed.INVITE:
        return inviting.gaps_before_inviting(journey, decision.session, on) if decision.session else []
    if journey.stage not in STAGES[decision.deed]:
        stage = journey.get_stage_display()
        return [Gap("not_at_this_stage", _("Not possible at the stage “%(stage)s”.") % {"stage": stage})]
    if decision.deed == BatchDeed.DECLINE:
        return []
    return journeys.missing_for(journey, REACHES[BatchDeed(decision.deed)], on=on)


def decide(
    decision: Decision, people: Iterable[tuple[int, str]], *, key: UUID, by: "User", on: date | None = None
) -> SelectionBatch:
    """Carry it out for `people`: pairs of a journey's id and the stage that the officer saw.

    The same `key` again (the button pressed twice) changes nothing and gives the first batch.
    """
    on = on or timezone.localdate()
    try:
        with transaction.atomic():
            batch = SelectionBatch.objects.create(key=key, deed=decision.deed, reason=decision.reason, on=on, by=by)
    except IntegrityError:
        return SelectionBatch.objects.get(key=key)
    for pk, expected in people:
        journey = Journey.objects.visible_to(by).filter(pk=pk).first()
        if journey is not None:
            _decide_one(batch, journey, decision, expected)
    return batch


def _decide_one(batch: SelectionBatch, journey: Journey, decision: Decision, expected: str) -> None:
    try:
        with transaction.atomic():
            if expected not in STAGES[decision.deed] and (found := gaps(journey, decision, on=batch.on)):
                raise Refused(found)
            made = PERFORM[BatchDeed(decision.deed)](journey, decision, by=batch.by, on=batch.on, expected=expected)
            BatchEntry.objects.create(batch=batch, journey=journey, outcome=Outcome.DONE, **made)
    except Refused as refusal:
        note = " ".join(refusal.sentences())
        BatchEntry.objects.create(batch=batch, journey=journey, outcome=Outcome.REFUSED, note=note)


# Each makes one row by which it can be taken back: an event in the ledger, or an invitation.
Made = dict[str, object]


def _invite(journey: Journey, decision: Decision, *, by: "User", on: date, expected: str) -> Made:
    assert decision.session is not None
    return {"test": inviting.invite(journey, decision.session, by=by, on=on, expected=expected)}


def _select(journey: Journey, decision: Decision, *, by: "User", on: date, expected: str) -> Made:
    selecting.select(journey, by=by, on=on, expected=expected, note=decision.reason)
    return {"event": journey.events.first()}


def _reserve(journey: Journey, decision: Decision, *, by: "User", on: date, expected: str) -> Made:
    selecting.reserve(journey, by=by, on=on, expected=expected, note=decision.reason)
    return {"event": journey.events.first()}


def _decline(journey: Journey, decision: Decision, *, by: "User", on: date, expected: str) -> Made:
    words = {"reason": decision.reason, "again_when": decision.again_when}
    selecting.decline(journey, by=by, on=on, expected=expected, **words)
    return {"event": journey.events.first()}


PERFORM: dict[BatchDeed, Callable[..., Made]] = {
    BatchDeed.INVITE: _invite,
    BatchDeed.SELECT: _select,
    BatchDeed.RESERVE: _reserve,
    BatchDeed.DECLINE: _decline,
}


def take_back(batch: SelectionBatch, *, by: "User", on: date | None = None) -> SelectionBatch:
    """Undo the whole decision. Who was moved since is left where they are, and named."""
    on = on or timezone.localdate()
    marked = SelectionBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=timezone.now(), undone_by=by)
    if not marked:
        raise SomebodyWasFirst(Gap("taken_back", _("This decision was already taken back.")))
    for entry in batch.entries.filter(outcome=Outcome.DONE).select_related("test"):
        try:
            with transaction.atomic():
                _take_back_one(batch, entry, by, on)
                _note(entry, Outcome.TAKEN_BACK)
        except Refused as refusal:
            _note(entry, Outcome.LEFT, " ".join(refusal.sentences()))
    batch.refresh_from_db()
    return batch


def _take_back_one(batch: SelectionBatch, entry: BatchEntry, by: "User", on: date) -> None:
    journey = Journey.objects.select_for_update().get(pk=entry.journey_id)
    if batch.deed == BatchDeed.INVITE:
        if entry.test is not None:
            inviting.uninvite(entry.test, by=by)
        return
    last = journey.events.select_related("by").first()
    if last is not None and last.pk != entry.event_id:
        words = gettext("%(who)s has since moved this person to “%(stage)s”.")
        who = last.by or gettext("the portal")
        raise Refused(Gap("moved_since", words % {"who": who, "stage": journey.get_stage_display()}))
    selecting.take_back(journey, REACHES[BatchDeed(batch.deed)], by=by, on=on)


def _note(entry: BatchEntry, outcome: str, note: str = "") -> None:
    entry.outcome, entry.note = outcome, note
    entry.save(update_fields=["outcome", "note"])

"""One decision about many people, with one reason and one message each; taken back as one.

Every person is a transaction of their own: who cannot be moved is named with the reason, and all others are moved. All
are written down before the first is moved, so that a decision that was cut off shows how far it came, and goes on.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
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


def _fits(stage: str, journey: Journey, deed: str, on: date) -> bool:
    """Whether the deed is for this stage. Once the programme is over, who was never checked is declined too."""
    if deed == BatchDeed.DECLINE and stage == Stage.REGISTERED:
        return journey.programme.ends_on < on
    return stage in STAGES[deed]


def gaps(journey: Journey, decision: Decision, *, on: date | None = None) -> list[Gap]:
    """Why this person cannot be part of it, without changing anything; for the page before."""
    on = on or timezone.localdate()
    if not _fits(journey.stage, journey, decision.deed, on):
        stage = journey.get_stage_display()
        return [Gap("not_at_this_stage", _("Not possible at the stage “%(stage)s”.") % {"stage": stage})]
    if decision.deed == BatchDeed.INVITE:
        return inviting.gaps_before_inviting(journey, decision.session, on) if decision.session else []
    if decision.deed == BatchDeed.DECLINE:
        return []
    return journeys.missing_for(journey, REACHES[BatchDeed(decision.deed)], on=on)


def gaps_of_many(rows: Sequence[Journey], decision: Decision, *, on: date | None = None) -> dict[int, list[Gap]]:
    """The same for a list in its order, in a fixed number of queries."""
    stages = STAGES[decision.deed]
    found = {journey.pk: [] if journey.stage in stages else gaps(journey, decision, on=on) for journey in rows}
    if decision.deed not in {BatchDeed.SELECT, BatchDeed.RESERVE}:
        return found
    able = [journey for journey in rows if journey.stage in stages]
    return found | journeys.missing_for_many(able, REACHES[BatchDeed(decision.deed)], on=on)


def decide(
    decision: Decision, people: Iterable[tuple[int, str]], *, key: UUID, by: "User", on: date | None = None
) -> SelectionBatch:
    """Carry it out for `people`: pairs of a journey's id and the stage that the officer saw.

    The same `key` again (the button pressed twice, or after a break) goes on with whom it had not come to, and
    changes nothing else.
    """
    try:
        batch = _write_down(decision, dict(people), key=key, by=by, on=on or timezone.localdate())
    except IntegrityError:
        batch = SelectionBatch.objects.get(key=key)
    return go_on(batch)


def _write_down(decision: Decision, people: dict[int, str], *, key: UUID, by: "User", on: date) -> SelectionBatch:
    """The decision and everybody in it, before anybody is moved."""
    session = decision.session
    with transaction.atomic():
        batch = SelectionBatch.objects.create(
            key=key,
            deed=decision.deed,
            reason=decision.reason,
            again_when=decision.again_when,
            test_on=session.on if session else None,
            test_starts_at=session.starts_at if session else None,
            test_place=session.place if session else "",
            on=on,
            by=by,
        )
        visible = set(Journey.objects.visible_to(by).filter(pk__in=people).values_list("pk", flat=True))
        BatchEntry.objects.bulk_create(
            BatchEntry(batch=batch, journey_id=pk, expected=expected)
            for pk, expected in people.items()
            if pk in visible
        )
    return batch


def go_on(batch: SelectionBatch) -> SelectionBatch:
    """Carry out what is still to be done of a decision, in the name of who decided; each person exactly once."""
    decision = _decision_of(batch)
    for pk in list(batch.entries.filter(outcome=Outcome.WAITING).values_list("pk", flat=True)):
        _decide_one(batch, decision, pk)
    return batch


def _decision_of(batch: SelectionBatch) -> Decision:
    session = None
    if batch.test_on is not None:
        session = inviting.Session(on=batch.test_on, place=batch.test_place, starts_at=batch.test_starts_at)
    return Decision(batch.deed, batch.reason, batch.again_when or Again.NEXT_PROGRAMME, session)


def _decide_one(batch: SelectionBatch, decision: Decision, pk: int) -> None:
    """One person, in a transaction of their own. The row is locked: two who go on at once do not meet."""
    with transaction.atomic():
        entry = _locked(pk, Outcome.WAITING)
        if entry is None:
            return
        try:
            with transaction.atomic():
                made = _perform(batch, decision, entry)
        except Refused as refusal:
            _note(entry, Outcome.REFUSED, " ".join(refusal.sentences()))
        else:
            entry.event, entry.test = made.get("event"), made.get("test")
            entry.outcome = Outcome.DONE
            entry.save(update_fields=["event", "test", "outcome"])


def _locked(pk: int, outcome: str) -> BatchEntry | None:
    rows = BatchEntry.objects.select_for_update(of=("self",)).select_related("journey", "test")
    return rows.filter(pk=pk, outcome=outcome).first()


def _perform(batch: SelectionBatch, decision: Decision, entry: BatchEntry) -> "Made":
    journey, expected = entry.journey, entry.expected
    if not _fits(expected, journey, decision.deed, batch.on) and (found := gaps(journey, decision, on=batch.on)):
        raise Refused(found)
    return PERFORM[BatchDeed(decision.deed)](journey, decision, by=batch.by, on=batch.on, expected=expected)


# Each makes one row by which it can be taken back: an event in the ledger, or an invitation.
Made = dict[str, Any]


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
    """Undo the whole decision. Who was moved since is left where they are, and named; who waits is not moved any more.

    Pressed again after a break it goes on with the rest; when nothing is left it says that it was taken back.
    """
    on = on or timezone.localdate()
    marked = SelectionBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=timezone.now(), undone_by=by)
    words = gettext("Taken back before it was their turn.")
    batch.entries.filter(outcome=Outcome.WAITING).update(outcome=Outcome.LEFT, note=words)
    done = list(batch.entries.filter(outcome=Outcome.DONE).values_list("pk", flat=True))
    if not marked and not done:
        raise SomebodyWasFirst(Gap("taken_back", _("This decision was already taken back.")))
    for pk in done:
        with transaction.atomic():
            if (entry := _locked(pk, Outcome.DONE)) is None:
                continue
            try:
                with transaction.atomic():
                    _take_back_one(batch, entry, by, on)
            except Refused as refusal:
                _note(entry, Outcome.LEFT, " ".join(refusal.sentences()))
            else:
                _note(entry, Outcome.TAKEN_BACK)
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

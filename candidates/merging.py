"""Two records of one person become one, with nothing lost, and two again when that was a mistake.

The other record is not deleted. It keeps its NIK, so that nobody registers with it anew, its history and whatever the
person can have only once; everything else goes over to the record that goes on, and the `MergeRecord` says which rows
came from where. What becomes of each table stands in `merge_ways`.
"""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates import journey as journeys
from candidates import merge_plan, merge_ways
from candidates.enums import Again, CloseReason
from candidates.likeness import OWN
from candidates.merge_plan import Plan
from candidates.models import AccessLog, Candidate, Journey, MergeRecord, Resemblance
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

NO_WORD = Gap("no_word", _("Write how you know."))


def merge(
    keep: Candidate,
    gone: Candidate,
    *,
    by: "User",
    reason: str,
    take: Collection[str] = (),
    on: date | None = None,
) -> MergeRecord:
    """One person from now on: `keep` goes on with everything that `gone` has.

    `take` names what the person has from `gone` (see `merge_plan.CHOICES`). Where both had a registration under way
    the one that got further goes on. Raises `Refused` with everything that cannot be of one person.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        kept, other = _locked(keep, gone)
        pair = _pair(kept, other)
        gaps = [*_gaps_of_people(kept, other, by), *_gaps_of_pair(pair), *([] if reason.strip() else [NO_WORD])]
        plan = merge_plan.draw_up(kept, other, take)
        _refuse([*gaps, *plan.gaps])
        if plan.ends is not None:
            _end(plan, by)
        plan.carry_out()
        Candidate.objects.filter(pk=other.pk).update(merged_into=kept)
        record = MergeRecord.objects.create(
            kept=kept, gone=other, reason=reason.strip(), moved=plan.moved(), values=plan.values, ended=plan.ends, by=by
        )
        _decide(pair, kept, other, record)
        _log(record, AccessLog.MERGED, by)
        merge_ways.settle(Candidate.objects.get(pk=kept.pk), record, by=by, on=on)
        record.newest = merge_ways.newest()
        record.save(update_fields=["newest"])
    return record


def unmerge(record: MergeRecord, *, by: "User", reason: str, on: date | None = None) -> MergeRecord:
    """Two records again, each with the rows it had. What came since stays with the record that went on, or goes back
    with the registration that it belongs to (see `merge_since`).

    Raises `Refused` with everything that has changed since and cannot be put back without loss.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        kept, other = _locked(record.kept, record.gone)
        locked = MergeRecord.objects.select_for_update().get(pk=record.pk)
        _refuse_if_over(locked, kept, other)
        gaps = [] if reason.strip() else [NO_WORD]
        gaps += [OWN] if by.pk in {kept.user_id, other.user_id} else []
        _refuse([*gaps, *merge_plan.changed_since(locked)])
        merge_plan.put_back(locked)
        Candidate.objects.filter(pk=other.pk).update(merged_into=None, compared_at=None)
        if (ended := merge_plan.still_ended(locked)) is not None:
            journeys.reopen(ended, by=by, on=ended.registered_on, reason=gettext("Not registered twice after all."))
        locked.undone_by, locked.undone_at, locked.undone_reason = by, timezone.now(), reason.strip()
        locked.save(update_fields=["undone_by", "undone_at", "undone_reason"])
        _ask_again(locked)
        _log(locked, AccessLog.UNMERGED, by)
        for person in Candidate.objects.filter(pk__in=(kept.pk, other.pk)).order_by("pk"):
            merge_ways.settle(person, locked, by=by, on=on)
    record.refresh_from_db()
    return record


def plan(keep: Candidate, gone: Candidate, take: Collection[str] = (), *, by: "User") -> Plan:
    """What `merge` would do and what it would refuse, without changing anything."""
    with transaction.atomic():
        kept, other = _locked(keep, gone)
        found = merge_plan.draw_up(kept, other, take)
        found.gaps[:0] = [*_gaps_of_people(kept, other, by), *_gaps_of_pair(_pair(kept, other))]
    return found


def _locked(keep: Candidate, gone: Candidate) -> tuple[Candidate, Candidate]:
    """Both people in one order, so that two officers never wait for each other; then their journeys."""
    people = Candidate.objects.select_for_update().order_by("pk").in_bulk([keep.pk, gone.pk])
    if keep.pk == gone.pk:
        raise Refused(Gap("same_record", _("Choose two different records.")))
    list(Journey.objects.select_for_update().filter(candidate__in=people).order_by("pk"))
    return people[keep.pk], people[gone.pk]


def _gaps_of_people(kept: Candidate, gone: Candidate, by: "User") -> list[Gap]:
    gaps = [OWN] if by.pk in {kept.user_id, gone.user_id} else []
    if kept.erased_at or gone.erased_at:
        gaps.append(Gap("erased", _("The data of one of them were deleted; nothing is left to compare.")))
    if kept.merged_into_id or gone.merged_into_id:
        gaps.append(Gap("merged_already", _("One of these records was already merged with another one.")))
    return gaps


def _pair(one: Candidate, other: Candidate) -> Resemblance | None:
    first, second = sorted((one.pk, other.pk))
    return Resemblance.objects.select_for_update().filter(one=first, other=second).first()


def _gaps_of_pair(pair: Resemblance | None) -> list[Gap]:
    if pair is None or pair.decided_at is None:
        return []
    words = _("%(who)s decided about these two: “%(word)s”. Open the question again first.")
    return [Gap("decided", words % {"who": pair.decided_by, "word": pair.word})]


def _end(plan: Plan, by: "User") -> None:
    """Dated as the registration itself: on no day was this person there twice, so no figure counts them twice."""
    ends, goes_on = plan.ends, plan.goes_on
    assert ends is not None and goes_on is not None
    note = gettext("Registered twice, goes on as %(number)s.") % {"number": goes_on.registration_no}
    day = ends.registered_on
    journeys.close(ends, CloseReason.TWICE, by=by, on=day, note=note, again_when=Again.BY_OFFICER)


def _decide(pair: Resemblance | None, kept: Candidate, gone: Candidate, record: MergeRecord) -> None:
    if pair is None:
        one, other = sorted((kept, gone), key=lambda person: person.pk)
        pair = Resemblance.objects.create(one=one, other=other, signs=[])
    pair.decided_at, pair.decided_by, pair.word, pair.is_one = record.at, record.by, record.reason, True
    pair.save(update_fields=["decided_at", "decided_by", "word", "is_one"])


def _ask_again(record: MergeRecord) -> None:
    """Whether they are two is a question again; the officer who takes it back answers it in the queue."""
    pairs = Resemblance.objects.filter(Q(one=record.kept, other=record.gone) | Q(one=record.gone, other=record.kept))
    pairs.update(decided_at=None, decided_by=None, word="", is_one=False)


def _log(record: MergeRecord, what: str, by: "User") -> None:
    """Both people read it among the looks at their record."""
    AccessLog.objects.bulk_create(
        AccessLog(candidate_id=pk, by=by, what=what) for pk in (record.kept_id, record.gone_id)
    )


def _refuse_if_over(record: MergeRecord, kept: Candidate, gone: Candidate) -> None:
    if record.undone_at is not None:
        raise SomebodyWasFirst(Gap("undone", _("A colleague has already taken this back.")))
    if kept.erased_at or gone.erased_at:
        raise Refused(Gap("erased", _("The data of this person were deleted since, so nothing can be put back.")))
    later = MergeRecord.objects.live().filter(Q(kept=kept, pk__gt=record.pk) | Q(gone=kept)).first()
    if later is not None:
        words = _("The record was merged with another one since, on %(day)s. Take that back first.")
        raise Refused(Gap("merged_since", words % {"day": merge_plan.day_of(later)}))


def _refuse(gaps: list[Gap]) -> None:
    if gaps:
        raise Refused(gaps)

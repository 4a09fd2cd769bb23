"""What this person did last, with the way back where there still is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from candidates import admin_verbs
from candidates.enums import CloseReason, Deed, Outcome
from candidates.models import Journey, JourneyEvent, MergeRecord, SelectionBatch

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 5
FRESH = timedelta(hours=1)


@dataclass(frozen=True)
class Done:
    event: JourneyEvent
    can_undo: bool

    @property
    def name(self) -> str:
        return self.event.journey.candidate.name


@dataclass(frozen=True)
class Row:
    """A line of the desk: what was done, to whom, and where it is taken back (empty when it no longer can)."""

    at: datetime
    deed: object
    name: str
    url: str
    undo_url: str
    event: str = ""
    back_url: str = ""  # a page of its own that asks why, before it is taken back


def of(user: "User") -> list[Row]:
    """The last deeds of this person, single ones, decisions for many and joined records, the newest first."""
    rows = [*_single(user), *_for_many(user), *_joined(user)]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:SHOWN]


def _single(user: "User") -> list[Row]:
    newer = JourneyEvent.objects.filter(journey=OuterRef("journey"), pk__gt=OuterRef("pk"))
    events = (
        JourneyEvent.objects.filter(by=user, batch_entry=None, journey__in=Journey.objects.visible_to(user))
        .exclude(deed=Deed.CLOSED, journey__closed_reason=CloseReason.TWICE)  # told with the records that were joined
        .select_related("journey__candidate")
        .annotate(is_last=~Exists(newer))[:SHOWN]
    )
    return [_row_of(event, event.is_last and admin_verbs.verb_to_undo(event, user) is not None) for event in events]


def _row_of(event: JourneyEvent, can_undo: bool) -> Row:
    return Row(
        at=timezone.localtime(event.at),
        deed=event.get_stage_display() if event.deed == Deed.REACHED else str(event),
        name=event.journey.candidate.name,
        url=reverse("admin:candidates_journey_change", args=[event.journey_id]),
        undo_url=reverse("admin:candidates_journey_undo", args=[event.journey_id]) if can_undo else "",
        event=str(event.pk),
    )


def _for_many(user: "User") -> list[Row]:
    if not user.has_perm("candidates.select_journey"):
        return []
    batches = SelectionBatch.objects.filter(by=user, undone_at=None).annotate(
        done=Count("entries", filter=Q(entries__outcome=Outcome.DONE))
    )[:SHOWN]
    return [
        Row(
            at=timezone.localtime(batch.at),
            deed=batch.get_deed_display(),
            name=ngettext("%(n)s person", "%(n)s people", batch.done) % {"n": batch.done},
            url=reverse("admin:candidates_batch", args=[batch.pk]),
            undo_url=reverse("admin:candidates_batch_undo", args=[batch.pk])
            if not batch.undone_at and batch.done
            else "",
        )
        for batch in batches
    ]


def _joined(user: "User") -> list[Row]:
    if not user.has_perm("candidates.compare_people"):
        return []
    merges = MergeRecord.objects.live().filter(by=user).select_related("kept")[:SHOWN]
    return [
        Row(
            at=timezone.localtime(merge.at),
            deed=gettext("Two records joined"),
            name=merge.kept.name,
            url=reverse("admin:candidates_mergerecord_change", args=[merge.pk]),
            undo_url="",
            back_url=reverse("admin:candidates_unmerge", args=[merge.pk]),
        )
        for merge in merges
    ]


def just_now(journey: Journey, user: "User") -> Done | None:
    """The deed that this person has just done on this journey, if it is still the last one."""
    event = journey.events.select_related("journey__candidate").first()
    if event is None or event.by_id != user.pk or timezone.now() - event.at > FRESH:
        return None
    return Done(event, admin_verbs.verb_to_undo(event, user) is not None)

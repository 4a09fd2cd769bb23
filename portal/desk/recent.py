"""What this person did last, with the way back where there still is one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from candidates import admin_verbs
from candidates.enums import Deed, Outcome
from candidates.models import Journey, JourneyEvent, MergeRecord, SelectionBatch
from portal.desk import ledgers

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

    @property
    def words(self) -> str:
        return self.event.get_stage_display() if self.event.deed == Deed.REACHED else str(self.event)


@dataclass(frozen=True)
class Row:
    """A line of the desk: what was done, to whom, and where it is taken back (empty when it no longer can)."""

    at: datetime
    deed: object
    name: str
    url: str
    undo_url: str
    field: str = "event"  # what the button sends, and under which name
    event: str = ""
    back_url: str = ""  # a page of its own that asks why, before it is taken back

    @property
    def when(self) -> str:
        """The hour for what was done today, else the day."""
        if self.at.date() == timezone.localdate():
            return date_format(self.at, "H.i")
        return date_format(self.at, "j F" if self.at.year == timezone.localdate().year else "j F Y")


def of(user: "User") -> list[Row]:
    """The last deeds of this person, those of each ledger, decisions for many and joined records, the newest first."""
    rows = [*_single(user), *_for_many(user), *_joined(user)]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:SHOWN]


def _single(user: "User") -> list[Row]:
    return [_row_of(entry, user) for entry in ledgers.last(user)[:SHOWN]]


def _row_of(entry: ledgers.Entry, user: "User") -> Row:
    undo_url, field, value = ledgers.way_back(entry, user)
    return Row(
        at=timezone.localtime(entry.at),
        deed=ledgers.in_words(entry),
        name=ledgers.whose(entry),
        url=ledgers.page(entry),
        undo_url=undo_url,
        field=field,
        event=value,
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


# What was taken back is no deed that was done.
TAKEN_BACK = {Deed.UNDONE, Deed.UNSEATED, Deed.STAYED}


def just_now(journey: Journey, user: "User") -> Done | None:
    """The deed that this person has just done on this journey, if it is still the last one."""
    event = journey.events.select_related("journey__candidate").first()
    if event is None or event.deed in TAKEN_BACK or event.by_id != user.pk or timezone.now() - event.at > FRESH:
        return None
    return Done(event, admin_verbs.verb_to_undo(event, user) is not None)

"""The morning: who was up at 05:00 and who stood at the briefing at 07:30. Everybody is there unless it is tapped."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from core.refusal import Gap, Refused, SomebodyWasFirst
from training import discipline
from training.enums import RollKind, RollMark
from training.leaves import away
from training.models import DisciplineEvent, DisciplineKind, Enrolment, RollCall, RollChange, RollEntry, TrainingClass
from training.reasons import clean_reason
from training.sheet import Seat, Sheet, read_sheet

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Taken:
    """What was saved: of how many trainees, when, and how many marks differ from what stood before."""

    people: int
    at: datetime
    version: int
    corrections: int


@dataclass(frozen=True)
class Roll:
    """One roll as it is on file: the sheet of the day, the marks, who took it, who is on approved leave."""

    sheet: Sheet
    kind: RollKind
    call: RollCall | None
    marks: Mapping[int, str]
    away: frozenset[int] = frozenset()

    @property
    def version(self) -> int:
        return self.call.version if self.call else 0

    def expected(self, seat: Seat) -> str:
        """What stands behind a name before anybody taps it."""
        return RollMark.EXCUSED.value if seat.journey_id in self.away else RollMark.PRESENT.value

    def on_leave(self) -> list[int]:
        """Enrolments, as a page keeps them: it may lie on a device for hours before it is saved."""
        return [seat.enrolment_id for seat in self.sheet.seats if seat.journey_id in self.away]

    def leave_since(self, marks: Mapping[int, str], seen: Collection[int]) -> frozenset[int]:
        """Whose leave was approved or taken back since a page that showed `seen` as on leave, and whose mark would
        now be written unseen: it is neither what is expected now nor what is on file already."""
        return frozenset(
            seat.enrolment_id
            for seat in self.sheet.seats
            if (seat.journey_id in self.away) != (seat.enrolment_id in seen)
            and marks.get(seat.enrolment_id, self.expected(seat))
            not in (self.expected(seat), self.marks.get(seat.enrolment_id))
        )


def read_roll(training_class: TrainingClass, day: date, kind: RollKind) -> Roll | None:
    """The roll of one class, morning and moment; None when the class is gone."""
    sheet = read_sheet(training_class, day)
    if sheet is None:
        return None
    here = {"day": day, "kind": kind}
    call = RollCall.objects.filter(training_class=training_class, **here).select_related("taken_by").first()
    seats = [seat.enrolment_id for seat in sheet.seats]
    marks = RollEntry.objects.filter(enrolment__in=seats, **here).values_list("enrolment_id", "mark")
    on_leave = away([seat.journey_id for seat in sheet.seats], day)
    return Roll(sheet, kind, call, dict(marks), frozenset(on_leave))


def take_roll(
    training_class: TrainingClass,
    day: date,
    kind: RollKind,
    marks: Mapping[int, str],
    *,
    by: "User",
    version: int | None = None,
    on_leave: Collection[int] | None = None,
    now: datetime | None = None,
    reason: str = "",
) -> Taken:
    """Save a mark for everybody of the class; who is not named is present, or excused while on leave.

    A changed mark keeps what stood before. Late and not there are recorded as breaking a rule of the house, and a
    mark that is put right takes that back.

    `version` is the roll that was on the screen (0: nobody had taken it), `on_leave` are the enrolments that it showed
    as excused; None takes whatever is there. Raises `Refused` for a day without class and for a late one without
    `reason`, `SomebodyWasFirst` when another person saved other marks or decided about a leave since.
    """
    now, reason = now or timezone.now(), clean_reason(reason)
    roll = read_roll(training_class, day, kind)
    if roll is None:
        raise Refused(Gap("no_class", _("This class does not exist any more.")))
    wanted = _checked(roll, marks, reason, timezone.localdate(now))
    with transaction.atomic():
        call = _locked_call(roll, by=by, now=now)
        before = _marks_now(roll)
        if version not in (None, call.version):
            if before == wanted:  # its own answer got lost on the way: it is on file already, once
                return Taken(len(wanted), call.taken_at, call.version, 0)
            raise SomebodyWasFirst(_changed_since(call))
        if on_leave is not None and (news := replace(roll, marks=before).leave_since(wanted, on_leave)):
            raise SomebodyWasFirst(_leave_since(roll, news))
        _next_version(call, by=by, now=now, reason=reason)
        changed = {seat: mark for seat, mark in wanted.items() if before.get(seat) != mark}
        _write(roll, before, changed, by=by, now=now, reason=reason)
        _discipline(roll, changed, by=by, now=now)
    return Taken(len(wanted), now, call.version, len(changed.keys() & before.keys()))


def _checked(roll: Roll, marks: Mapping[int, str], reason: str, today: date) -> dict[int, str]:
    refusal = roll.sheet.refusal(today)
    if refusal:
        raise Refused(refusal)
    if roll.sheet.is_late(today) and not reason:
        raise Refused(Gap("reason_missing", _("Write why this roll is entered or changed only now.")))
    seats = {seat.enrolment_id for seat in roll.sheet.seats}
    if not seats:
        raise Refused(Gap("nobody", _("Nobody sits in this class on that day.")))
    if marks.keys() - seats:
        raise Refused(
            Gap("sheet_changed", _("The class list has changed since this page was opened. Check and save again."))
        )
    if set(marks.values()) - set(RollMark.values):
        raise Refused(Gap("mark_unknown", _("Choose present, late, not there or excused.")))
    return {seat.enrolment_id: marks.get(seat.enrolment_id, roll.expected(seat)) for seat in roll.sheet.seats}


def _locked_call(roll: Roll, *, by: "User", now: datetime) -> RollCall:
    here = {"training_class": roll.sheet.training_class, "day": roll.sheet.day, "kind": roll.kind}
    first = {"taken_by": by, "taken_at": now, "version": 0}
    calls = RollCall.objects.select_for_update(of=("self",)).select_related("taken_by")
    return calls.get_or_create(**here, defaults=first)[0]


def _changed_since(call: RollCall) -> Gap:
    said = {"who": call.taken_by, "time": time_format(timezone.localtime(call.taken_at))}
    changed = _("%(who)s saved this roll at %(time)s. Your taps are still here: compare them, then save again.")
    return Gap("roll_changed", changed % said)


def _leave_since(roll: Roll, news: Collection[int]) -> Gap:
    names = [seat.name for seat in roll.sheet.seats if seat.enrolment_id in news]
    words = _(
        "Since this page was opened, the leave of %(names)s was approved or taken back. Look there, then save again."
    )
    return Gap("leave_since", words % {"names": ", ".join(names)})


def _next_version(call: RollCall, *, by: "User", now: datetime, reason: str) -> None:
    call.version, call.taken_by, call.taken_at = call.version + 1, by, now
    call.late_reason = reason or call.late_reason
    call.save(update_fields=["version", "taken_by", "taken_at", "late_reason"])


def _marks_now(roll: Roll) -> dict[int, str]:
    """Read again under the lock: another save may have ended since the roll was read."""
    seats = [seat.enrolment_id for seat in roll.sheet.seats]
    here = RollEntry.objects.filter(enrolment__in=seats, day=roll.sheet.day, kind=roll.kind)
    return dict(here.values_list("enrolment_id", "mark"))


def _write(
    roll: Roll, before: Mapping[int, str], changed: Mapping[int, str], *, by: "User", now: datetime, reason: str
) -> None:
    here = {"day": roll.sheet.day, "kind": roll.kind}
    RollChange.objects.bulk_create(
        RollChange(enrolment_id=seat, old=before[seat], new=mark, by=by, at=now, reason=reason, **here)
        for seat, mark in changed.items()
        if seat in before
    )
    RollEntry.objects.bulk_create(
        [
            RollEntry(enrolment_id=seat, mark=mark, entered_by=by, entered_at=now, **here)
            for seat, mark in changed.items()
        ],
        update_conflicts=True,
        unique_fields=["enrolment", "day", "kind"],
        update_fields=["mark", "entered_by", "entered_at"],
    )


# The rules of the house that a roll speaks of, by their codes. Where one is missing or not in use, nothing is recorded.
RULES = {RollKind.WAKE_UP: "late_wake_up", RollKind.BRIEFING: "late_briefing"}
BROKEN = frozenset({RollMark.LATE.value, RollMark.ABSENT.value})


def _discipline(roll: Roll, changed: Mapping[int, str], *, by: "User", now: datetime) -> None:
    day, rule = roll.sheet.day, DisciplineKind.objects.filter(slug=RULES[roll.kind]).first()
    if rule is None:
        return
    events = DisciplineEvent.objects.counting().filter(enrolment__in=changed, kind=rule, day=day)
    on_record = {event.enrolment_id: event for event in events}
    broke = [seat for seat, mark in changed.items() if mark in BROKEN and seat not in on_record]
    for seat in Enrolment.objects.filter(pk__in=broke if rule.is_active else []):
        discipline.record(seat, rule, by=by, on=day, at=now)
    for seat_id, event in on_record.items():
        if changed[seat_id] not in BROKEN:
            discipline.withdraw(event, by=by, reason=str(_("The roll was put right.")), at=now)


def missed(enrolments: Iterable[int], first: date, last: date) -> QuerySet[RollEntry]:
    """Late and not there, from `first` to `last`, for whoever counts them; excused is neither."""
    here = {"enrolment__in": list(enrolments), "day__range": (first, last)}
    return RollEntry.objects.filter(**here, mark__in=[RollMark.LATE, RollMark.ABSENT]).order_by("day", "kind")

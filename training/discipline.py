"""Breaking a rule of the house: recorded, taken back, and the talk that follows from a limit reached."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.refusal import Gap, Refused, SomebodyWasFirst
from training.models import DisciplineEvent, DisciplineKind, DisciplineThreshold, DisciplineWarning, Enrolment
from training.reasons import clean_reason

if TYPE_CHECKING:
    from accounts.models import User


def record(
    enrolment: Enrolment,
    kind: DisciplineKind,
    *,
    by: "User",
    on: date | None = None,
    note: str = "",
    at: datetime | None = None,
) -> DisciplineEvent:
    """Record that this trainee broke that rule on that day; every limit it reaches opens a warning.

    Once a day and rule: `SomebodyWasFirst` when it is on record already, so a second tap counts nothing.
    """
    at = at or timezone.now()
    today = timezone.localdate(at)
    on = on or today
    with transaction.atomic():
        # Two events of one trainee queue up here, so that a limit is seen by exactly one of them.
        locked = Enrolment.objects.select_for_update(of=["self"]).select_related("journey").get(pk=enrolment.pk)
        gaps = _gaps(locked, kind, on, today)
        if gaps:
            raise Refused(gaps)
        first = locked.discipline_events.counting().filter(kind=kind, day=on).select_related("by").first()
        if first is not None:
            words = {"who": first.by, "what": kind.name, "day": date_format(on)}
            raise SomebodyWasFirst(
                Gap("already_recorded", _("%(who)s already recorded “%(what)s” for %(day)s.") % words)
            )
        before = locked.discipline_events.sum_of_points()
        event = DisciplineEvent.objects.create(
            enrolment=locked, kind=kind, day=on, points=kind.points, note=clean_reason(note), by=by, at=at
        )
        _open_warnings(locked, before, before + kind.points, on)
    return event


def withdraw(event: DisciplineEvent, *, by: "User", reason: str, at: datetime | None = None) -> DisciplineEvent:
    """Take an event back; it stays readable and costs nothing any more. A warning it had opened falls away."""
    reason = clean_reason(reason)
    if not reason:
        raise Refused(Gap("reason_missing", _("Write why it is taken back.")))
    with transaction.atomic():
        seat = Enrolment.objects.select_for_update().get(pk=event.enrolment_id)
        locked = DisciplineEvent.objects.select_for_update().get(pk=event.pk)
        if locked.withdrawn_at is not None:
            raise SomebodyWasFirst(Gap("already_withdrawn", _("This was already taken back.")))
        now = at or timezone.now()
        locked.withdrawn_at, locked.withdrawn_by, locked.withdrawn_reason = now, by, reason
        locked.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
        points = seat.discipline_events.sum_of_points()
        fallen = seat.discipline_warnings.open().filter(threshold__points__gt=points)
        fallen.update(settled_at=now, settled_by=by, outcome=str(_("Fell away: an event was taken back.")))
    return locked


def settle(warning: DisciplineWarning, *, by: "User", outcome: str, at: datetime | None = None) -> DisciplineWarning:
    """The talk was held: what was agreed with the trainee."""
    outcome = clean_reason(outcome)
    if not outcome:
        raise Refused(Gap("outcome_missing", _("Write what was agreed with the trainee.")))
    with transaction.atomic():
        locked = DisciplineWarning.objects.select_for_update().get(pk=warning.pk)
        if locked.settled_at is not None:
            raise SomebodyWasFirst(Gap("already_settled", _("This warning was already settled.")))
        locked.settled_at, locked.settled_by, locked.outcome = at or timezone.now(), by, outcome
        locked.save(update_fields=["settled_at", "settled_by", "outcome"])
    return locked


def reopen(warning: DisciplineWarning) -> DisciplineWarning:
    """Undo `settle`. Refused once the points no longer reach the limit."""
    with transaction.atomic():
        seat = Enrolment.objects.select_for_update().get(pk=warning.enrolment_id)
        locked = DisciplineWarning.objects.select_for_update().select_related("threshold").get(pk=warning.pk)
        if locked.settled_at is None or seat.discipline_events.sum_of_points() < locked.threshold.points:
            raise Refused(Gap("not_settled", _("This warning cannot be opened again.")))
        if seat.discipline_warnings.open().filter(threshold=locked.threshold).exists():
            raise Refused(Gap("open_already", _("A warning for this limit is already open.")))
        locked.settled_at, locked.settled_by, locked.outcome = None, None, ""
        locked.save(update_fields=["settled_at", "settled_by", "outcome"])
    return locked


def points_of(enrolments: Iterable[int]) -> dict[int, int]:
    """Enrolment → points that count, in one query; whoever has none is left out."""
    rows = DisciplineEvent.objects.counting().filter(enrolment__in=list(enrolments)).order_by()
    return dict(rows.values("enrolment").annotate(sum=Sum("points")).values_list("enrolment", "sum"))


def _gaps(enrolment: Enrolment, kind: DisciplineKind, on: date, today: date) -> list[Gap]:
    gaps = []
    if on > today:
        gaps.append(Gap("future", _("%(day)s has not come yet.") % {"day": date_format(on)}))
    if not enrolment.covers(on):
        gaps.append(Gap("not_in_class", _("This trainee was not in this class on that day.")))
    if not kind.is_active:
        gaps.append(Gap("rule_not_in_use", _("“%(what)s” is no longer in use.") % {"what": kind.name}))
    return gaps


def _open_warnings(enrolment: Enrolment, before: int, after: int, on: date) -> None:
    """One for each limit that lies between: a second event above the same limit opens nothing."""
    reached = DisciplineThreshold.objects.filter(points__gt=before, points__lte=after)
    known = enrolment.discipline_warnings.open().values("threshold")
    DisciplineWarning.objects.bulk_create(
        DisciplineWarning(enrolment=enrolment, threshold=threshold, points=after, opened_on=on)
        for threshold in reached.exclude(pk__in=known)
    )

"""Somebody else takes the class for an evening or a few. They see it on those evenings and on no other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, has_role
from core.refusal import Gap, Refused, SomebodyWasFirst
from training.models import ClassTrainer, TrainingClass

if TYPE_CHECKING:
    from accounts.models import User

LONGEST = 31  # days; for longer the office names a trainer of the class


@dataclass(frozen=True)
class Teaching:
    """Who teaches a class on one day: its own trainers, and the replacements."""

    rows: Sequence[ClassTrainer]

    @property
    def replacements(self) -> list[ClassTrainer]:
        return [row for row in self.rows if row.is_replacement]

    def is_only_a_replacement(self, user: "User") -> bool:
        mine = [row for row in self.rows if row.user_id == user.pk]
        return bool(mine) and all(row.is_replacement for row in mine)


def teaching(training_class: TrainingClass, day: date) -> Teaching:
    rows = ClassTrainer.objects.filter(training_class=training_class).between(day, day)
    return Teaching(list(rows.select_related("user", "handed_over_by")))


def hand_over(
    training_class: TrainingClass, *, to: "User", first: date, last: date, by: "User", on: date | None = None
) -> ClassTrainer:
    """Give the class to `to` from `first` to `last`. Its own trainers keep it too; who entered what stays readable."""
    gaps = _gaps(training_class, to, first, last, on or timezone.localdate())
    if gaps:
        raise Refused(gaps)
    with transaction.atomic():
        # Two people who hand over at once queue up here, so that nobody gets the same evening twice.
        TrainingClass.objects.select_for_update(of=("self",)).get(pk=training_class.pk)
        taught = ClassTrainer.objects.filter(training_class=training_class, user=to).between(first, last).first()
        if taught is not None:
            raise SomebodyWasFirst(Gap("already_theirs", _("%(who)s already has this class then.") % {"who": to}))
        return ClassTrainer.objects.create(
            training_class=training_class, user=to, from_on=first, to_on=last, handed_over_by=by
        )


def take_back(row: ClassTrainer, *, by: "User", on: date | None = None) -> None:
    """End a hand-over: what has not begun falls away, what has begun ends with the day before."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = ClassTrainer.objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
        if locked is None or not locked.is_replacement or (locked.to_on and locked.to_on < on):
            raise SomebodyWasFirst(Gap("over", _("This hand-over is over already.")))
        if locked.from_on >= on:
            locked.delete()
        else:
            locked.to_on = on - timedelta(days=1)
            locked.save(update_fields=["to_on"])


def _gaps(training_class: TrainingClass, to: "User", first: date, last: date, on: date) -> list[Gap]:
    gaps = []
    if not to.is_active or not has_role(to, Role.TRAINER):
        gaps.append(Gap("no_trainer", _("%(who)s is no trainer.") % {"who": to}))
    if first < on:
        gaps.append(
            Gap("past", _("%(day)s is over. A class is handed over before the evening.") % {"day": date_format(first)})
        )
    if last < first:
        gaps.append(Gap("days_in_order", _("The last evening lies before the first.")))
    elif (last - first).days >= LONGEST:
        gaps.append(
            Gap("too_long", _("At most %(days)s days. For longer the office names a trainer.") % {"days": LONGEST})
        )
    if not training_class.starts_on <= first <= last <= training_class.ends_on and last >= first:
        limits = {"first": date_format(training_class.starts_on), "last": date_format(training_class.ends_on)}
        words = {"class": training_class.name, **limits}
        gaps.append(Gap("outside_class", _("%(class)s runs from %(first)s to %(last)s.") % words))
    return gaps

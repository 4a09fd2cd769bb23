"""Who was up at 05:00 and at the briefing of 07:30: a roll for each moment, one mark for each trainee."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.enums import RollKind, RollMark
from training.models.classes import Enrolment, TrainingClass


class RollCall(models.Model):
    """That a class was counted. `version` grows with each save, so that nobody overwrites what they never saw."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="rolls", verbose_name=_("class"))
    day = models.DateField(_("day"))
    kind = models.CharField(_("moment"), max_length=10, choices=RollKind)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    taken_at = models.DateTimeField(_("entered"))
    version = models.PositiveIntegerField(_("version"), default=1)
    late_reason = models.CharField(_("reason for the late entry"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("roll of a morning")
        verbose_name_plural = _("rolls of a morning")
        ordering = ["-day", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "day", "kind"],
                name="one_roll_per_class_day_and_moment",
                violation_error_message=_("This roll was already taken."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RollKind.values),
                name="roll_is_wake_up_or_briefing",
                violation_error_message=_("A roll is taken at the wake-up or at the briefing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id} {self.day:%Y-%m-%d} {self.kind}"


class RollEntry(models.Model):
    """One trainee in one roll."""

    enrolment = models.ForeignKey(  # its index is the beginning of the unique one
        Enrolment, models.PROTECT, db_index=False, related_name="roll_entries", verbose_name=_("enrolment")
    )
    day = models.DateField(_("day"))
    kind = models.CharField(_("moment"), max_length=10, choices=RollKind)
    mark = models.CharField(_("mark"), max_length=10, choices=RollMark)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("mark of a morning")
        verbose_name_plural = _("marks of a morning")
        ordering = ["-day", "kind", "enrolment"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "day", "kind"],
                name="one_mark_per_trainee_day_and_moment",
                violation_error_message=_("This trainee already has a mark for this morning."),
            ),
            models.CheckConstraint(
                condition=Q(mark__in=RollMark.values, kind__in=RollKind.values),
                name="roll_mark_is_a_known_word",
                violation_error_message=_("Choose present, late, not there or excused."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day:%Y-%m-%d} {self.kind}: {self.mark}"


class RollChange(models.Model):
    """A corrected mark, as in a paper ledger. Written in the transaction that changed it."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, db_index=False, related_name="roll_changes", verbose_name=_("enrolment")
    )
    day = models.DateField(_("day"))
    kind = models.CharField(_("moment"), max_length=10, choices=RollKind)
    old = models.CharField(_("before"), max_length=10, choices=RollMark)
    new = models.CharField(_("after"), max_length=10, choices=RollMark)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("changed"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("corrected mark of a morning")
        verbose_name_plural = _("corrected marks of a morning")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["enrolment", "day"], name="rollchange_of_trainee_day")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day:%Y-%m-%d} {self.kind}: {self.old} → {self.new}"

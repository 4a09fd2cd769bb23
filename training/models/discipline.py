"""What the rules of the house cost, what happened, and what follows from it. The lists are data that staff may edit."""

from typing import Self

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import history
from training.models.classes import Enrolment


class DisciplineKindQuerySet(models.QuerySet["DisciplineKind"]):
    def in_use(self) -> Self:
        return self.filter(is_active=True)


@history.kept("DisciplineKindHistory")
class DisciplineKind(models.Model):
    """One rule of the house, and how many points it costs to break it."""

    slug = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=60, help_text=_("As the trainee reads it: “Terlambat bangun 05.00”."))
    points = models.PositiveSmallIntegerField(_("points"), validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Off: no longer offered. What was recorded stays and counts.")
    )

    objects = DisciplineKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("rule of the house")
        verbose_name_plural = _("rules of the house")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=1),
                name="discipline_kind_costs_a_point",
                violation_error_message=_("A rule costs at least one point. To stop using it, switch it off."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history.kept("DisciplineThresholdHistory")
class DisciplineThreshold(models.Model):
    """From so many points on, somebody talks with the trainee."""

    points = models.PositiveSmallIntegerField(
        _("points"),
        unique=True,
        validators=[MinValueValidator(1)],
        error_messages={"unique": _("There is already a limit at this number of points.")},
    )
    name = models.CharField(_("name"), max_length=60, help_text=_("For example “Teguran lisan”."))
    meaning = models.CharField(
        _("what follows"), max_length=200, help_text=_("One sentence that the trainee reads on their page.")
    )

    class Meta:
        verbose_name = _("discipline limit")
        verbose_name_plural = _("discipline limits")
        ordering = ["points"]
        constraints = [
            models.CheckConstraint(
                condition=Q(points__gte=1),
                name="discipline_limit_above_zero",
                violation_error_message=_("A limit lies at one point or more."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class DisciplineEventQuerySet(models.QuerySet["DisciplineEvent"]):
    def counting(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def sum_of_points(self) -> int:
        return self.counting().aggregate(sum=Sum("points"))["sum"] or 0


class DisciplineEvent(models.Model):
    """A rule was broken on that day. Taken back it stays readable, with who took it back and why."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="discipline_events", verbose_name=_("enrolment")
    )
    kind = models.ForeignKey(DisciplineKind, models.PROTECT, related_name="events", verbose_name=_("rule of the house"))
    day = models.DateField(_("day"))
    points = models.PositiveSmallIntegerField(
        _("points"), help_text=_("What the rule cost then; a later change of the rule changes nothing here.")
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("recorded"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    withdrawn_reason = models.CharField(_("why it was taken back"), max_length=200, blank=True)

    objects = DisciplineEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("discipline event")
        verbose_name_plural = _("discipline events")
        ordering = ["-day", "-id"]
        permissions = [("record_discipline", _("Can record discipline events"))]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "kind", "day"],
                condition=Q(withdrawn_at=None),
                name="one_discipline_event_per_rule_and_day",
                violation_error_message=_("This is already on record for that day."),
            ),
            models.CheckConstraint(
                condition=Q(points__gte=1),
                name="discipline_event_costs_a_point",
                violation_error_message=_("An event costs at least one point."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="discipline_withdrawn_with_a_reason",
                violation_error_message=_("Write why it is taken back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day:%Y-%m-%d} {self.kind_id}"


class DisciplineWarningQuerySet(models.QuerySet["DisciplineWarning"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)


class DisciplineWarning(models.Model):
    """A limit was reached: the office talks with the trainee and writes down what came of it."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="discipline_warnings", verbose_name=_("enrolment")
    )
    threshold = models.ForeignKey(
        DisciplineThreshold, models.PROTECT, related_name="warnings", verbose_name=_("discipline limit")
    )
    points = models.PositiveSmallIntegerField(_("points reached"))
    opened_on = models.DateField(_("since"))
    opened_at = models.DateTimeField(_("recorded"), default=timezone.now)
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("settled by")
    )
    outcome = models.CharField(_("what came of it"), max_length=200, blank=True)

    objects = DisciplineWarningQuerySet.as_manager()

    class Meta:
        verbose_name = _("discipline warning")
        verbose_name_plural = _("discipline warnings")
        ordering = ["opened_on", "id"]
        permissions = [("settle_warning", _("Can settle discipline warnings"))]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "threshold"],
                condition=Q(settled_at=None),
                name="one_open_warning_per_limit",
                violation_error_message=_("A warning for this limit is already open."),
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, outcome="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(outcome="")),
                name="warning_settled_with_an_outcome",
                violation_error_message=_("Write what was agreed with the trainee."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} ≥ {self.threshold_id}"

"""Days on which a trainee may be away: asked, decided, and the photo of the paper for it."""

from datetime import date
from typing import TYPE_CHECKING, Self
from uuid import uuid4

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, roles_of
from candidates.models import Journey, Programme
from candidates.models.person import OFFICE
from core import history
from training.enums import LeaveKind, LeaveState
from training.models.calendar import RuleQuerySet
from training.models.classes import Enrolment, TrainingClass

if TYPE_CHECKING:
    from accounts.models import User

DAYS = Func("from_on", "to_on", Value("[]"), function="daterange", output_field=DateRangeField())


class LeaveRequestQuerySet(models.QuerySet["LeaveRequest"]):
    def visible_to(self, user: "User", on: date | None = None) -> Self:
        """The offices all; a trainer those of the people in their own classes on that day; others none."""
        if user.is_superuser or not OFFICE.isdisjoint(roles_of(user)):
            return self
        if Role.TRAINER not in roles_of(user):
            return self.none()
        mine = Enrolment.objects.filter(
            journey=OuterRef("journey"),
            training_class__in=TrainingClass.objects.visible_to(user, on, replacements=False),
        )
        return self.filter(Exists(mine))

    def waiting(self) -> Self:
        return self.filter(state=LeaveState.WAITING)

    def approved(self) -> Self:
        return self.filter(state=LeaveState.APPROVED)

    def between(self, first: date, last: date) -> Self:
        return self.filter(from_on__lte=last, to_on__gte=first)


class LeaveRequest(models.Model):
    """Sick or permitted leave from a day to a day. Once approved its days count for nobody's average."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="leave_requests", verbose_name=_("journey"))
    kind = models.CharField(_("kind"), max_length=5, choices=LeaveKind)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=200)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("written by"),
        help_text=_("Empty when the trainee asked themselves."),
    )
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    state = models.CharField(_("state"), max_length=8, choices=LeaveState, default=LeaveState.WAITING)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True)

    objects = LeaveRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave request")
        verbose_name_plural = _("leave requests")
        ordering = ["-from_on", "-id"]
        permissions = [("decide_leave", _("Can decide leave requests"))]
        indexes = [models.Index(fields=["asked_at"], name="leave_waiting", condition=Q(state="waiting"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")),
                name="leave_ends_after_it_begins",
                violation_error_message=_("The last day of leave lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="leave_has_a_reason",
                violation_error_message=_("Write what the leave is for."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "dropped"], decided_at=None, decided_by=None, answer="")
                | Q(state__in=["approved", "refused"], decided_at__isnull=False, decided_by__isnull=False),
                name="leave_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused", answer=""),
                name="leave_refused_with_a_reason",
                violation_error_message=_("Write why the leave is refused; the trainee reads it."),
            ),
            ExclusionConstraint(
                name="one_leave_at_a_time",
                expressions=[("journey", RangeOperators.EQUAL), (DAYS, "&&")],
                condition=Q(state__in=["waiting", "approved"]),
                violation_error_message=_("There is already a request for one of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.from_on:%Y-%m-%d}–{self.to_on:%Y-%m-%d}"


@history.kept("LeaveRuleHistory")
class LeaveRule(models.Model):
    """How long a leave may be and how long afterwards it may be asked for, from a day on."""

    LONGEST, LATER = 31, 14

    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme"),
        help_text=_("Empty: for every programme that has no rule of its own."),
    )
    valid_from = models.DateField(_("valid from"))
    longest = models.PositiveSmallIntegerField(
        _("longest leave, in days"),
        default=LONGEST,
        validators=[MinValueValidator(1)],
        help_text=_("Longer is no leave any more: the office talks with the trainee."),
    )
    later = models.PositiveSmallIntegerField(
        _("days to ask afterwards"),
        default=LATER,
        help_text=_(
            "So many days after its first day a leave may still be asked for, for example with a doctor's letter."
        ),
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave rule")
        verbose_name_plural = _("leave rules")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "valid_from"],
                nulls_distinct=False,
                name="one_leave_rule_per_programme_and_day",
                violation_error_message=_("There is already a rule from this day on. Change that one."),
            ),
            models.CheckConstraint(
                condition=Q(longest__gte=1),
                name="leave_of_a_day_at_least",
                violation_error_message=_("A leave lasts a day at least."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.longest} / {self.later} ≥ {self.valid_from:%Y-%m-%d}"


def anonymous_path(paper: "LeavePaper", filename: str) -> str:
    """Where a photo lies: nothing in it says whose it is or what."""
    name = uuid4().hex
    return f"leave/{name[:2]}/{name}.jpg"


class LeavePaperQuerySet(models.QuerySet["LeavePaper"]):
    def visible_to(self, user: "User", on: date | None = None) -> Self:
        """A paper about health opens for the offices only; any other also for the trainer of the class."""
        papers = self.filter(leave__in=LeaveRequest.objects.visible_to(user, on))
        if user.is_superuser or not OFFICE.isdisjoint(roles_of(user)):
            return papers
        return papers.exclude(leave__kind=LeaveKind.SICK)


class LeavePaper(models.Model):
    """The photo of a doctor's letter, an invitation and the like. Never changed."""

    leave = models.ForeignKey(LeaveRequest, models.CASCADE, related_name="papers", verbose_name=_("leave request"))
    file = models.FileField(_("file"), upload_to=anonymous_path, max_length=60)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)

    objects = LeavePaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper for a leave")
        verbose_name_plural = _("papers for a leave")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["leave", "sha256"], name="each_photo_once_a_leave"),
        ]

    def __str__(self) -> str:
        return f"{self.leave_id}/{self.pk}"

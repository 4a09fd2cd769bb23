"""The way from an offer to the aeroplane: which papers, in which order, and whose turn it is."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Journey, Scheme
from core import history
from placements.enums import Owner, StepMilestone

if TYPE_CHECKING:
    from accounts.models import User


@history.kept("StepKindHistory")
class StepKind(models.Model):
    slug = models.SlugField(primary_key=True, max_length=30)
    name = models.CharField(_("name"), max_length=80, help_text=_("As everybody calls it, for example “COE”."))
    owner = models.CharField(_("whose turn"), max_length=10, choices=Owner)
    milestone = models.CharField(
        _("milestone"),
        max_length=10,
        choices=StepMilestone,
        blank=True,
        help_text=_("The journey moves there when this step is done."),
    )
    needs_number = models.BooleanField(_("needs a number"), default=False)
    needs_expiry = models.BooleanField(_("needs a last day of validity"), default=False)
    says_who = models.BooleanField(
        _("names the person"),
        default=False,
        help_text=_("Name and birth date are read off the paper and compared with all others."),
    )
    covers_flight = models.BooleanField(
        _("must be valid on the flight day"), default=False, help_text=_("The flight is refused after its last day.")
    )

    class Meta:
        verbose_name = _("kind of step")
        verbose_name_plural = _("kinds of steps")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["milestone"],
                condition=~Q(milestone=""),
                name="one_kind_per_milestone",
                violation_error_message=_("Another kind of step already carries this milestone."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SchemeStepQuerySet(models.QuerySet["SchemeStep"]):
    def valid(self, scheme_id: str, on: date) -> Self:
        """The steps of a scheme on that day, in order: for each kind the row that started last."""
        newest = (
            SchemeStep.objects.filter(scheme_id=scheme_id, kind=OuterRef("kind"), valid_from__lte=on)
            .order_by("-valid_from")
            .values("pk")[:1]
        )
        return (
            self.filter(Q(valid_to__gte=on) | Q(valid_to__isnull=True), scheme_id=scheme_id, pk=Subquery(newest))
            .select_related("kind")
            .order_by("position")
        )


@history.kept("SchemeStepHistory")
class SchemeStep(models.Model):
    """One step of the way that a scheme prescribes from a day on. A change is a new row with a later day."""

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="steps", verbose_name=_("scheme"))
    kind = models.ForeignKey(StepKind, models.PROTECT, related_name="scheme_steps", verbose_name=_("kind of step"))
    position = models.PositiveSmallIntegerField(_("position"))
    owner = models.CharField(
        _("whose turn"), max_length=10, choices=Owner, blank=True, help_text=_("Empty: as on the kind of step.")
    )
    default_days = models.PositiveSmallIntegerField(
        _("days"), help_text=_("Due so many days after the person passed the interview.")
    )
    validity_months = models.PositiveSmallIntegerField(
        _("valid for months"),
        null=True,
        blank=True,
        help_text=_("Counted from the day of issue when the paper itself shows no last day. A COE: 3."),
    )
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = SchemeStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a scheme")
        verbose_name_plural = _("steps of schemes")
        ordering = ["scheme", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "kind", "valid_from"],
                name="one_scheme_step_per_day",
                violation_error_message=_("This step already starts on that day. Change that row or the day."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")) | Q(valid_to__isnull=True),
                name="scheme_step_days_in_order",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.kind_id}"


class StepQuerySet(models.QuerySet["Step"]):
    def live(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def open(self) -> Self:
        return self.live().filter(done_on__isnull=True)

    def overdue(self, on: date | None = None) -> Self:
        return self.open().filter(due_on__lt=on or timezone.localdate(), journey__closed_on__isnull=True)

    def to_do(self) -> Self:
        """Open steps of people who are still on their way: neither closed nor departed."""
        return self.open().filter(journey__closed_on__isnull=True, journey__departed_on__isnull=True)

    def by_owner(self, on: date) -> models.QuerySet["Step", dict[str, Any]]:
        """For each owner: how many, how many of them past due on that day, and the oldest day."""
        late = Count("pk", filter=Q(due_on__lt=on))
        return self.order_by().values("owner").annotate(open=Count("pk"), late=late, oldest_on=Min("due_on"))

    def done(self) -> Self:
        return self.live().filter(done_on__isnull=False)

    def visible_to(self, user: "User") -> Self:
        return self.filter(journey__in=Journey.objects.visible_to(user))


class Step(models.Model):
    """One paper or deed of one person on the way to the flight. What was undone stays as a cancelled row."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="steps", verbose_name=_("journey"))
    kind = models.ForeignKey(StepKind, models.PROTECT, related_name="+", verbose_name=_("kind of step"))
    position = models.PositiveSmallIntegerField(_("position"))
    owner = models.CharField(_("whose turn"), max_length=10, choices=Owner)
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("done"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    done_at = models.DateTimeField(_("recorded"), null=True, blank=True)
    number = models.CharField(_("number"), max_length=60, blank=True)
    name_there = models.CharField(_("name on the paper"), max_length=120, blank=True)
    born_there = models.DateField(_("birth date on the paper"), null=True, blank=True)
    issued_on = models.DateField(_("issued"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True, help_text=_("The last day of validity."))
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True, editable=False)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("cancelled by"),
    )
    cancel_reason = models.CharField(_("why cancelled"), max_length=200, blank=True, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["position", "id"]
        default_permissions = ("view",)
        permissions = [("complete_step", _("Can record that a step is done"))]
        indexes = [
            models.Index(
                fields=["due_on"], name="step_open_by_due", condition=Q(done_on__isnull=True, cancelled_at__isnull=True)
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "kind"],
                condition=Q(cancelled_at__isnull=True),
                name="one_live_step_per_kind",
                violation_error_message=_("This person already has this step."),
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gte=F("issued_on")) | Q(expires_on__isnull=True) | Q(issued_on__isnull=True),
                name="paper_expires_after_issue",
                violation_error_message=_("The last day of validity lies before the day of issue."),
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=False)
                | Q(number="", name_there="", born_there__isnull=True, issued_on__isnull=True, expires_on__isnull=True),
                name="paper_only_on_a_done_step",
                violation_error_message=_("Number and dates of a paper are recorded when the step is done."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey_id} {self.kind_id}"

    @property
    def is_overdue(self) -> bool:
        return self.done_on is None and self.cancelled_at is None and self.due_on < timezone.localdate()

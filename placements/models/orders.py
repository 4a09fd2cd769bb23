"""Job orders and who was put forward for them. A try that ended stays as a row."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Journey, Scheme, Sector, WorkCategory
from core import history
from placements.enums import LIVE_RESULTS, AgencyKind, Commitment, OrderStatus, Result
from placements.models.employers import Agency, Employer
from placements.prefectures import CHOICES

if TYPE_CHECKING:
    from accounts.models import User

LIVE = Q(undone_at__isnull=True, result__in=[result.value for result in LIVE_RESULTS])


class JobOrderQuerySet(models.QuerySet["JobOrder"]):
    def open(self) -> Self:
        return self.filter(status=OrderStatus.OPEN)

    def with_taken(self) -> Self:
        """Each order with `taken`, the seats that are given away."""
        return self.annotate(taken=Count("nominations__seat"))

    def with_results_due(self, on: date) -> Self:
        """The interview was held, and the result of somebody is not recorded yet."""
        waiting = Nomination.objects.standing().filter(job_order=OuterRef("pk"), result=Result.PENDING)
        return self.filter(Exists(waiting), interview_on__lte=on)


@history.kept("JobOrderHistory")
class JobOrder(models.Model):
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="job_orders", verbose_name=_("employer"))
    agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="job_orders",
        verbose_name=_("placed by"),
        help_text=_("Empty when the company hires directly (perseorangan)."),
    )
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="+", verbose_name=_("scheme"))
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="+", verbose_name=_("sector"))
    work_category = models.ForeignKey(
        WorkCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("work category"),
        help_text=_("A skill test counts only for its own work category."),
    )
    prefecture = models.CharField(_("prefecture of work"), max_length=20, choices=CHOICES)
    seats = models.PositiveSmallIntegerField(_("seats"))
    document_deadline = models.DateField(_("documents due"), null=True, blank=True)
    interview_on = models.DateField(_("interview"), null=True, blank=True)
    result_due_on = models.DateField(_("result due"), null=True, blank=True)
    contract_months = models.PositiveSmallIntegerField(_("contract in months"), null=True, blank=True)
    gross_wage_jpy = models.PositiveIntegerField(_("gross wage a month (yen)"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=OrderStatus, default=OrderStatus.OPEN)
    created_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = JobOrderQuerySet.as_manager()

    class Meta:
        verbose_name = _("job order")
        verbose_name_plural = _("job orders")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1),
                name="job_order_has_a_seat",
                violation_error_message=_("A job order has at least one seat."),
            ),
            models.CheckConstraint(
                condition=Q(document_deadline__lte=F("interview_on"))
                | Q(document_deadline__isnull=True)
                | Q(interview_on__isnull=True),
                name="documents_due_before_interview",
                violation_error_message=_("The documents are due on the day of the interview at the latest."),
            ),
            models.CheckConstraint(
                condition=Q(result_due_on__gte=F("interview_on"))
                | Q(result_due_on__isnull=True)
                | Q(interview_on__isnull=True),
                name="result_due_after_interview",
                violation_error_message=_("The result cannot be due before the interview."),
            ),
            models.CheckConstraint(
                condition=Q(contract_months__range=(1, 60)) | Q(contract_months__isnull=True),
                name="contract_of_1_to_60_months",
                violation_error_message=_("A contract runs from 1 to 60 months."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer} · {self.get_prefecture_display()}"

    def clean(self) -> None:
        """The choices must fit one another; seats already given away stay."""
        wrong: dict[str, object] = {}
        if self.work_category and self.sector_id and self.work_category.sector_id != self.sector_id:
            wrong["work_category"] = _("This work category belongs to another sector.")
        if self.scheme_id and self.agency and self.scheme.is_employment == (self.agency.kind == AgencyKind.SO):
            wrong["agency"] = _("Magang runs through an SO. Workers are placed by a P3MI, IPKOL or the company.")
        elif self.scheme_id and not self.scheme.is_employment and not self.agency:
            wrong["agency"] = _("Magang runs through an SO. Choose the SO.")
        highest = self.nominations.aggregate(highest=Max("seat"))["highest"] if self.pk else None
        if highest and self.seats and self.seats < highest:
            wrong["seats"] = _("Seat %(seat)s is already given away.") % {"seat": highest}
        if wrong:
            raise ValidationError(wrong)


class NominationQuerySet(models.QuerySet["Nomination"]):
    def live(self) -> Self:
        """Those that keep the person from another job order."""
        return self.filter(LIVE)

    def standing(self) -> Self:
        """All tries except what was recorded by mistake and undone."""
        return self.filter(undone_at__isnull=True)

    def tries_of(self, journey: Journey) -> Self:
        """All tries of this person, the newest first."""
        return self.standing().filter(journey=journey).select_related("job_order__employer")

    def visible_to(self, user: "User") -> Self:
        return self.filter(journey__in=Journey.objects.visible_to(user))


class Nomination(models.Model):
    """One try of one person for one job order."""

    job_order = models.ForeignKey(JobOrder, models.PROTECT, related_name="nominations", verbose_name=_("job order"))
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="nominations", verbose_name=_("journey"))
    nominated_on = models.DateField(_("nominated"))
    nominated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("nominated by")
    )
    result = models.CharField(_("result"), max_length=10, choices=Result, default=Result.PENDING)
    result_on = models.DateField(_("result dated"), null=True, blank=True)
    result_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("result by")
    )
    result_at = models.DateTimeField(_("result recorded"), null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank"), null=True, blank=True)
    commitment_years = models.PositiveSmallIntegerField(
        _("commitment"), choices=Commitment, null=True, blank=True, help_text=_("Years that the person promised.")
    )
    feedback = models.TextField(
        _("feedback"), blank=True, help_text=_("What the company said. The person may read it.")
    )
    seat = models.PositiveSmallIntegerField(_("seat"), null=True, blank=True, editable=False)
    undone_at = models.DateTimeField(_("undone"), null=True, blank=True, editable=False)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("undone by"),
    )
    undone_reason = models.CharField(_("why undone"), max_length=200, blank=True, editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        ordering = ["-nominated_on", "-id"]
        default_permissions = ("view",)
        permissions = [
            ("nominate", _("Can nominate a person for a job order")),
            ("record_result", _("Can record the result of an interview")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["journey"],
                condition=LIVE,
                name="one_live_nomination_per_journey",
                violation_error_message=_("This person is already in another job order."),
            ),
            models.UniqueConstraint(
                fields=["job_order", "seat"],
                name="one_person_per_seat",
                violation_error_message=_("This seat is already taken."),
            ),
            models.CheckConstraint(
                # "Not null" is said aloud: a CHECK that comes out as NULL lets the row pass.
                condition=Q(seat__isnull=False, seat__gte=1, result=Result.PASSED.value, undone_at__isnull=True)
                | (Q(seat__isnull=True) & ~Q(result=Result.PASSED.value, undone_at__isnull=True)),
                name="accepted_has_a_seat",
                violation_error_message=_("Who passed has a seat, and nobody else has one."),
            ),
            models.CheckConstraint(
                condition=Q(result=Result.PENDING.value, result_on__isnull=True)
                | (~Q(result=Result.PENDING.value) & Q(result_on__isnull=False, result_on__gte=F("nominated_on"))),
                name="result_has_a_day",
                violation_error_message=_("A result has a day, and it is not before the nomination."),
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1) | Q(rank__isnull=True),
                name="rank_from_1",
                violation_error_message=_("Ranks start with 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey_id} → {self.job_order_id}"

    @property
    def is_live(self) -> bool:
        return self.undone_at is None and self.result in LIVE_RESULTS

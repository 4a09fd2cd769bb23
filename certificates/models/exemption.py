from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Journey, WorkCategory
from certificates.enums import ENDED, ExemptionKind, State
from certificates.models.certificate import HeldQuerySet

if TYPE_CHECKING:
    from accounts.models import User


class Exemption(models.Model):
    """Why a person needs no test. Verified by two different people."""

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="exemptions", verbose_name=_("candidate"))
    kind = models.CharField(_("kind"), max_length=20, choices=ExemptionKind)
    work_category = models.ForeignKey(
        WorkCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("work category of the training"),
    )
    evidence = models.CharField(_("evidence"), max_length=200, help_text=_("Which paper was seen, with its number."))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CLAIMED)
    proves = ArrayField(
        models.CharField(max_length=60), verbose_name=_("proves"), default=list, blank=True, editable=False
    )
    proves_from = models.DateField(null=True, editable=False)
    proves_until = models.DateField(null=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    claimed_at = models.DateTimeField(_("recorded"), default=timezone.now)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    verified_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    end_reason = models.CharField(_("reason of the end"), max_length=200, blank=True)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        ordering = ["-claimed_at"]
        permissions = [("confirm_exemption", "Can confirm an exemption as the second person")]
        indexes = [GinIndex(fields=["proves"], name="exemption_proves")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=State.VERIFIED)
                | (Q(verified_by__isnull=False, proves_from__isnull=False) & ~Q(verified_by=F("claimed_by"))),
                name="exemption_verified_by_a_second_person",
                violation_error_message=_(
                    "An exemption needs two different people: one records it, another confirms it."
                ),
            ),
            models.UniqueConstraint(
                fields=["candidate", "kind", "work_category"],
                condition=~Q(state__in=ENDED),
                nulls_distinct=False,
                name="exemption_once_per_kind",
                violation_error_message=_("This exemption is already recorded for this person."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ENDED) | (Q(ended_by__isnull=False) & ~Q(end_reason="")),
                name="ended_exemption_has_a_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class OverrideQuerySet(models.QuerySet[Any]):
    def live(self) -> Self:
        """Proposed or confirmed, and not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)

    def in_force(self) -> Self:
        """Those that open the gate: confirmed by a second person and not withdrawn."""
        return self.live().filter(confirmed_by__isnull=False)

    def visible_to(self, user: "User") -> Self:
        return self.filter(journey__in=Journey.objects.visible_to(user))


class DepartureOverride(models.Model):
    """A departure that the gate lets through although a proof is missing. Needs a reason and two people."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="departure_overrides", verbose_name=_("journey"))
    reason = models.CharField(_("reason"), max_length=300)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    withdraw_reason = models.CharField(_("why it was withdrawn"), max_length=200, blank=True)

    objects = OverrideQuerySet.as_manager()

    class Meta:
        verbose_name = _("departure override")
        verbose_name_plural = _("departure overrides")
        ordering = ["-proposed_at"]
        permissions = [("confirm_departureoverride", "Can confirm a departure override")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="override_has_a_reason", violation_error_message=_("Give the reason.")
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="override_needs_two_people",
                violation_error_message=_("An override needs a second person: somebody else must confirm it."),
            ),
            models.UniqueConstraint(
                fields=["journey"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_live_override_per_journey",
                violation_error_message=_("An override is already proposed for this person."),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | (Q(withdrawn_by__isnull=False) & ~Q(withdraw_reason="")),
                name="withdrawn_override_has_a_reason",
                violation_error_message=_("Give the reason."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.journey)

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, WorkCategory
from certificates.enums import ENDED, CheckMethod, Level, State, TestKind

if TYPE_CHECKING:
    from accounts.models import User


class HeldQuerySet(models.QuerySet[Any]):
    """Shared by certificates and exemptions: both carry what they prove, and until when."""

    def held(self, on: date) -> Self:
        """Verified, already in force and not expired on that day."""
        return self.filter(
            Q(proves_until__isnull=True) | Q(proves_until__gte=on), state=State.VERIFIED, proves_from__lte=on
        )

    def ending(self, until: date) -> Self:
        """Verified, with a last day on or before that one: expired already, or soon. The first to end comes first."""
        return self.filter(state=State.VERIFIED, proves_until__lte=until).order_by("proves_until", "pk")

    def visible_to(self, user: "User") -> Self:
        """Those of the candidates this person may see."""
        return self.filter(candidate__in=Candidate.objects.visible_to(user))


class Certificate(models.Model):
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="certificates", verbose_name=_("candidate"))
    test = models.CharField(_("test"), max_length=20, choices=TestKind)
    issuer = models.CharField(
        _("issuer"),
        max_length=80,
        help_text=_(
            "As printed: Japan Foundation (JFT), JF/JEES (JLPT), MHLW, JASPA, JAEA, National Chamber of Agriculture."
        ),
    )
    number = models.CharField(_("number"), max_length=40, help_text=_("As printed on the certificate or score report."))
    level = models.CharField(_("level"), max_length=2, choices=Level, blank=True, help_text=_("Only for JLPT."))
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True, help_text=_("JFT-Basic: 10–250."))
    work_category = models.ForeignKey(
        WorkCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("work category"),
        help_text=_("Only for a skill test."),
    )
    passed = models.BooleanField(
        _("passed"), default=True, help_text=_("As the issuer says it; never worked out from the score.")
    )
    tested_on = models.DateField(_("test day"))
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.CLAIMED)
    proves = ArrayField(
        models.CharField(max_length=60), verbose_name=_("proves"), default=list, blank=True, editable=False
    )
    proves_from = models.DateField(null=True, editable=False)
    proves_until = models.DateField(null=True, editable=False)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    claimed_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)

    objects = HeldQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-tested_on"]
        permissions = [("verify_certificate", "Can check a certificate")]
        indexes = [GinIndex(fields=["proves"], name="certificate_proves")]
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "number"],
                condition=~Q(state__in=ENDED),  # after a refusal the same paper may be brought again
                name="certificate_number_once_per_issuer",
                violation_error_message=_(
                    "A certificate with this number is already recorded. Look for it before adding another."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.VERIFIED) | Q(proves_from__isnull=False),
                name="verified_certificate_says_what_it_proves",
                violation_error_message=_(
                    "Check a certificate with the button, so that it is recorded what it proves."
                ),
            ),
            models.CheckConstraint(
                condition=~Q(test=TestKind.SKILL) | Q(work_category__isnull=False),
                name="skill_certificate_has_a_work_category",
                violation_error_message=_("A skill test belongs to a work category. Choose it."),
            ),
            models.CheckConstraint(
                condition=~Q(test=TestKind.JLPT) | ~Q(level=""),
                name="jlpt_certificate_has_a_level",
                violation_error_message=_("Give the JLPT level."),
            ),
            models.CheckConstraint(
                condition=~Q(test=TestKind.JFT_BASIC) | Q(score__range=(10, 250)),
                name="jft_score_10_to_250",
                violation_error_message=_("Give the JFT-Basic score, from 10 to 250."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_test_display()} {self.level}".strip()


class CertificateCheck(models.Model):
    """How a certificate was checked, by whom, with which outcome. Append-only."""

    certificate = models.ForeignKey(Certificate, models.CASCADE, related_name="checks", verbose_name=_("certificate"))
    method = models.CharField(_("how"), max_length=10, choices=CheckMethod)
    outcome = models.CharField(_("outcome"), max_length=10, choices=State)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("certificate check")
        verbose_name_plural = _("certificate checks")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.on}"

"""What people agreed to: the text with its version, who, when. UU 27/2022 art. 20–24."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import Purpose
from candidates.models.person import Candidate
from core import history


@history.kept("ConsentTextHistory")
class ConsentText(models.Model):
    purpose = models.CharField(_("purpose"), max_length=20, choices=Purpose)
    version = models.PositiveSmallIntegerField(_("version"))
    text = models.TextField(
        _("text"), help_text=_("Plain words. A new text is a new version; an old one is never edited.")
    )
    required = models.BooleanField(_("needed to register"), default=False)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["purpose", "version"],
                name="one_text_per_purpose_and_version",
                violation_error_message=_("This version exists already. Give the next number."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} v{self.version}"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def live(self) -> Self:
        """Given and not taken back."""
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="consents", verbose_name=_("candidate"))
    text = models.ForeignKey(
        ConsentText, models.PROTECT, db_index=False, related_name="consents", verbose_name=_("text")
    )
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    ip_address = models.GenericIPAddressField(_("from address"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["text__purpose", "-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "text"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_text",
                violation_error_message=_("This consent is already on file."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

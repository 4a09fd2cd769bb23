"""Somebody of the family who is told that there is urgent news, while the trainee's own phone is locked away."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import Relation
from candidates.models.person import Candidate
from core.phones import local, mask


class FamilyContact(models.Model):
    """One for each person. It exists only while the consent of this purpose holds."""

    candidate = models.OneToOneField(
        Candidate, models.CASCADE, related_name="family_contact", verbose_name=_("candidate")
    )
    name = models.CharField(_("name"), max_length=120)
    relation = models.CharField(_("relation"), max_length=10, choices=Relation)
    phone = models.CharField(_("phone"), max_length=16)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("recorded by"),
        help_text=_("Empty when the person wrote it down themselves."),
    )

    class Meta:
        verbose_name = _("family contact")
        verbose_name_plural = _("family contacts")
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__regex=r"^\+[1-9][0-9]{7,14}$"),
                name="family_phone_is_e164",
                violation_error_message=_("The phone number needs its country code, for example +62812…"),
            ),
            models.CheckConstraint(
                condition=Q(relation__in=Relation.values),
                name="family_relation_is_known",
                violation_error_message=_("Choose who it is."),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def phone_masked(self) -> str:
        return mask(self.phone)

    @property
    def phone_local(self) -> str:
        return local(self.phone)

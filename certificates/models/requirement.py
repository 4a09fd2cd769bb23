from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from candidates.models import Scheme, Sector
from certificates.enums import Proof
from core import history


class RequirementQuerySet(models.QuerySet["Requirement"]):
    def valid(self, on: date) -> Self:
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)


@history.kept("RequirementHistory")
class Requirement(models.Model):
    """A proof that a sector requires of a scheme between two days. The departure gate reads this table."""

    sector = models.ForeignKey(Sector, models.PROTECT, related_name="requirements", verbose_name=_("sector"))
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="requirements", verbose_name=_("scheme"))
    proof = models.CharField(_("proof"), max_length=20, choices=Proof)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("last valid day"), null=True, blank=True)

    objects = RequirementQuerySet.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["sector", "scheme", "proof", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="requirement_days_in_order",
                violation_error_message=_("The last valid day cannot lie before the first."),
            ),
            ExclusionConstraint(
                name="requirement_once_a_day",
                expressions=[
                    (F("sector"), RangeOperators.EQUAL),
                    (F("scheme"), RangeOperators.EQUAL),
                    (F("proof"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            Value("[]"),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This proof is already required on some of these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sector_id} {self.scheme_id}: {self.get_proof_display()}"

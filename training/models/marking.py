"""What is marked each day, and how much it weighs. Data that staff may edit."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def active(self) -> "CriterionQuerySet":
        return self.filter(is_active=True)


@history.kept("CriterionHistory")
class Criterion(models.Model):
    slug = models.SlugField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=40, help_text=_("Short: it heads a column of the score sheet."))
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Off: no longer asked for. Scores already given stay and count.")
    )

    objects = CriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion")
        verbose_name_plural = _("criteria")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


@history.kept("CriterionWeightHistory")
class CriterionWeight(models.Model):
    """From that day on the criterion weighs so much. Without any weight all weigh the same, 1."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="weights", verbose_name=_("criterion"))
    weight = models.DecimalField(
        _("weight"), max_digits=5, decimal_places=2, default=Decimal("1"), validators=[MinValueValidator(0)]
    )
    valid_from = models.DateField(_("valid from"))

    class Meta:
        verbose_name = _("weight")
        verbose_name_plural = _("weights")
        ordering = ["criterion", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["criterion", "valid_from"],
                name="one_weight_per_criterion_and_day",
                violation_error_message=_("This criterion already has a weight from this day on. Change that one."),
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=0),
                name="criterion_weight_not_negative",
                violation_error_message=_("A weight cannot be less than 0."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.weight}"

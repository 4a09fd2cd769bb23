"""Days without class, and the rule for the phone at weekends. Data that staff may edit."""

from datetime import date, time
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Programme
from core import history
from training.enums import PhoneMode


@history.kept("HolidayHistory")
class Holiday(models.Model):
    """A day on which no class is held: no scores are entered and none are missing."""

    day = models.DateField(_("day"), unique=True, error_messages={"unique": _("This day is already in the list.")})
    name = models.CharField(_("name"), max_length=120)
    is_joint_leave = models.BooleanField(
        _("joint leave (cuti bersama)"),
        default=False,
        help_text=_("If the class is held all the same, delete the day from this list."),
    )

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"


class RuleQuerySet(models.QuerySet[Any]):
    """Rules with a first day, of one programme or of all that have none of their own."""

    def in_force(self, programme_id: int | None, on: date) -> Any:
        """The rule of that day: the programme's own before the general one, the newest first. None without any."""
        return self.of_programme(programme_id, on).first()

    def of_programme(self, programme: object, on: date) -> Self:
        """The rules that could apply, the one in force first. `programme` may be an OuterRef."""
        could_apply = self.filter(Q(programme=None) | Q(programme=programme), valid_from__lte=on)
        return could_apply.order_by(F("programme").asc(nulls_last=True), "-valid_from")


@history.kept("PhoneRuleHistory")
class PhoneRule(models.Model):
    """When a trainee gets their phone at the weekend, from a day on."""

    LATE_ENTRY_DAYS = 3
    GIVEN_OUT_AT = time(17)

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
    threshold = models.DecimalField(
        _("limit"),
        max_digits=5,
        decimal_places=2,
        default=Decimal("80"),
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    mode = models.CharField(_("how it is met"), max_length=10, choices=PhoneMode, default=PhoneMode.AVERAGE)
    minimum_days = models.PositiveSmallIntegerField(
        _("counted days needed"),
        default=3,
        help_text=_("A week with fewer counted days gives no phone. Sick and permitted days are not counted."),
    )
    late_entry_days = models.PositiveSmallIntegerField(
        _("days for late entry"),
        default=LATE_ENTRY_DAYS,
        help_text=_("Up to so many days later scores are entered or corrected freely; after that with a reason."),
    )

    given_out_at = models.TimeField(
        _("phones are given out at"),
        default=GIVEN_OUT_AT,
        help_text=_("On Friday. What is sent to a trainee on a class day waits until then."),
    )

    objects = RuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("phone rule")
        verbose_name_plural = _("phone rules")
        ordering = ["-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "valid_from"],
                nulls_distinct=False,
                name="one_phone_rule_per_programme_and_day",
                violation_error_message=_("There is already a rule from this day on. Change that one."),
            ),
            models.CheckConstraint(
                condition=Q(threshold__range=(0, 100)),
                name="phone_threshold_0_to_100",
                violation_error_message=_("The limit lies between 0 and 100."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.threshold} ≥ {self.valid_from:%Y-%m-%d}"

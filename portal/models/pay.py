"""The figures behind “honest pay”. Each stands with its source and its day; a newer row replaces an older one."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Sector
from core import history


class Unit(models.TextChoices):
    """What a pay figure is counted by."""

    MONTH = "month", _("a month")
    HOUR = "hour", _("an hour (minimum wage)")


class Basis(models.TextChoices):
    """What a deduction is counted in."""

    PERCENT = "percent", _("per cent of the gross pay")
    YEN = "yen", _("yen a month")


def _ordered(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(low__isnull=True, high__isnull=True)
        | Q(low__isnull=False, high__isnull=False, low__gte=0, high__gte=F("low")),
        name=name,
        violation_error_message=_("Give both ends of the range, the lower one first, or neither."),
    )


class Figure(models.Model):
    """A range with its source: never one number, so that nobody takes it for a promise."""

    source = models.CharField(_("source"), max_length=200, help_text=_("Where the figure stands: who, and of when."))
    as_of = models.DateField(_("figure of"), help_text=_("The day of the source."))
    valid_from = models.DateField(_("valid from"))
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        abstract = True


@history.kept("PayFigureHistory")
class PayFigure(Figure):
    """What is paid before anything is taken off. Without a sector it is what SSW workers earn on the whole."""

    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sector"),
        help_text=_("Empty: for all sectors together."),
    )
    unit = models.CharField(_("counted by"), max_length=5, choices=Unit, default=Unit.MONTH)
    low = models.PositiveIntegerField(_("from (yen)"))
    high = models.PositiveIntegerField(_("to (yen)"))

    class Meta:
        verbose_name = _("pay figure")
        verbose_name_plural = _("pay figures")
        ordering = ["unit", "sector", "-valid_from"]
        constraints = [
            _ordered("pay_figure_lower_end_first"),
            models.UniqueConstraint(
                fields=["sector", "unit", "valid_from"],
                nulls_distinct=False,
                name="one_pay_figure_a_day",
                violation_error_message=_("There is already a figure from this day on. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        of_whom = self.sector or _("All sectors")
        return f"{of_whom}: {self.low}–{self.high} JPY"


@history.kept("DeductionHistory")
class Deduction(Figure):
    """What is taken off the pay, by its name. Without figures the page says that nothing is known yet."""

    name = models.CharField(_("name"), max_length=80)
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sector"),
        help_text=_("Empty: for every sector that has no row of its own under this name."),
    )
    basis = models.CharField(_("counted in"), max_length=7, choices=Basis, default=Basis.PERCENT)
    low = models.DecimalField(
        _("from"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    high = models.DecimalField(
        _("to"), max_digits=9, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    from_year = models.PositiveSmallIntegerField(
        _("from which year in Japan"), default=1, help_text=_("2: it is taken off from the second year on.")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("deduction from pay")
        verbose_name_plural = _("deductions from pay")
        ordering = ["position", "name", "-valid_from"]
        constraints = [
            _ordered("deduction_lower_end_first"),
            models.CheckConstraint(
                condition=Q(high__isnull=True) | ~Q(basis="percent") | Q(high__lte=100),
                name="deduction_at_most_all_of_it",
                violation_error_message=_("A deduction is at most 100 per cent."),
            ),
            models.CheckConstraint(
                condition=Q(from_year__gte=1),
                name="deduction_from_a_year",
                violation_error_message=_("The first year is 1."),
            ),
            models.UniqueConstraint(
                fields=["name", "sector", "valid_from"],
                nulls_distinct=False,
                name="one_deduction_a_day",
                violation_error_message=_("There is already a figure from this day on. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.sector})" if self.sector_id else self.name


@history.kept("ExchangeRateHistory")
class ExchangeRate(Figure):
    """How many rupiah a yen is. Enter the same number twice when it is one."""

    low = models.DecimalField(_("rupiah a yen, from"), max_digits=8, decimal_places=2)
    high = models.DecimalField(_("rupiah a yen, to"), max_digits=8, decimal_places=2)

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(low__gt=0, high__gte=F("low")),
                name="exchange_rate_lower_end_first",
                violation_error_message=_("Give both ends of the range, the lower one first."),
            ),
            models.UniqueConstraint(
                fields=["valid_from"],
                name="one_exchange_rate_a_day",
                violation_error_message=_("There is already a figure from this day on. Change that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"1 JPY = {self.low}–{self.high} IDR"

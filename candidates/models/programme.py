"""What the programme is made of: data that staff may edit."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import history


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def open(self, on: date | None = None) -> Self:
        """Programmes that take registrations on that day."""
        on = on or timezone.localdate()
        return self.filter(opens_on__lte=on, closes_on__gte=on)

    def current(self, on: date | None = None) -> "Programme | None":
        """The programme a registration of that day belongs to, or None while registration is closed."""
        return self.open(on).order_by("-year").first()


@history.kept("ProgrammeHistory")
class Programme(models.Model):
    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    opens_on = models.DateField(_("registration opens"))
    closes_on = models.DateField(_("last day of registration"))
    test_on = models.DateField(_("selection test"), null=True, blank=True)
    test_place = models.CharField(_("place of the test"), max_length=120, blank=True)
    test_starts_at = models.TimeField(_("test starts at"), null=True, blank=True)
    seats = models.PositiveSmallIntegerField(
        _("seats"), null=True, blank=True, help_text=_("How many people can be selected. Empty: no limit.")
    )
    ends_on = models.DateField(_("programme ends"))
    keep_months = models.PositiveSmallIntegerField(
        _("months until those not selected are anonymised"),
        default=12,
        help_text=_("Counted from the last day of registration. The consent promises one year; the numbers stay."),
    )
    results_on = models.DateField(
        _("results published"), null=True, blank=True, editable=False, help_text=_("On the public page of results.")
    )
    results_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published or taken off by"),
    )

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on"), ends_on__gte=F("closes_on")),
                name="programme_days_in_order",
                violation_error_message=_(
                    "Registration must open before it closes, and close before the programme ends."
                ),
            )
        ]

    def __str__(self) -> str:
        return _("Programme %(year)s") % {"year": self.year}


@history.kept("SchemeHistory")
class Scheme(models.Model):
    slug = models.SlugField(primary_key=True, max_length=20)
    name = models.CharField(_("name"), max_length=80)
    is_employment = models.BooleanField(
        _("employment"),
        help_text=_("Yes for SSW, where the person is a worker. No for magang, where they are a trainee."),
    )

    class Meta:
        verbose_name = _("scheme")
        verbose_name_plural = _("schemes")
        ordering = ["-is_employment", "slug"]

    def __str__(self) -> str:
        return self.name


@history.kept("SectorHistory")
class Sector(models.Model):
    slug = models.SlugField(primary_key=True, max_length=30)
    name = models.CharField(_("name"), max_length=80)
    name_ja = models.CharField(_("name in Japanese"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)
    is_active = models.BooleanField(_("offered to registrants"), default=True)

    class Meta:
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


@history.kept("WorkCategoryHistory")
class WorkCategory(models.Model):
    """業務区分: a skill test counts only for its own work category."""

    slug = models.SlugField(primary_key=True, max_length=40)
    sector = models.ForeignKey(Sector, models.PROTECT, related_name="work_categories", verbose_name=_("sector"))
    name = models.CharField(_("name"), max_length=80)
    name_ja = models.CharField(_("name in Japanese"), max_length=80)

    class Meta:
        verbose_name = _("work category")
        verbose_name_plural = _("work categories")
        ordering = ["sector__position", "slug"]

    def __str__(self) -> str:
        return self.name


class Kelurahan(models.Model):
    code = models.CharField(_("code"), primary_key=True, max_length=13)
    name = models.CharField(_("name"), max_length=60)
    kecamatan_code = models.CharField(_("kecamatan code"), max_length=8)
    kecamatan = models.CharField(_("kecamatan"), max_length=60)
    postal_code = models.CharField(_("postal code"), max_length=5)

    class Meta:
        verbose_name = _("kelurahan")
        verbose_name_plural = _("kelurahan")
        ordering = ["kecamatan_code", "name"]

    def __str__(self) -> str:
        # Sukawana exists in two kecamatan, so the name alone is never enough.
        return f"{self.name}, Kec. {self.kecamatan}"


class NikRegion(models.Model):
    """A province (2 digits) or regency (4 digits) that the first digits of a NIK can name."""

    code = models.CharField(_("code"), primary_key=True, max_length=4)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("NIK region")
        verbose_name_plural = _("NIK regions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


@history.kept("HeardFromHistory")
class HeardFrom(models.Model):
    """How people hear of the programme: the places where telling is worth while."""

    slug = models.SlugField(_("slug"), primary_key=True, max_length=30)
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("offered"), default=True)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["position", "slug"]

    def __str__(self) -> str:
        return self.name

"""Who takes people in, and who may place them there by law."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history
from placements.enums import AgencyKind
from placements.prefectures import CHOICES


@history.kept("EmployerHistory")
class Employer(models.Model):
    name = models.CharField(_("name"), max_length=120, help_text=_("In Latin letters, as on the contract."))
    name_ja = models.CharField(_("name in Japanese"), max_length=120, blank=True)
    prefecture = models.CharField(_("prefecture"), max_length=20, choices=CHOICES)
    city = models.CharField(_("city"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, default="JP", help_text=_("Two letters. Japan is JP."))

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "prefecture"],
                name="employer_once_per_prefecture",
                violation_error_message=_("This company is already on file in that prefecture."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history.kept("AgencyHistory")
class Agency(models.Model):
    """The lawful way between company and person. A company that hires directly has none."""

    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=AgencyKind)
    licence_no = models.CharField(
        _("licence number"), max_length=60, blank=True, help_text=_("SIP3MI of a P3MI, sending permit of an SO.")
    )

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=AgencyKind.IPKOL.value) | ~Q(licence_no=""),
                name="agency_has_a_licence",
                violation_error_message=_("A P3MI or SO needs its licence number. Without one it may place nobody."),
            ),
            models.UniqueConstraint(
                fields=["licence_no"],
                condition=~Q(licence_no=""),
                name="agency_licence_once",
                violation_error_message=_("This licence number belongs to an agency that is already on file."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

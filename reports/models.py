from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Programme, Scheme
from core import check_codes


class TargetQuerySet(models.QuerySet["Target"]):
    def valid(self, year: int, on: date) -> "Target | None":
        """The target of that year as it stood on that day; the newest decision wins."""
        return self.filter(programme__year=year, decided_on__lte=on).order_by("-decided_on", "-pk").first()


class Target(models.Model):
    """How many people are to leave in a year, and which schemes count. A change is a new row: the history stays."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="targets", verbose_name=_("programme"))
    number = models.PositiveIntegerField(_("target"))
    schemes = models.ManyToManyField(Scheme, verbose_name=_("schemes that count"), related_name="+")
    decided_on = models.DateField(_("valid from"))
    note = models.CharField(_("decision"), max_length=200, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["-programme__year", "-decided_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="target_at_least_one",
                violation_error_message=_("A target is at least 1."),
            ),
            models.UniqueConstraint(
                fields=["programme", "decided_on"],
                name="one_target_decision_a_day",
                violation_error_message=_("For this programme a target of that day exists already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.number}"


class FrozenReport(models.Model):
    """A report that left the house. Append-only: what was printed can be printed again, and its code checked."""

    code = models.CharField(_("check code"), max_length=8, unique=True)
    on = models.DateField(_("as of"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
        help_text=_("Empty when the portal made it by itself."),
    )
    numbers = models.JSONField(_("numbers"))
    printed = models.JSONField(_("what the paper says"))

    class Meta:
        verbose_name = _("frozen report")
        verbose_name_plural = _("frozen reports")
        ordering = ["-made_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("freeze_report", _("Can make a report with a check code"))]

    def __str__(self) -> str:
        return self.shown_code

    @property
    def shown_code(self) -> str:
        """As it stands on the paper: two groups of four."""
        return check_codes.shown(self.code)

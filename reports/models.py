from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from candidates.models import Programme, Scheme


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

"""The duties of the house, which go round in the class. Data that staff may edit."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import history


@history.kept("DutyHistory")
class Duty(models.Model):
    """One duty of a class day and how many trainees do it. Who does is reckoned: see `training/duties.py`."""

    name = models.CharField(
        _("name"), max_length=40, unique=True, error_messages={"unique": _("There is already a duty of that name.")}
    )
    people = models.PositiveSmallIntegerField(_("people"), default=2, validators=[MinValueValidator(1)])
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(people__gte=1),
                name="duty_has_somebody",
                violation_error_message=_("A duty is done by at least one person."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

"""Papers of the class that leave the screen."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import check_codes
from training.models.classes import TrainingClass


class PhoneSheet(models.Model):
    """A weekend phone list as it was shown for printing. Append-only, one row for each content; without people."""

    code = models.CharField(_("check code"), max_length=check_codes.LENGTH, unique=True)
    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="phone_sheets", verbose_name=_("class")
    )
    monday = models.DateField(_("week from"))
    final = models.BooleanField(_("final"))
    made_at = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("printed phone list")
        verbose_name_plural = _("printed phone lists")
        ordering = ["-made_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return check_codes.shown(self.code)

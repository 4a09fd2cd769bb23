from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.person import Candidate


class AccessLog(models.Model):
    """Every look at a sensitive file or full record. Holds keys and codes, no personal values."""

    NEW_CODE = "new_code"  # not a look: a new access code was made

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="access_log", verbose_name=_("candidate"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    what = models.CharField(_("what was opened"), max_length=60)
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("access log")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"

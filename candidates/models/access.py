from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models.person import Candidate


class AccessLog(models.Model):
    """Every look at a sensitive file or full record. Holds keys and codes, no personal values."""

    NEW_CODE = "new_code"  # not a look: a new access code was made
    OWN_COPY = "own_copy"  # the person took their own data along
    NEW_PASSWORD = "new_password"  # the person chose a password
    MERGED = "merged"  # not a look: two records became one
    UNMERGED = "unmerged"
    EVIDENCE = "evidence"  # of a departure, kept by another app
    CONSENT = "consent"  # not a look: an agreement was written down at the counter

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


class Export(models.Model):
    """A list that somebody took out as a file: who, when, how many rows of which columns. No personal values."""

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    sheet = models.CharField(_("list"), max_length=20, db_default="journeys", default="journeys")
    rows = models.PositiveIntegerField(_("rows"))
    columns = ArrayField(models.CharField(max_length=30), verbose_name=_("columns"))
    whole = models.BooleanField(_("NIK or phone in full"))
    asked = models.CharField(
        _("filter"),
        max_length=300,
        blank=True,
        help_text=_("The filters of the list; of a search only that it was used."),
    )

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%Y-%m-%d %H:%M} · {self.rows}"

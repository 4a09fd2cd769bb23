"""A registration that is not finished yet: what was typed so far, for some weeks, on any phone."""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=30)


class RegistrationDraft(models.Model):
    """The answers as they were typed. Deleted when the registration is sent, or thirty days after the last step."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(_("number of the draft"), max_length=10, unique=True)
    answers = models.JSONField(_("answers"), default=dict)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("unfinished registration")
        verbose_name_plural = _("unfinished registrations")
        default_permissions = ()

    def __str__(self) -> str:
        return self.number

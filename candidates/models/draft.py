"""A registration that is not finished yet: what was typed so far, for some weeks, on any phone."""

from datetime import datetime, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT_FOR = timedelta(days=30)
STILL_TYPING = timedelta(hours=1)  # whoever saved a step so recently has not stopped


class RegistrationDraftQuerySet(models.QuerySet["RegistrationDraft"]):
    def left_lying(self, at: datetime) -> Self:
        """Begun, not sent, and not touched for an hour; what is older than it is kept counts no more."""
        return self.filter(saved_at__gt=at - KEPT_FOR, saved_at__lte=at - STILL_TYPING)


class RegistrationDraft(models.Model):
    """The answers as they were typed. Deleted when the registration is sent, or thirty days after the last step."""

    key = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number = models.CharField(_("number of the draft"), max_length=10, unique=True)
    answers = models.JSONField(_("answers"), default=dict)
    step = models.CharField(_("next step"), max_length=10, default="ktp")  # the first that still lacks an answer
    saved_at = models.DateTimeField(_("saved"), default=timezone.now, db_index=True)

    objects = RegistrationDraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("unfinished registration")
        verbose_name_plural = _("unfinished registrations")
        default_permissions = ()

    def __str__(self) -> str:
        return self.number

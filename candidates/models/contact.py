"""Tries to reach somebody."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import ContactOutcome, ContactWay
from notifications.models import Message


class ContactNoteQuerySet(models.QuerySet["ContactNote"]):
    def standing(self) -> Self:
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)


class ContactNote(models.Model):
    """One try to reach somebody, and what came of it.

    Rows are only added: that nobody answered on Monday stays true when they answer on Tuesday. What was written down
    by mistake is marked as taken back.
    """

    journey = models.ForeignKey(
        "candidates.Journey", models.CASCADE, related_name="contact_notes", verbose_name=_("journey")
    )
    way = models.CharField(_("how"), max_length=10, choices=ContactWay)
    outcome = models.CharField(_("outcome"), max_length=12, choices=ContactOutcome)
    note = models.CharField(_("note"), max_length=300, blank=True)
    on = models.DateField(_("dated"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("recorded"), default=timezone.now)
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("message that did not arrive")
    )
    taken_back_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    objects = ContactNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["-on", "-pk"]
        default_permissions = ("add", "view")
        indexes = [models.Index(fields=["journey", "-on"], name="contactnote_by_journey")]

    def __str__(self) -> str:
        return f"{self.journey_id}: {self.on}"

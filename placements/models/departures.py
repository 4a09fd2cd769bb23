"""A departure counts when one person recorded it with evidence and another confirmed it."""

import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Journey

if TYPE_CHECKING:
    from accounts.models import User

is_flight_number = RegexValidator(
    r"^[A-Z0-9]{2} ?[0-9]{1,4}$", _("Write the flight number as on the ticket, for example GA 874.")
)


def private_name(departure: "Departure", filename: str) -> str:
    """A random name: the one that the person's phone gave may say who they are. The ending was decided by us."""
    return f"departures/{secrets.token_hex(16)}{Path(filename).suffix}"


class DepartureQuerySet(models.QuerySet["Departure"]):
    def live(self) -> Self:
        return self.filter(cancelled_at__isnull=True)

    def confirmed(self) -> Self:
        return self.live().filter(confirmed_at__isnull=False)

    def waiting(self) -> Self:
        """Recorded by one person, waiting for the second."""
        return self.live().filter(confirmed_at__isnull=True)

    def visible_to(self, user: "User") -> Self:
        """For the office only: the evidence is a page of somebody's passport or ticket."""
        if not user.has_perm("placements.view_departure"):
            return self.none()
        return self.filter(journey__in=Journey.objects.visible_to(user))


class Departure(models.Model):
    """A flight to Japan. A correction is a new row that replaces this one, as in a paper ledger."""

    journey = models.ForeignKey(Journey, models.PROTECT, related_name="departures", verbose_name=_("journey"))
    flight_no = models.CharField(_("flight number"), max_length=8, validators=[is_flight_number])
    flight_on = models.DateField(_("flight day"))
    evidence = models.FileField(_("evidence"), upload_to=private_name, max_length=120)
    evidence_type = models.CharField(_("kind of file"), max_length=20, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cancelled by"),
    )
    cancel_reason = models.CharField(_("why cancelled"), max_length=200, blank=True)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["-flight_on", "-id"]
        default_permissions = ("view",)
        permissions = [
            ("record_departure", _("Can record a departure")),
            ("confirm_departure", _("Can confirm a departure as the second person")),
            ("record_arrival", _("Can record that somebody has arrived")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("recorded_by")),
                name="departure_confirmed_by_another",
                violation_error_message=_("Who recorded the departure cannot confirm it. A second person must."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="departure_confirmed_by_whom_and_when",
                violation_error_message=_("A confirmation names the person and the time."),
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancel_reason="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(cancel_reason="")),
                name="departure_cancelled_with_a_reason",
                violation_error_message=_("A cancelled departure names who cancelled it and why."),
            ),
            models.UniqueConstraint(
                fields=["journey"],
                condition=Q(cancelled_at__isnull=True),
                name="one_live_departure_per_journey",
                violation_error_message=_("A departure of this person is already recorded. Correct that one."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.flight_no} {self.flight_on:%Y-%m-%d}"

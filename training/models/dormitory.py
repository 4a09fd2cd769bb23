"""Rooms with their beds, and who sleeps where from when to when."""

from datetime import date
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import Sex
from candidates.models import Journey
from core import history
from training.models.classes import Enrolment, Site

MOST_BEDS = 40
DAYS = Func("from_on", "to_on", Value("[]"), function="daterange", output_field=DateRangeField())


class RoomQuerySet(models.QuerySet["Room"]):
    def in_use(self) -> Self:
        return self.filter(is_active=True)


@history.kept("RoomHistory")
class Room(models.Model):
    """A room of the dormitory, for women or for men."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="rooms", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=30, help_text=_("As it stands on the door, for example Melati 1."))
    sex = models.CharField(_("for"), max_length=1, choices=Sex, help_text=_("Women and men sleep apart."))
    beds = models.PositiveSmallIntegerField(
        _("beds"), default=4, validators=[MinValueValidator(1), MaxValueValidator(MOST_BEDS)]
    )
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Off: nobody is given a bed here any more, for example during repairs.")
    )

    objects = RoomQuerySet.as_manager()

    class Meta:
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        ordering = ["site", "name"]
        permissions = [("assign_bed", _("Can give out beds"))]
        constraints = [
            models.UniqueConstraint(
                fields=["site", "name"],
                name="room_name_once_per_site",
                violation_error_message=_("This site already has a room of that name."),
            ),
            models.CheckConstraint(
                condition=Q(beds__range=(1, MOST_BEDS)),
                name="room_has_1_to_40_beds",
                violation_error_message=_("A room has between 1 and 40 beds."),
            ),
            models.CheckConstraint(
                condition=Q(sex__in=Sex.values),
                name="room_for_women_or_men",
                violation_error_message=_("A room is for women or for men."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoomStayQuerySet(models.QuerySet["RoomStay"]):
    def between(self, first: date, last: date) -> Self:
        """Held on at least one day from `first` to `last`.

        A bed goes with the class: from the day after the last day in it the bed is free, though nobody wrote it down.
        """
        seats = Enrolment.objects.filter(journey=OuterRef("journey"), training_class__ends_on__gte=first)
        here = Exists(seats.filter(Q(to_on=None) | Q(to_on__gte=first)))
        return self.filter(Q(to_on=None) | Q(to_on__gte=first), here, from_on__lte=last)

    def on(self, day: date) -> Self:
        return self.between(day, day)


class RoomStay(models.Model):
    """A bed, from a day on. `to_on` is the last night's day; empty: until the last day in class.

    `sex` is the person's own, written down with the stay so that the database itself can keep women and men apart.
    """

    room = models.ForeignKey(Room, models.PROTECT, related_name="stays", verbose_name=_("room"))
    bed = models.PositiveSmallIntegerField(_("bed"))
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="room_stays", verbose_name=_("journey"))
    sex = models.CharField(_("sex"), max_length=1, choices=Sex)
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("recorded"), default=timezone.now)

    objects = RoomStayQuerySet.as_manager()

    class Meta:
        verbose_name = _("night's place")
        verbose_name_plural = _("night's places")
        ordering = ["room", "bed", "-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="stay_ends_after_it_begins",
                violation_error_message=_("The last day in this bed lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(bed__range=(1, MOST_BEDS)),
                name="bed_1_to_40",
                violation_error_message=_("Beds are numbered from 1."),
            ),
            ExclusionConstraint(
                name="one_person_in_a_bed",
                expressions=[("room", RangeOperators.EQUAL), ("bed", RangeOperators.EQUAL), (DAYS, "&&")],
                violation_error_message=_("Somebody else has this bed on these days. Choose another bed."),
            ),
            ExclusionConstraint(
                name="one_bed_at_a_time",
                expressions=[("journey", RangeOperators.EQUAL), (DAYS, "&&")],
                violation_error_message=_("This person already has a bed on these days. Move them instead."),
            ),
            ExclusionConstraint(
                name="women_and_men_sleep_apart",
                expressions=[("room", RangeOperators.EQUAL), ("sex", RangeOperators.NOT_EQUAL), (DAYS, "&&")],
                violation_error_message=_("Women and men do not sleep in one room."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room_id}/{self.bed}"

"""Tests, when they are held, and every try of every person. Fails are kept."""

from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, WorkCategory
from certificates.enums import Level, Result, TestKind
from certificates.models.certificate import Certificate
from core import history

if TYPE_CHECKING:
    from accounts.models import User


@history.kept("TestHistory")
class Test(models.Model):
    """A test as its issuer holds it: JLPT N4, JFT-Basic, the skill test of one work category."""

    __test__ = False  # not a test class for pytest

    slug = models.SlugField(_("code"), max_length=40, primary_key=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=TestKind)
    level = models.CharField(_("level"), max_length=2, choices=Level, blank=True, help_text=_("Only for JLPT."))
    work_category = models.ForeignKey(
        WorkCategory,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("work category"),
        help_text=_("Only for a skill test."),
    )
    issuer = models.CharField(_("issuer"), max_length=80)
    minimum_age = models.PositiveSmallIntegerField(
        _("minimum age on the test day"), null=True, blank=True, help_text=_("Empty: no limit.")
    )

    class Meta:
        verbose_name = _("test")
        verbose_name_plural = _("tests")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=TestKind.SKILL) | Q(work_category__isnull=False),
                name="skill_test_has_a_work_category",
                violation_error_message=_("A skill test belongs to a work category. Choose it."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=TestKind.JLPT) | ~Q(level=""),
                name="jlpt_test_has_a_level",
                violation_error_message=_("Give the JLPT level."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


@history.kept("SittingHistory")
class Sitting(models.Model):
    """One day on which a test is held at one place, and until when a seat can be booked."""

    test = models.ForeignKey(Test, models.PROTECT, related_name="sittings", verbose_name=_("test"))
    place = models.CharField(_("place"), max_length=80, help_text=_("City and test centre."))
    held_on = models.DateField(_("test day"))
    book_by = models.DateField(_("last day to book"), null=True, blank=True)

    class Meta:
        verbose_name = _("sitting")
        verbose_name_plural = _("sittings")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["test", "place", "held_on"],
                name="sitting_once_per_place_and_day",
                violation_error_message=_("This sitting is already on the calendar."),
            ),
            models.CheckConstraint(
                condition=Q(book_by__isnull=True) | Q(book_by__lte=F("held_on")),
                name="booked_before_the_test",
                violation_error_message=_("The last day to book lies after the test day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.test}, {date_format(self.held_on)}, {self.place}"


class BookingQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: "User") -> Self:
        """Those of the candidates this person may see."""
        return self.filter(candidate__in=Candidate.objects.visible_to(user))

    def naming(self) -> Self:
        """Those whose name still matters: the test lies ahead, or its pass will be shown."""
        return self.filter(result__in=(Result.WAITING, Result.PASSED)).exclude(account_name="")

    def waiting(self, on: Any) -> Self:
        """Held already, and the result is not on record."""
        return self.filter(result=Result.WAITING, sitting__held_on__lt=on)


# Whose it is changes only when two records are joined, and that has a ledger of its own.
@history.kept("BookingHistory", leave_out=["candidate", "booked_at"])
class Booking(models.Model):
    """One try: a seat of one person in a sitting, and what came of it."""

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="bookings", verbose_name=_("sitting"))
    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="bookings", verbose_name=_("candidate"))
    booking_no = models.CharField(
        _("booking number"), max_length=40, blank=True, help_text=_("As on the confirmation of the test centre.")
    )
    account_name = models.CharField(
        _("name in the test account"), max_length=120, blank=True, help_text=_("As the test centre will print it.")
    )
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    booked_at = models.DateTimeField(_("recorded"), default=timezone.now)
    result = models.CharField(_("result"), max_length=10, choices=Result, default=Result.WAITING)
    score = models.PositiveSmallIntegerField(_("score"), null=True, blank=True)
    sections = models.CharField(
        _("section scores"),
        max_length=160,
        blank=True,
        help_text=_("As printed, for example: reading 61, listening 33."),
    )
    result_on = models.DateField(_("day of the result"), null=True, blank=True)
    result_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("result recorded by"),
    )
    certificate = models.OneToOneField(
        Certificate, models.PROTECT, null=True, blank=True, related_name="booking", verbose_name=_("certificate")
    )

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("test booking")
        verbose_name_plural = _("test bookings")
        ordering = ["-sitting__held_on", "-pk"]
        permissions = [("record_result", "Can record the result of a test")]
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "candidate"],
                name="one_seat_per_sitting",
                violation_error_message=_("This person already has a seat in this sitting."),
            ),
            models.CheckConstraint(
                condition=(Q(result=Result.WAITING) & Q(result_on__isnull=True))
                | (~Q(result=Result.WAITING) & Q(result_on__isnull=False, result_by__isnull=False)),
                name="result_has_a_day_and_a_name",
                violation_error_message=_("A result has a day and the name of who recorded it."),
            ),
            models.CheckConstraint(
                condition=Q(certificate__isnull=True) | Q(result=Result.PASSED),
                name="certificate_only_of_a_pass",
                violation_error_message=_("Only a passed test gives a certificate."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sitting.test}: {self.get_result_display()}"

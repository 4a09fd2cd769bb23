"""A class, who teaches it and who sits in it."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, roles_of
from candidates.models import Journey, Programme, Sector
from candidates.models.person import OFFICE
from core import history

if TYPE_CHECKING:
    from accounts.models import User


@history.kept("SiteHistory")
class Site(models.Model):
    name = models.CharField(_("name"), max_length=60, unique=True)
    address = models.CharField(_("address"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("site")
        verbose_name_plural = _("sites")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class TrainingClassQuerySet(models.QuerySet["TrainingClass"]):
    def visible_to(
        self, user: "User", on: date | None = None, until: date | None = None, *, replacements: bool = True
    ) -> Self:
        """Officers see every class; a trainer the classes they teach on that day (or on a day up to `until`).

        With `replacements=False` whoever has it for an evening only does not see it.
        """
        if user.is_superuser or not OFFICE.isdisjoint(roles_of(user)):
            return self
        if Role.TRAINER not in roles_of(user):
            return self.none()
        on = on or timezone.localdate()
        teaching = ClassTrainer.objects.filter(training_class=OuterRef("pk"), user=user).between(on, until or on)
        if not replacements:
            teaching = teaching.filter(handed_over_by=None)
        return self.filter(Exists(teaching))

    def running(self, on: date | None = None) -> Self:
        on = on or timezone.localdate()
        return self.filter(starts_on__lte=on, ends_on__gte=on)

    def with_room(self, on: date | None = None) -> Self:
        """Not over, and with a seat free from that day (or its first day) on; `taken` is how many are not."""
        on = on or timezone.localdate()
        first_day = Greatest("starts_on", Value(on))
        sits = Q(enrolments__to_on=None) | Q(enrolments__to_on__gte=first_day)
        rows = self.filter(ends_on__gte=on).annotate(taken=Count("enrolments", filter=sits))
        return rows.filter(taken__lt=F("capacity"))


@history.kept("TrainingClassHistory")
class TrainingClass(models.Model):
    code = models.CharField(
        _("code"),
        max_length=20,
        unique=True,
        validators=[RegexValidator(r"^[A-Za-z0-9-]+$", _("Only letters, digits and hyphens, for example A-2026."))],
        help_text=_("Stands in addresses and files, for example A-2026."),
    )
    name = models.CharField(_("name"), max_length=60, help_text=_("As people say it, for example Kelas A."))
    site = models.ForeignKey(Site, models.PROTECT, related_name="classes", verbose_name=_("site"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="training_classes", verbose_name=_("programme")
    )
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("sector"),
        help_text=_("Empty: a class for several sectors."),
    )
    capacity = models.PositiveSmallIntegerField(_("seats"), default=25, validators=[MinValueValidator(1)])
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))

    objects = TrainingClassQuerySet.as_manager()

    class Meta:
        verbose_name = _("class")
        verbose_name_plural = _("classes")
        ordering = ["-starts_on", "code"]
        permissions = [
            ("enter_scores", _("Can enter an evening's scores")),
            ("waive_day", _("Can waive a class day without scores")),
            ("place_trainee", _("Can place people into a class")),
        ]
        indexes = [models.Index(fields=["-starts_on", "-id"], name="class_newest_first")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="class_ends_after_it_starts",
                violation_error_message=_("The last day of the class lies before its first day."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__gte=1),
                name="class_has_a_seat",
                violation_error_message=_("A class has at least one seat."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClassTrainerQuerySet(models.QuerySet["ClassTrainer"]):
    def between(self, first: date, last: date) -> Self:
        """Teaching on at least one day from `first` to `last`."""
        return self.filter(Q(to_on=None) | Q(to_on__gte=first), from_on__lte=last)


@history.kept("ClassTrainerHistory")
class ClassTrainer(models.Model):
    """Who teaches a class from when to when. A replacement has the evenings that somebody handed over."""

    training_class = models.ForeignKey(TrainingClass, models.CASCADE, related_name="trainers", verbose_name=_("class"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="teaches", verbose_name=_("trainer")
    )
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True, help_text=_("Empty: until further notice."))
    handed_over_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("handed over by"),
        help_text=_("Somebody gave the class away for these evenings. Empty: one of its own trainers."),
    )

    objects = ClassTrainerQuerySet.as_manager()

    class Meta:
        verbose_name = _("trainer of a class")
        verbose_name_plural = _("trainers of a class")
        ordering = ["-from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="trainer_leaves_after_starting",
                violation_error_message=_("The trainer's last day lies before their first."),
            ),
            models.CheckConstraint(
                condition=Q(handed_over_by=None) | Q(to_on__isnull=False),
                name="replacement_has_a_last_evening",
                violation_error_message=_("A replacement has a last evening."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.training_class_id}"

    @property
    def is_replacement(self) -> bool:
        return self.handed_over_by_id is not None


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def between(self, first: date, last: date) -> Self:
        """In class on at least one day from `first` to `last`. Whoever's journey was closed before is not."""
        return self.filter(
            Q(to_on=None) | Q(to_on__gte=first),
            Q(journey__closed_on=None) | Q(journey__closed_on__gte=first),
            from_on__lte=last,
        )

    def on(self, day: date) -> Self:
        return self.between(day, day)


class Enrolment(models.Model):
    """A seat in a class, from a day on. `to_on` is the last day in class; empty while the person is there."""

    training_class = models.ForeignKey(
        TrainingClass, models.PROTECT, related_name="enrolments", verbose_name=_("class")
    )
    journey = models.ForeignKey(Journey, models.PROTECT, related_name="enrolments", verbose_name=_("journey"))
    trainee_no = models.PositiveSmallIntegerField(_("trainee number"))
    from_on = models.DateField(_("from"))
    to_on = models.DateField(_("to"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded"), default=timezone.now, editable=False)
    # Seats that were given out with one press share it, and are taken back as one.
    press = models.UUIDField(_("given out together"), null=True, editable=False)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        ordering = ["training_class", "trainee_no"]
        indexes = [models.Index("press", condition=Q(press__isnull=False), name="enrolment_given_together")]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "trainee_no"],
                name="trainee_number_once_per_class",
                violation_error_message=_("This trainee number is already taken in this class."),
            ),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")),
                name="enrolment_ends_after_it_starts",
                violation_error_message=_("The last day in class lies before the first."),
            ),
            ExclusionConstraint(
                name="one_class_at_a_time",
                expressions=[
                    ("journey", RangeOperators.EQUAL),
                    (
                        Func("from_on", "to_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("This person already sits in a class on these days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id}/{self.trainee_no}"

    def covers(self, day: date) -> bool:
        """Whether the person sat in this class on that day."""
        last_days = [last for last in (self.to_on, self.journey.closed_on) if last]
        return self.from_on <= day <= min(last_days, default=day)

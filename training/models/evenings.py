"""One evening of a class: who was there, what they scored, who entered it and what was corrected."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, OuterRef, Q
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import history
from training.enums import AttendanceStatus, ScoreSource
from training.models.classes import Enrolment, TrainingClass
from training.models.marking import Criterion


class Evening(models.Model):
    """That a class day was entered. `version` grows with each save, so that nobody overwrites what they never saw."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="evenings", verbose_name=_("class"))
    day = models.DateField(_("day"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"))
    version = models.PositiveIntegerField(_("version"), default=1)
    late_reason = models.CharField(_("reason for the late entry"), max_length=200, blank=True)
    from_book = models.BooleanField(
        _("from a score book"),
        default=False,
        db_default=False,
        editable=False,
        help_text=_("Taken from an old score book, which may lack some of the trainees."),
    )

    class Meta:
        verbose_name = _("evening")
        verbose_name_plural = _("evenings")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "day"],
                name="one_evening_per_class_and_day",
                violation_error_message=_("This class day was already entered."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id} {self.day:%Y-%m-%d}"


@history.kept("DayWaiverHistory")
class DayWaiver(models.Model):
    """A named person declares that a class day stays without scores, so that the phone list can become final."""

    training_class = models.ForeignKey(TrainingClass, models.PROTECT, related_name="waivers", verbose_name=_("class"))
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("recorded"), default=timezone.now)

    class Meta:
        verbose_name = _("waived day")
        verbose_name_plural = _("waived days")
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(
                fields=["training_class", "day"],
                name="one_waiver_per_class_and_day",
                violation_error_message=_("This day was already waived."),
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="waiver_has_a_reason",
                violation_error_message=_("Write why the day stays without scores."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.training_class_id} {self.day:%Y-%m-%d}"


class Attendance(models.Model):
    enrolment = models.ForeignKey(  # its index is the beginning of the unique one
        Enrolment, models.PROTECT, db_index=False, related_name="attendances", verbose_name=_("enrolment")
    )
    day = models.DateField(_("day"))
    status = models.CharField(_("attendance"), max_length=10, choices=AttendanceStatus)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "day"],
                name="one_attendance_per_trainee_and_day",
                violation_error_message=_("The attendance of this day is already on file."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=AttendanceStatus.values),
                name="attendance_is_a_known_word",
                violation_error_message=_("Choose present, late, permitted leave, sick or absent."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day:%Y-%m-%d} {self.status}"


class Score(models.Model):
    """What a trainee scored in one criterion on one day. No row means "not entered", never 0."""

    enrolment = models.ForeignKey(  # its index is the beginning of the unique one
        Enrolment, models.PROTECT, db_index=False, related_name="scores", verbose_name=_("enrolment")
    )
    day = models.DateField(_("day"))
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="scores", verbose_name=_("criterion"))
    value = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    source = models.CharField(_("source"), max_length=5, choices=ScoreSource, default=ScoreSource.TYPED)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    entered_at = models.DateTimeField(_("entered"))

    class Meta:
        verbose_name = _("score")
        verbose_name_plural = _("scores")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "day", "criterion"],
                name="one_score_per_trainee_day_criterion",
                violation_error_message=_("This score is already on file."),
            ),
            models.CheckConstraint(
                condition=Q(value__range=(0, 100)),
                name="score_0_to_100",
                violation_error_message=_("A score lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(source__in=ScoreSource.values),
                name="score_source_is_known",
                violation_error_message=_("A score is either the usual one or typed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day:%Y-%m-%d} {self.criterion_id}: {self.value}"


class ScoreChangeQuerySet(models.QuerySet["ScoreChange"]):
    def with_names(self) -> Self:
        """`names`: key and name of each of `criteria`."""
        place = Func(OuterRef("criteria"), F("pk"), function="array_position", output_field=models.IntegerField())
        named = Criterion.objects.alias(place=place).filter(place__gt=0)
        return self.annotate(names=ArraySubquery(named.values(json=JSONObject(pk="pk", name="name"))))


class ScoreChange(models.Model):
    """One trainee's line of one day as it was corrected, as in a paper ledger: the old values stay readable.

    `criteria`, `before` and `after` belong together, place by place; None in `after` says that the score was taken
    out. Written by the statement that changed the scores: one row for the whole line, because an evening that is
    corrected as a whole would otherwise write 150 of them and check three keys for each.
    """

    enrolment = models.ForeignKey(  # no index of its own for these two: `scorechange_of_trainee_day` answers
        Enrolment, models.PROTECT, db_index=False, related_name="score_changes", verbose_name=_("enrolment")
    )
    day = models.DateField(_("day"))
    criteria = ArrayField(models.BigIntegerField(), verbose_name=_("criteria"))
    before = ArrayField(models.DecimalField(max_digits=5, decimal_places=2), verbose_name=_("before"))
    after = ArrayField(
        models.DecimalField(max_digits=5, decimal_places=2, null=True),
        verbose_name=_("after"),
        help_text=_("Empty: the score was taken out."),
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("changed"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = ScoreChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("score correction")
        verbose_name_plural = _("score corrections")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["enrolment", "day"], name="scorechange_of_trainee_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(criteria__len__gt=0, before__len=F("criteria__len"), after__len=F("criteria__len")),
                name="score_change_has_both_values",
                violation_error_message=_("A correction says of each criterion what stood there before and after."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day:%Y-%m-%d}: {len(self.criteria)}"

    def values(self) -> Iterator[tuple[int, Decimal, Decimal | None]]:
        """(criterion, before, after) of each corrected score."""
        return zip(self.criteria, self.before, self.after, strict=True)


class AttendanceChange(models.Model):
    """A corrected attendance, as in a paper ledger. Written by the statement that changed it."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, db_index=False, related_name="attendance_changes", verbose_name=_("enrolment")
    )
    day = models.DateField(_("day"))
    old = models.CharField(_("before"), max_length=10, choices=AttendanceStatus)
    new = models.CharField(_("after"), max_length=10, choices=AttendanceStatus)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, db_index=False, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("changed"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("attendance correction")
        verbose_name_plural = _("attendance corrections")
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["enrolment", "day"], name="attchange_of_trainee_day")]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day:%Y-%m-%d}: {self.old} → {self.new}"


class DayNote(models.Model):
    """A short note of a trainer about one trainee and one day, for the briefing of the next morning."""

    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, db_index=False, related_name="notes", verbose_name=_("enrolment")
    )
    day = models.DateField(_("day"))
    text = models.CharField(_("note"), max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("note of a day")
        verbose_name_plural = _("notes of a day")
        ordering = ["-day", "enrolment"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "day"],
                name="one_note_per_trainee_and_day",
                violation_error_message=_("This trainee already has a note for this day. Change that one."),
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="day_note_says_something",
                violation_error_message=_("Write the note, or leave it out."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id} {self.day:%Y-%m-%d}"

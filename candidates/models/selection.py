"""Choosing people: the test, decisions for many at once, and the reasons that a candidate reads."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import Again, Attendance, BatchDeed, CloseReason, Outcome, Stage
from candidates.models.journey import Journey, JourneyEvent
from core import history

# Who comes on the reserve list reads why as well.
REASON_KINDS = [*CloseReason.choices, (Stage.RESERVE.value, Stage.RESERVE.label)]


@history.kept("ClosingReasonHistory")
class ClosingReason(models.Model):
    """Why a journey ends or waits, in the words that the candidate reads, and when they may come back."""

    kind = models.CharField(_("way out"), max_length=20, choices=REASON_KINDS)
    text = models.CharField(
        _("reason"),
        max_length=200,
        help_text=_("The candidate reads it after “The reason:”. Short, kind and true, without a full stop."),
    )
    again_when = models.CharField(
        _("may register again"),
        max_length=20,
        choices=Again,
        blank=True,
        help_text=_("Empty for the reserve list: nothing has ended there."),
    )
    position = models.PositiveSmallIntegerField(_("position in lists"), default=0)
    is_active = models.BooleanField(_("offered to officers"), default=True)

    class Meta:
        verbose_name = _("closing reason")
        verbose_name_plural = _("closing reasons")
        ordering = ["kind", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "text"],
                name="one_closing_reason_per_text",
                violation_error_message=_("This reason is on the list already."),
            ),
            models.CheckConstraint(
                condition=~Q(kind=CloseReason.NOT_CHOSEN.value) | ~Q(again_when=Again.BY_OFFICER.value),
                name="reason_of_not_chosen_has_a_day",
                violation_error_message=_("Who was not chosen is promised a day to register again."),
            ),
            models.CheckConstraint(
                condition=(Q(kind=Stage.RESERVE.value) & Q(again_when=""))
                | (~Q(kind=Stage.RESERVE.value) & ~Q(again_when="")),
                name="closing_reason_says_when_again",
                violation_error_message=_(
                    "Say when the person may register again; for the reserve list leave it empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SelectionBatch(models.Model):
    """One decision of one officer about many people; taken back as one."""

    key = models.UUIDField(_("form key"), unique=True, editable=False)
    deed = models.CharField(_("decision"), max_length=10, choices=BatchDeed)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    on = models.DateField(_("dated"))
    # What else was decided, so that a decision that was cut off can go on.
    again_when = models.CharField(_("may register again"), max_length=20, choices=Again, blank=True)
    test_on = models.DateField(_("test day"), null=True, blank=True)
    test_starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    test_place = models.CharField(_("place"), max_length=120, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("recorded"), default=timezone.now)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision for many")
        verbose_name_plural = _("decisions for many")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True, undone_by__isnull=True)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="taken_back_by_somebody",
                violation_error_message=_("Say who took it back."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} · {timezone.localtime(self.at):%Y-%m-%d %H:%M}"


class BatchEntry(models.Model):
    """What a decision for many did with one person. `note` is the sentence that explains a refusal.

    All rows are there before the first person is moved, `expected` at the stage that the officer saw: whatever
    interrupts the work, it is known whose turn has not come.
    """

    batch = models.ForeignKey(SelectionBatch, models.CASCADE, related_name="entries", verbose_name=_("decision"))
    journey = models.ForeignKey(Journey, models.CASCADE, related_name="batch_entries", verbose_name=_("journey"))
    event = models.OneToOneField(
        JourneyEvent, models.CASCADE, null=True, related_name="batch_entry", verbose_name=_("journey event")
    )
    test = models.OneToOneField(
        "SelectionTest", models.SET_NULL, null=True, related_name="batch_entry", verbose_name=_("selection test")
    )
    expected = models.CharField(_("stage on the screen"), max_length=12, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.WAITING)
    note = models.TextField(_("why"), blank=True)

    class Meta:
        verbose_name = _("person in a decision")
        verbose_name_plural = _("people in a decision")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "journey"],
                name="once_per_decision",
                violation_error_message=_("This person is in this decision already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.journey_id}"


@history.kept("SelectionTestHistory", leave_out=["invited_by", "invited_at", "recorded_at"])
class SelectionTest(models.Model):
    """A person invited to the selection test of one day: came or not, and how it went."""

    journey = models.ForeignKey(Journey, models.CASCADE, related_name="tests", verbose_name=_("journey"))
    on = models.DateField(_("test day"))
    starts_at = models.TimeField(_("starts at"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=120)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited"), default=timezone.now)
    attendance = models.CharField(_("attendance"), max_length=10, choices=Attendance, blank=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded"), null=True, blank=True)

    class Meta:
        verbose_name = _("selection test")
        verbose_name_plural = _("selection tests")
        ordering = ["-on", "pk"]
        indexes = [models.Index(fields=["on", "journey"], name="selectiontest_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["journey", "on"],
                name="one_test_a_day",
                violation_error_message=_("This person is invited for that day already."),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(attendance=Attendance.PRESENT.value),
                name="a_score_needs_presence",
                violation_error_message=_("Only who came to the test has a score."),
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__range=(0, 100)),
                name="test_score_0_to_100",
                violation_error_message=_("A score lies between 0 and 100."),
            ),
            models.CheckConstraint(
                condition=Q(attendance="", recorded_by__isnull=True)
                | (~Q(attendance="") & Q(recorded_by__isnull=False)),
                name="attendance_recorded_by_somebody",
                violation_error_message=_("Say who recorded the attendance."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.journey_id}: {self.on}"


class OpeningNotice(models.Model):
    """A phone that is told once when registration opens, then forgotten."""

    phone = models.CharField(_("phone"), max_length=16, unique=True)
    left_on = models.DateField(_("left on"))

    class Meta:
        verbose_name = _("phone to be told of the opening")
        verbose_name_plural = _("phones to be told of the opening")
        constraints = [
            models.CheckConstraint(
                condition=Q(phone__regex=r"^\+[1-9][0-9]{7,14}$"),
                name="opening_notice_phone_is_e164",
                violation_error_message=_("The phone number needs its country code, for example +62812…"),
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

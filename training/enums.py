"""The closed lists of the classroom."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttendanceStatus(models.TextChoices):
    """The words of the paper score book; `import_scores` reads the same ones."""

    PRESENT = "hadir", _("Present")
    LATE = "terlambat", _("Late")
    EXCUSED = "izin", _("Permitted leave")
    SICK = "sakit", _("Sick")
    UNEXCUSED = "alpa", _("Absent without reason")


# Sick and permitted days are left out of the week; a day of absence without reason counts as 0.
LEFT_OUT = frozenset({AttendanceStatus.EXCUSED.value, AttendanceStatus.SICK.value})
THERE = frozenset({AttendanceStatus.PRESENT.value, AttendanceStatus.LATE.value})


class ScoreSource(models.TextChoices):
    """Whether the trainer typed the value or left the trainee's usual one standing."""

    USUAL = "usual", _("Usual value")
    TYPED = "typed", _("Typed")


class PhoneMode(models.TextChoices):
    AVERAGE = "average", _("The week's average reaches the limit")
    EVERY_DAY = "every_day", _("Every counted day reaches the limit")


class LeaveKind(models.TextChoices):
    """An approved leave becomes the attendance of its days, so these are words of `AttendanceStatus`."""

    SICK = AttendanceStatus.SICK.value, _("Sick")
    PERMITTED = AttendanceStatus.EXCUSED.value, _("Permitted leave")


class LeaveState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")
    DROPPED = "dropped", _("Taken back")


class RollKind(models.TextChoices):
    """The two moments of a morning at which everybody is counted. The words stand in addresses."""

    WAKE_UP = "bangun", _("Wake-up, 05:00")
    BRIEFING = "briefing", _("Briefing, 07:30")


class RollMark(models.TextChoices):
    """What one tap after the other makes of a name: present, late, absent, excused, present again."""

    PRESENT = "hadir", _("Present")
    LATE = "terlambat", _("Late")
    ABSENT = "tidak", _("Not there")
    EXCUSED = "izin", _("Excused")

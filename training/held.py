"""What is held here about a person, for their own copy."""

from django.utils.translation import gettext as _

from candidates.disclosure import Part, held, table
from candidates.models import Candidate
from training.models import Attendance, DayNote, Enrolment, RollEntry, Score


@held
def classes(candidate: Candidate) -> Part:
    rows = Enrolment.objects.filter(journey__candidate=candidate).select_related("training_class")
    return table("classes", _("Classes"), rows, ["training_class", "trainee_no", "from_on", "to_on"])


@held
def attendance(candidate: Candidate) -> Part:
    rows = Attendance.objects.filter(enrolment__journey__candidate=candidate).order_by("day")
    return table("attendance", _("Attendance in class"), rows, ["day", "status"])


@held
def mornings(candidate: Candidate) -> Part:
    rows = RollEntry.objects.filter(enrolment__journey__candidate=candidate).order_by("day", "kind")
    return table("mornings", _("Wake-up and briefing"), rows, ["day", "kind", "mark"])


@held
def scores(candidate: Candidate) -> Part:
    rows = Score.objects.filter(enrolment__journey__candidate=candidate).select_related("criterion")
    return table("scores", _("Scores"), rows.order_by("day", "criterion"), ["day", "criterion", "value"])


@held
def notes(candidate: Candidate) -> Part:
    rows = DayNote.objects.filter(enrolment__journey__candidate=candidate)
    return table("day_notes", _("Notes of trainers"), rows, ["day", "text"])

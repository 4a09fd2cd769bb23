"""What is emptied here when a person is erased: words of trainers. Scores stay under the trainee number."""

from candidates.erasure import blank, erases
from candidates.models import Candidate
from training.models import AttendanceChange, DayNote, ScoreChange


@erases
def words_of_trainers(candidate: Candidate) -> None:
    whose = {"enrolment__journey__candidate": candidate}
    blank(DayNote.objects.filter(**whose), "text")
    blank(ScoreChange.objects.filter(**whose), "reason")
    blank(AttendanceChange.objects.filter(**whose), "reason")

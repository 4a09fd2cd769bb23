"""What is emptied here when a person is erased: words of trainers. Scores stay under the trainee number."""

from candidates.erasure import blank, delete_file, erases
from candidates.models import Candidate
from training.models import (
    AttendanceChange,
    DayNote,
    DisciplineEvent,
    DisciplineWarning,
    LeavePaper,
    LeaveRequest,
    RollChange,
    ScoreChange,
)


@erases
def words_of_trainers(candidate: Candidate) -> None:
    whose = {"enrolment__journey__candidate": candidate}
    blank(DayNote.objects.filter(**whose), "text")
    blank(ScoreChange.objects.filter(**whose), "reason")
    blank(AttendanceChange.objects.filter(**whose), "reason")
    blank(RollChange.objects.filter(**whose), "reason")


@erases
def leave_and_discipline(candidate: Candidate) -> None:
    """Days and points stay for the counts of the class; words and photos go."""
    papers = LeavePaper.objects.filter(leave__journey__candidate=candidate)
    for paper in papers:
        delete_file(paper.file)
    papers.delete()
    blank(LeaveRequest.objects.filter(journey__candidate=candidate), "reason", "answer")
    whose = {"enrolment__journey__candidate": candidate}
    blank(DisciplineEvent.objects.filter(**whose), "note", "withdrawn_reason")
    blank(DisciplineWarning.objects.filter(**whose), "outcome")

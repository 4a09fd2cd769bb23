"""The sheet for 07:30: who is here, the duties, what the trainers wrote down, what to announce. One page a class."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training import leaves
from training.duties import Turn, duties_in_use, roster
from training.enums import THERE, AttendanceStatus
from training.models import Attendance, DayNote, Enrolment, Evening, LeaveRequest, TrainingClass


@dataclass
class Person:
    """One trainee on the sheet; `status` is how the last entered class day ended, "" when nothing was entered."""

    enrolment: Enrolment
    status: str = ""
    note: str = ""
    leave: LeaveRequest | None = None
    announcements: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.enrolment.journey.candidate.name

    @property
    def short_name(self) -> str:
        """The call name, with the number because two may be called the same."""
        return f"{self.enrolment.trainee_no}. {self.enrolment.journey.candidate.call_name}"

    @property
    def label(self) -> str:
        return str(AttendanceStatus(self.status).label) if self.status else ""

    @property
    def is_there(self) -> bool:
        return self.status in THERE

    @property
    def is_away(self) -> bool:
        """On approved leave this morning, or not there when the last class day was entered."""
        return self.leave is not None or (bool(self.status) and not self.is_there)

    @property
    def why(self) -> str:
        """Leave says until when; otherwise how the last class day ended."""
        if self.leave is None:
            return self.label
        until = {"kind": self.leave.get_kind_display(), "day": date_format(self.leave.to_on, "j F")}
        return _("%(kind)s until %(day)s") % until


@dataclass(frozen=True)
class Briefing:
    """The morning of one class. `last_day` is the class day before it that somebody entered."""

    training_class: TrainingClass
    on: date
    last_day: date | None
    people: list[Person]
    duties: list[Turn] = field(default_factory=list)

    @property
    def away(self) -> list[Person]:
        return [person for person in self.people if person.is_away]

    @property
    def noted(self) -> list[Person]:
        return [person for person in self.people if person.note]

    @property
    def with_announcements(self) -> list[Person]:
        return [person for person in self.people if person.announcements]

    @property
    def expected(self) -> int:
        return len(self.people) - len(self.away)

    @property
    def counts(self) -> Counter[str]:
        return Counter(person.status for person in self.people)


# What upper apps know of these journeys for this morning, as sentences: exams ahead, messages that wait for a phone.
Announcements = Callable[[list[int], date], Iterable[tuple[int, str]]]
_sources: list[Announcements] = []


def register(function: Announcements) -> Announcements:
    """Let another app add lines: it gets the journeys and the day, and gives (journey, sentence)."""
    if function not in _sources:
        _sources.append(function)
    return function


def briefing(training_class: TrainingClass, on: date) -> Briefing:
    """What the trainer reads out on that morning."""
    seats = Enrolment.objects.filter(training_class=training_class).on(on).select_related("journey__candidate")
    people = {seat.pk: Person(seat) for seat in seats.order_by("trainee_no")}
    before = Evening.objects.filter(
        training_class=training_class, day__lt=on, day__gte=on - timedelta(days=7)
    ).order_by("-day")
    last_day = before.values_list("day", flat=True).first()
    if last_day:
        here = {"enrolment__in": people, "day": last_day}
        for seat, status in Attendance.objects.filter(**here).values_list("enrolment_id", "status"):
            people[seat].status = status
        for seat, text in DayNote.objects.filter(**here).values_list("enrolment_id", "text"):
            people[seat].note = text
    of_journey = {person.enrolment.journey_id: person for person in people.values()}
    for journey, leave in leaves.away(of_journey, on).items():
        of_journey[journey].leave = leave
    for source in _sources:
        for journey, sentence in source(list(of_journey), on):
            of_journey[journey].announcements.append(sentence)
    here_now = [person.short_name for person in people.values() if not person.is_away]
    return Briefing(training_class, on, last_day, list(people.values()), roster(here_now, duties_in_use(), on))


@register
def decided_leave(journeys: list[int], on: date) -> Iterable[tuple[int, str]]:
    """What was decided since the day before the last class day: the message itself waits for the phone."""
    since = on - timedelta(days=3)
    decided = LeaveRequest.objects.filter(journey__in=journeys, decided_at__date__range=(since, on), to_on__gte=since)
    for leave in decided.order_by("from_on"):
        words = {"day": date_format(leave.from_on, "j F"), "state": str(leave.get_state_display()).lower()}
        yield leave.journey_id, _("Leave from %(day)s: %(state)s.") % words

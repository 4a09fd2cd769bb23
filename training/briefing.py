"""The sheet for 07:30: who is here, what the trainers wrote down, who speaks for whom. One page a class and morning."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from training.enums import THERE, AttendanceStatus
from training.models import Attendance, DayNote, Enrolment, Evening, TrainingClass


@dataclass
class Person:
    """One trainee on the sheet; `status` is how the last entered class day ended, "" when nothing was entered."""

    enrolment: Enrolment
    status: str = ""
    note: str = ""
    announcements: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.enrolment.journey.candidate.name

    @property
    def label(self) -> str:
        return str(AttendanceStatus(self.status).label) if self.status else ""

    @property
    def is_there(self) -> bool:
        return self.status in THERE


@dataclass(frozen=True)
class Briefing:
    """The morning of one class. `last_day` is the class day before it that somebody entered."""

    training_class: TrainingClass
    on: date
    last_day: date | None
    people: list[Person]

    @property
    def away(self) -> list[Person]:
        return [person for person in self.people if person.status and not person.is_there]

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
    for source in _sources:
        for journey, sentence in source(list(of_journey), on):
            of_journey[journey].announcements.append(sentence)
    return Briefing(training_class, on, last_day, list(people.values()))

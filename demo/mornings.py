"""The rolls of 05:00 and 07:30 in the classes that still run, and the morning that the trainer finds half done."""

from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from demo.classroom import Classroom
from demo.classroom import Room as ClassOf
from demo.story import Story
from training.enums import LEFT_OUT, AttendanceStatus, RollKind, RollMark
from training.models import Attendance, Enrolment
from training.rolls import take_roll

TOLD = 28  # days back in which the rolls are told; what lies before would only make the story longer
HOURS = {RollKind.WAKE_UP: time(5, 4), RollKind.BRIEFING: time(7, 33)}
# Who is late and who does not come, of a hundred; the same few more often than the others.
LATE, ABSENT, OFTEN = 0.6, 0.2, 8
RUNNING = "CD"


class Mornings:
    def __init__(self, story: Story, classroom: Classroom) -> None:
        self.story = story
        self.rooms = [classroom.rooms[letter] for letter in RUNNING]
        self.rng = Random(2027)  # its own, so that the rest of the year stays as it was

    def plan(self) -> None:
        """After the house, so that leave is on file before the roll that excuses it."""
        for room in self.rooms:
            self.story.plan(self.story.calendar.workday_before(room.training_class.starts_on), self._begin, room)

    def _begin(self, day: date, room: ClassOf) -> None:
        morning = max(room.training_class.starts_on, self.story.ago(TOLD))
        while morning <= min(room.training_class.ends_on, self.story.on):
            if self.story.calendar.is_workday(morning):
                self.story.plan(morning, self._morning, room)
            morning += timedelta(days=1)

    def _morning(self, day: date, room: ClassOf) -> None:
        marks = self._marks(day, room)
        for kind, hour in HOURS.items():
            # Today's second roll waits for the trainer; in the small hours the first one does too.
            if day == self.story.on and (kind == RollKind.BRIEFING or self.story.now() < self._at(day, hour)):
                continue
            take_roll(room.training_class, day, kind, marks[kind], by=room.trainer, now=self._at(day, hour))
        if day == self.story.calendar.workday_before(self.story.ago(3)):
            self._put_right(day, room, marks[RollKind.WAKE_UP])

    def _marks(self, day: date, room: ClassOf) -> dict[RollKind, dict[int, str]]:
        """Who is away all day is away in the morning; of the others one in a hundred oversleeps."""
        marks: dict[RollKind, dict[int, str]] = {kind: {} for kind in HOURS}
        seats = Enrolment.objects.filter(training_class=room.training_class).on(day).order_by("trainee_no")
        statuses = dict(
            Attendance.objects.filter(enrolment__training_class=room.training_class, day=day).values_list(
                "enrolment_id", "status"
            )
        )
        for seat, number in seats.values_list("pk", "trainee_no"):
            for kind in HOURS:
                chance = self.rng.random() * 100 / (OFTEN if number % 9 == 4 else 1)
                marks[kind][seat] = _mark(statuses.get(seat, ""), chance, kind)
        return marks

    def _put_right(self, day: date, room: ClassOf, marks: dict[int, str]) -> None:
        """One was tapped by mistake: put right half an hour later, and what stood before stays readable."""
        present = [seat for seat, mark in marks.items() if mark == RollMark.PRESENT]
        if present:
            for mark, minute in ((RollMark.LATE, 20), (RollMark.PRESENT, 40)):
                now = self._at(day, time(5, minute))
                take_roll(
                    room.training_class,
                    day,
                    RollKind.WAKE_UP,
                    {**marks, present[-1]: mark.value},
                    by=room.trainer,
                    now=now,
                )

    def _at(self, day: date, hour: time) -> datetime:
        return timezone.make_aware(datetime.combine(day, hour))


def _mark(status: str, chance: float, kind: RollKind) -> str:
    if status in LEFT_OUT:
        return RollMark.EXCUSED.value
    if status == AttendanceStatus.UNEXCUSED or chance < ABSENT:
        return RollMark.ABSENT.value
    if chance < ABSENT + LATE or (status == AttendanceStatus.LATE and kind == RollKind.BRIEFING and chance < 40):
        return RollMark.LATE.value
    return RollMark.PRESENT.value

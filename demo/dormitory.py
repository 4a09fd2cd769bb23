"""Rooms and beds at both sites, leave that was asked for and decided, and rules of the house that were broken."""

from datetime import date, timedelta
from random import Random

from candidates import family
from demo.classroom import SITES, Classroom
from demo.classroom import Room as ClassOf
from demo.story import Story
from training import discipline, dormitory, leaves
from training.enums import LEFT_OUT, LeaveKind
from training.models import Attendance, DisciplineKind, DisciplineWarning, Enrolment, Room, RoomStay, Site

ROOMS = [(f"{name} {number}", sex) for name, sex in (("Melati", "P"), ("Garuda", "L")) for number in (1, 2, 3)]
BEDS = 8
RECENT = 21  # days back in which each absence with permission has its leave
REASONS = {LeaveKind.SICK.value: "Demam dan batuk", LeaveKind.PERMITTED.value: "Acara keluarga di rumah"}
# Day back, class, place in the class, rule. Two of one person reach the second limit.
EVENTS = (
    (38, "C", 7, "room_untidy"),
    (31, "D", 4, "duty_missed"),
    (24, "C", 7, "phone_found"),
    (17, "D", 2, "out_without_leave"),
    (12, "C", 0, "room_untidy"),
    (10, "D", 2, "phone_found"),
    (9, "C", 5, "duty_missed"),
    (5, "D", 9, "phone_found"),
)
TAKEN_BACK = (5, "D")
FAMILIES = (("Siti Contoh", "mother"), ("Udin Contoh", "father"), ("Neneng Contoh", "sibling"))
AHEAD = ((3, "C", 0, LeaveKind.PERMITTED), (2, "D", 3, LeaveKind.PERMITTED), (1, "C", 4, LeaveKind.SICK))


class House:
    def __init__(self, story: Story, classroom: Classroom) -> None:
        self.story = story
        self.classes = classroom.rooms
        self.rng = Random(2026)  # its own, so that the rest of the year stays as it was
        for site in Site.objects.filter(name__in=SITES):
            Room.objects.bulk_create(Room(site=site, name=name, sex=sex, beds=BEDS) for name, sex in ROOMS)

    def plan(self) -> None:
        """After the classroom, so that people sit before they are given beds."""
        story, calendar = self.story, self.story.calendar
        for room in self.classes.values():
            training_class = room.training_class
            story.plan(calendar.workday_before(training_class.starts_on), self._move_in, room)
            story.plan(training_class.ends_on, self._move_out, room)
        for ago, letter, place, rule in EVENTS:
            story.plan(calendar.workday_before(story.ago(ago)), self._broken, letter, place, rule, (ago, letter))
        story.plan(story.on, self._asked)

    def _seats(self, room: ClassOf, day: date) -> list[Enrolment]:
        seats = room.training_class.enrolments.on(max(day, room.training_class.starts_on))
        return list(seats.select_related("journey__candidate", "training_class").order_by("trainee_no"))

    def _move_in(self, day: date, room: ClassOf) -> None:
        self._families(room, day)
        dormitory.give_beds(self._seats(room, day), by=self.story.office, on=max(day, room.training_class.starts_on))
        # From here on the evenings of the class are planned, and what is told of a day comes after them.
        later = max(room.training_class.starts_on, self.story.ago(RECENT))
        while later <= min(room.training_class.ends_on, self.story.on):
            self.story.plan(later, self._absences, room)
            later += timedelta(days=1)

    def _families(self, room: ClassOf, day: date) -> None:
        """Whom they tell at the door to write down for urgent news; every fifth names nobody."""
        for seat in self._seats(room, day):
            if seat.trainee_no % 5 and room.training_class.ends_on >= self.story.on:
                name, relation = FAMILIES[seat.trainee_no % len(FAMILIES)]
                # A range that nobody has, as in demo/names.py.
                phone = f"+628120009{seat.training_class_id % 10}{seat.trainee_no:02d}0"
                facts = {"name": name, "relation": relation, "phone": phone, "at": self.story.at(day, 10)}
                family.name_contact(seat.journey.candidate, by=room.trainer, on=day, **facts)

    def _move_out(self, day: date, room: ClassOf) -> None:
        people = [seat.journey_id for seat in self._seats(room, day)]
        for stay in RoomStay.objects.on(day).filter(journey__in=people, to_on=None):
            dormitory.leave_bed(stay, by=self.story.office, on=day)

    def _absences(self, day: date, room: ClassOf) -> None:
        """Whoever is away with permission had asked: the trainer wrote it down that morning."""
        away = Attendance.objects.filter(enrolment__training_class=room.training_class, day=day, status__in=LEFT_OUT)
        for entry in away.select_related("enrolment__journey"):
            kind = entry.status
            facts = {"kind": kind, "from_on": day, "to_on": day, "reason": REASONS[kind]}
            leave = leaves.ask(entry.enrolment.journey, by=room.trainer, at=self.story.at(day, 6), **facts)
            leaves.approve(leave, by=room.trainer, at=self.story.at(day, 7))

    def _broken(self, day: date, letter: str, place: int, rule: str, key: tuple[int, str]) -> None:
        room = self.classes[letter]
        seats = self._seats(room, day)
        kind = DisciplineKind.objects.filter(slug=rule).first()
        if kind is None or len(seats) <= place or not seats[place].covers(day):
            return
        at = self.story.at(day, 20)
        event = discipline.record(seats[place], kind, by=room.trainer, at=at)
        if key == TAKEN_BACK:
            discipline.withdraw(event, by=room.trainer, at=at, reason="HP milik pelatih, tertinggal di kamar.")
        warning = DisciplineWarning.objects.open().filter(enrolment=event.enrolment).first()
        if warning is not None and self.story.ago(15) > day:
            outcome = "Sudah diajak bicara, berjanji mematuhi aturan."
            discipline.settle(warning, by=self.story.office, at=at, outcome=outcome)

    def _asked(self, day: date) -> None:
        """What waits for an answer: Rina and two others ask for days of the week to come."""
        for ahead, letter, place, kind in AHEAD:
            seats = self._seats(self.classes[letter], day)
            when = self.story.calendar.workday(day + timedelta(days=ahead))
            if len(seats) > place and seats[place].covers(when) and when <= self.classes[letter].training_class.ends_on:
                facts = {"kind": kind.value, "from_on": when, "to_on": when, "reason": REASONS[kind.value]}
                leaves.ask(seats[place].journey, by=None, at=self.story.at(day, 6), **facts)

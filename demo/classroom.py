"""Four classes at two sites, and every evening of theirs but the ones that wait for the trainer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from candidates.models import Programme
from demo.story import Person, Story
from training import enrolment, scoring
from training.enums import THERE, AttendanceStatus
from training.hand_over import hand_over
from training.models import ClassTrainer, Criterion, Enrolment, Site, TrainingClass
from training.phone_list import Week
from training.sheet import Sheet, read_sheet

SITES = ("Tangerang Selatan", "Kota Serang")
# Letter, site, seats, first and last day (days ago).
CLASSES = (("A", 0, 25, 273, 150), ("B", 1, 23, 266, 143), ("C", 0, 25, 98, -44), ("D", 1, 22, 70, -72))
# Days back of the evenings that Bu Sari gave to Pak Budi: one long ago, one still to come.
REPLACED = {"A": 233, "C": -2}
OTHER_DAYS = (
    (AttendanceStatus.LATE, 3),
    (AttendanceStatus.SICK, 3),
    (AttendanceStatus.EXCUSED, 1),
    (AttendanceStatus.UNEXCUSED, 1),
)


@dataclass(eq=False)
class Room:
    """A class of the story with the people in it. `left_open` are the evenings that nobody has entered."""

    training_class: TrainingClass
    trainer: User
    seats: int
    people: list[Person] = field(default_factory=list)
    left_open: set[date] = field(default_factory=set)
    ability: dict[int, float] = field(default_factory=dict)


class Classroom:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.criteria = [criterion.pk for criterion in Criterion.objects.active()]
        self.rooms = {letter: self._room(letter, *rest) for letter, *rest in CLASSES}
        self.flooded = story.calendar.workday(story.ago(212))
        self._leave_open()

    def seats(self, letters: str) -> int:
        return sum(self.rooms[letter].seats for letter in letters)

    def plan(self, fill: Callable[[str], list[Person]], ready: Callable[[Room], None]) -> None:
        """`fill` is asked for the people of a class a few days before it begins; `ready` hears that they sit."""
        for letter, room in self.rooms.items():
            self.story.plan(
                self.story.calendar.workday_before(room.training_class.starts_on),
                self._place,
                room,
                letter,
                fill,
                ready,
            )

    def leave(self, day: date, person: Person) -> None:
        """The person's last day in class."""
        seat = Enrolment.objects.get(journey=person.journey, to_on=None)
        enrolment.leave(seat, by=self.story.office, on=day)

    def _room(self, letter: str, site: int, seats: int, first: int, last: int) -> Room:
        story = self.story
        starts_on = story.ago(first)
        starts_on = story.calendar.workday(starts_on - timedelta(days=starts_on.weekday()))
        training_class = TrainingClass.objects.create(
            code=f"{letter}-{starts_on.year}",
            name=f"Kelas {letter}",
            site=Site.objects.get_or_create(name=SITES[site])[0],
            programme=Programme.objects.get(year=starts_on.year),
            capacity=25,
            starts_on=starts_on,
            ends_on=story.ago(last) - timedelta(days=(story.ago(last).weekday() - 4) % 7),
        )
        sari, budi = story.people[Role.TRAINER], story.people["second trainer"]
        trainer = budi if letter == "B" else sari
        ClassTrainer.objects.create(training_class=training_class, user=trainer, from_on=starts_on)
        if letter in REPLACED:
            evening = story.calendar.workday(max(starts_on, story.ago(REPLACED[letter])))
            told = story.calendar.workday_before(min(evening, story.on + timedelta(days=1)))
            story.plan(told, self._hand_over, training_class, evening, sari, budi)
        if letter == "D":
            ClassTrainer.objects.create(training_class=training_class, user=budi, from_on=starts_on)
        return Room(training_class, trainer, min(25, story.share(seats, least=4)))

    def _leave_open(self) -> None:
        """Class C owes this week's last evening only; class D also one of the week that just ended.

        So the phone list of that week is final for one class and waits for the other, on whatever day of the week
        the demo is opened.
        """
        story = self.story
        ended = Week.of(story.on) if story.on.weekday() >= 5 else Week.of(story.on).shifted(-1)
        latest = story.on if story.calendar.is_workday(story.on) else story.calendar.workday_before(story.on)
        if latest > ended.friday:
            self.rooms["C"].left_open.add(latest)
            self.rooms["D"].left_open.add(latest)
        days = [day for day in ended.days if story.calendar.is_workday(day)]
        self.rooms["D"].left_open.add(days[len(days) // 2] if days else story.calendar.workday_before(ended.monday))
        self.closing = ended

    def _place(
        self, day: date, room: Room, letter: str, fill: Callable[[str], list[Person]], ready: Callable[[Room], None]
    ) -> None:
        for person in fill(letter):
            seat = enrolment.enrol(person.journey, room.training_class, by=self.story.officer, on=day)
            room.people.append(person)
            room.ability[seat.pk] = self.story.rng.gauss(81, 5)
        ready(room)
        if letter == "A":
            self.story.plan(self.flooded, self._waive, room)
        evening = room.training_class.starts_on
        while evening <= min(room.training_class.ends_on, self.story.on):
            is_open = evening in room.left_open or (letter == "A" and evening == self.flooded)
            if self.story.calendar.is_workday(evening) and not is_open:
                self.story.plan(evening, self._enter, room)
            evening += timedelta(days=1)

    def _hand_over(self, day: date, training_class: TrainingClass, evening: date, sari: User, budi: User) -> None:
        hand_over(training_class, to=budi, first=evening, last=evening, by=sari, on=day)

    # The evenings

    def _waive(self, day: date, room: Room) -> None:
        reason = "Asrama kebanjiran, kelas diliburkan."
        scoring.waive_day(room.training_class, day, by=self.story.office, reason=reason)

    def _enter(self, day: date, room: Room) -> None:
        sheet = read_sheet(room.training_class, day)
        if sheet is None or not sheet.seats:
            return
        rows = [self._row(room, seat.enrolment_id, day) for seat in sheet.seats]
        self._pin(room, day, rows)
        self._rina_is_there(room, rows)
        self._save(day, room, sheet, rows, hour=20, reason="")
        self.story.told["evenings"] += 1
        if self.story.rng.random() < 0.02 and day + timedelta(days=1) < self.story.on:
            self.story.plan(day + timedelta(days=1), self._correct, room, day, rows)

    def _correct(self, day: date, room: Room, evening: date, rows: list[scoring.Row]) -> None:
        """Two figures were swapped: the next day the score is put right, and the old one stays readable."""
        sheet = read_sheet(room.training_class, evening)
        present = next((number for number, row in enumerate(rows) if row.scores), None)
        if sheet is None or present is None:
            return
        row = rows[present]
        scores = {**row.scores, self.criteria[0]: Decimal("85")}
        rows = [*rows[:present], scoring.Row(row.enrolment_id, row.attendance, scores), *rows[present + 1 :]]
        self._save(day, room, sheet, rows, hour=21, reason="Angka tertukar saat diketik.")

    def _save(self, day: date, room: Room, sheet: Sheet, rows: list[scoring.Row], *, hour: int, reason: str) -> None:
        minute = self.story.rng.randrange(60)
        now = timezone.make_aware(datetime.combine(day, time(hour, minute)))
        scoring.save_evening(room.training_class, sheet.day, rows, by=room.trainer, now=now, reason=reason, sheet=sheet)

    def _row(self, room: Room, seat: int, day: date) -> scoring.Row:
        rng = self.story.rng
        status = AttendanceStatus.PRESENT
        if rng.random() < 0.07:
            status = rng.choices([one for one, _weight in OTHER_DAYS], [weight for _one, weight in OTHER_DAYS])[0]
        if status not in THERE:
            return scoring.Row(seat, status.value)
        weeks = (day - room.training_class.starts_on).days / 7
        level = room.ability[seat] + min(weeks, 16) * 0.25 - (2 if status == AttendanceStatus.LATE else 0)
        scores = {
            criterion: Decimal(max(40, min(100, round(rng.gauss(level, 4)))))
            for criterion in self.criteria
            if rng.random() > 0.004  # a cell that was passed over stays empty
        }
        return scoring.Row(seat, status.value, scores)

    def _rina_is_there(self, room: Room, rows: list[scoring.Row]) -> None:
        """The candidate who can log in reads a week of her own scores, never an empty one."""
        if room is self.rooms["C"] and not rows[0].scores:
            scores = {criterion: Decimal(self.story.rng.randrange(78, 92)) for criterion in self.criteria}
            rows[0] = scoring.Row(rows[0].enrolment_id, AttendanceStatus.PRESENT.value, scores)

    def _pin(self, room: Room, day: date, rows: list[scoring.Row]) -> None:
        """In the week that just ended one trainee of class C misses the limit of 80 by a hair."""
        if room is not self.rooms["C"] or day not in self.closing.days or len(rows) < 3:
            return
        scores = dict.fromkeys(self.criteria, Decimal(80))
        if day == self.closing.monday or len([d for d in self.closing.days if self.story.calendar.is_workday(d)]) < 5:
            scores[self.criteria[-1]] = Decimal("79.7")
        rows[2] = scoring.Row(rows[2].enrolment_id, AttendanceStatus.PRESENT.value, scores)

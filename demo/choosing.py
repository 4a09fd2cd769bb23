"""The selection: a test day, then for each person chosen, reserve, or not this time, with a reason they can read."""

from collections.abc import Sequence
from datetime import date

from candidates import journey as journeys
from candidates import selecting
from candidates.enums import CloseReason, Stage
from demo.registering import Intake
from demo.story import Person, Story

REASONS = (
    "Nilai tes tertulis di bawah batas.",
    "Tidak hadir pada hari tes.",
    "Tempat di kelas bidang ini sudah penuh.",
    "Tes kesamaptaan belum lolos. Silakan berlatih dan mendaftar lagi.",
    "Izin orang tua atau wali belum ada.",
    "Pada hari wawancara belum yakin mau tinggal di asrama.",
)


class Selection:
    """Two rounds. Who is chosen waits in `chosen` for a class of that round."""

    def __init__(self, story: Story, intake: Intake) -> None:
        self.story = story
        self.intake = intake
        self.chosen: dict[int, list[Person]] = {1: [], 2: []}
        self.reserves: list[Person] = []

    def plan(self, first_seats: int, second_seats: int) -> None:
        calendar, story = self.story.calendar, self.story
        story.plan(calendar.workday(story.ago(284)), self._decide, 1, first_seats)
        story.plan(calendar.workday(story.ago(108)), self._decide, 2, second_seats)

    def _decide(self, day: date, round_no: int, seats: int) -> None:
        story = self.story
        candidates, self.intake.verified = self._in_order(), []
        if round_no == 2:
            candidates = self._call_reserves(day, candidates)
        reserve = story.share(34)
        self.chosen[round_no], rest = candidates[:seats], candidates[seats:]
        for person in self.chosen[round_no]:
            selecting.select(person.journey, by=story.head, on=day)
        for number, person in enumerate(rest[:reserve]):
            selecting.reserve(person.journey, by=story.officer, on=day)
            if number == 0:  # pressed the wrong button, and noticed
                selecting.take_back(person.journey, Stage.RESERVE, by=story.head, on=day)
                selecting.reserve(person.journey, by=story.head, on=day)
        self.reserves = rest[:reserve]
        self._refuse(day, rest[reserve:])

    def _in_order(self) -> list[Person]:
        """The best first: chance, except that Rina is among them."""
        people = sorted(self.intake.verified, key=lambda person: person.number)
        self.story.rng.shuffle(people)
        return sorted(people, key=lambda person: person is not self.intake.rina)

    def _call_reserves(self, day: date, candidates: list[Person]) -> list[Person]:
        """Of the first round's reserves half are called now, some have found work, the others go home."""
        half = len(self.reserves) // 2
        for person in self.reserves[half : half + half // 2]:
            note = "Sudah bekerja di tempat lain."
            journeys.close(person.journey, CloseReason.WITHDREW, by=self.story.officer, on=day, note=note)
        self._refuse(day, self.reserves[half + half // 2 :])
        return [candidates[0], *self.reserves[:half], *candidates[1:]]

    def _refuse(self, day: date, people: Sequence[Person]) -> None:
        for person in people:
            reason = self.story.rng.choice(REASONS)
            selecting.decline(person.journey, by=self.story.officer, reason=reason, on=day)

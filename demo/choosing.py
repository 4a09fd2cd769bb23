"""The selection: invited, tested, and for many people at once chosen, reserve, or not this time with a reason."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from accounts.models import User
from candidates import deciding, inviting, publishing
from candidates import journey as journeys
from candidates.deciding import Decision
from candidates.enums import Attendance, BatchDeed, CloseReason, Outcome, Stage
from candidates.models import ClosingReason, Programme, SelectionBatch, SelectionTest
from demo.registering import Intake
from demo.story import Person, Story

PLACE = "Gedung Contoh, Jalan Contoh 1, Serang"
AT = time(8, 0)
INVITED, DECIDED = 8, 4  # days before and after the test
TESTS = {1: 288, 2: 112, 3: 3, 4: -9}  # days ago; on the third nobody has decided, the fourth lies ahead
DECIDED_ON = 2  # rounds
PASS = 55
ABSENT, BELOW, FULL = "tidak hadir", "di bawah", "penuh"  # words of the reasons on file


class Selection:
    """Who is chosen waits in `chosen` for a class of that round."""

    def __init__(self, story: Story, intake: Intake) -> None:
        self.story = story
        self.intake = intake
        self.chosen: dict[int, list[Person]] = {1: [], 2: []}
        self.reserves: list[Person] = []
        self.scores: dict[Person, Decimal | None] = {}
        reasons = ClosingReason.objects.filter(kind=CloseReason.NOT_CHOSEN, is_active=True)
        self.reasons = list(reasons.values_list("text", flat=True))
        self.full = ClosingReason.objects.filter(kind=Stage.RESERVE).values_list("text", flat=True).first() or ""

    def plan(self, first_seats: int, second_seats: int) -> None:
        story, calendar = self.story, self.story.calendar
        for round_no, ago in TESTS.items():
            test_on = calendar.workday_before(story.ago(ago - 1)) if round_no == 3 else calendar.workday(story.ago(ago))
            story.plan(calendar.workday_before(test_on - timedelta(days=INVITED)), self._invite, round_no, test_on)
            if round_no <= DECIDED_ON:
                seats = first_seats if round_no == 1 else second_seats
                decided_on = calendar.workday(test_on + timedelta(days=DECIDED))
                story.plan(decided_on, self._decide, round_no, seats)
                story.plan(calendar.after(decided_on, 1), self._publish, decided_on)
        Programme.objects.filter(year=story.ago(TESTS[4]).year, test_on=None).update(
            test_on=calendar.workday(story.ago(TESTS[4])), test_place=PLACE, test_starts_at=AT, seats=120
        )

    def _invite(self, day: date, round_no: int, test_on: date) -> None:
        """Everybody checked until then. The people of the last days before are invited to the next test."""
        invited = [*self.intake.verified, *self.reserves]
        session = inviting.Session(test_on, PLACE, AT)
        self._many(day, BatchDeed.INVITE, invited, f"invite {round_no}", session=session)
        self.story.plan(test_on, self._test, invited)

    def _test(self, day: date, invited: list[Person]) -> None:
        rng, nothing = self.story.rng, inviting.Result("")
        tests = {test.journey_id: test for test in SelectionTest.objects.filter(on=day)}
        for person in invited:
            test = tests.get(person.journey.pk)
            if test is None:
                continue
            score = Decimal(max(20, min(98, round(rng.gauss(66, 13)))))
            came = rng.choices([Attendance.PRESENT, Attendance.ABSENT, Attendance.EXCUSED], [90, 8, 2])[0]
            if person is self.intake.rina:
                came, score = Attendance.PRESENT, Decimal(99)
            result = inviting.Result(came.value, score if came == Attendance.PRESENT else None)
            inviting.record(test, result, seen=nothing, by=self.story.officer)
            self.scores[person] = result.score

    def _decide(self, day: date, round_no: int, seats: int) -> None:
        story = self.story
        tested = [person for person in (*self.reserves, *self.intake.verified) if person in self.scores]
        self.intake.verified = [person for person in self.intake.verified if person not in self.scores]
        self.reserves, tested = self._some_found_work(day, tested)
        order = sorted(
            tested, key=lambda person: (self.scores[person] is None, -(self.scores[person] or 0), person.number)
        )
        chosen, rest = order[:seats], order[seats:]
        self.chosen[round_no] = chosen
        self._many(day, BatchDeed.SELECT, chosen, f"select {round_no}", by=story.head)
        good = [person for person in rest if (self.scores[person] or 0) >= PASS]
        new = [person for person in good if person.journey.reserved_on is None][: story.share(34)]
        self._reserve(day, new, round_no)
        self._decline(day, [person for person in rest if person not in new and person not in self.reserves], round_no)
        self.reserves = [person for person in (*self.reserves, *new) if person not in chosen]
        self.scores = {}

    def _publish(self, day: date, decided_on: date) -> None:
        """The second round of a programme is published anew."""
        for programme in Programme.objects.filter(journeys__selected_on=decided_on).distinct():
            put = publishing.publish_anew if programme.results_on else publishing.publish
            put(programme, by=self.story.people["disnaker_officer"], on=day)

    def _some_found_work(self, day: date, tested: list[Person]) -> tuple[list[Person], list[Person]]:
        """Of the reserves every fourth has found other work meanwhile."""
        gone = self.reserves[::4]
        for person in gone:
            note = "Sudah bekerja di tempat lain."
            journeys.close(person.journey, CloseReason.WITHDREW, by=self.story.officer, on=day, note=note)
        stay = [person for person in self.reserves if person not in gone]
        return stay, [person for person in tested if person not in gone]

    def _reserve(self, day: date, people: list[Person], round_no: int) -> None:
        """The first list was one column out: taken back as one, and done again."""
        batch = self._many(day, BatchDeed.RESERVE, people, f"reserve {round_no}", reason=self.full)
        if round_no == 1:
            deciding.take_back(batch, by=self.story.head, on=day)
            self._many(day, BatchDeed.RESERVE, people, "reserve again", by=self.story.head, reason=self.full)
        for person in people:
            person.journey.refresh_from_db()

    def _decline(self, day: date, people: list[Person], round_no: int) -> None:
        """One decision for each reason, as at the desk."""
        by_reason: dict[str, list[Person]] = {}
        for person in people:
            by_reason.setdefault(self._reason(person), []).append(person)
        for number, (reason, those) in enumerate(sorted(by_reason.items())):
            self._many(day, BatchDeed.DECLINE, those, f"decline {round_no} {number}", reason=reason)

    def _reason(self, person: Person) -> str:
        score = self.scores[person]
        word = ABSENT if score is None else BELOW if score < PASS else FULL
        return next((text for text in self.reasons if word in text.lower()), self.reasons[-1])

    def _many(
        self,
        day: date,
        deed: BatchDeed,
        people: Iterable[Person],
        name: str,
        *,
        by: User | None = None,
        **words: object,
    ) -> SelectionBatch:
        """One press of the button. A person whom the verb refuses is counted like any other refused deed."""
        stages = dict.fromkeys(deciding.STAGES[deed])
        pairs = []
        for person in people:
            person.journey.refresh_from_db()
            pairs.append((person.journey.pk, person.journey.stage if person.journey.stage in stages else ""))
        decision = Decision(deed, **words)  # type: ignore[arg-type]
        key = uuid5(NAMESPACE_URL, f"demo:{name}")
        batch = deciding.decide(decision, pairs, key=key, by=by or self.story.people["disnaker_officer"], on=day)
        for entry in batch.entries.filter(outcome=Outcome.REFUSED):
            self.story.refused.append(f"{day} {deed}: {entry.note}")
        return batch

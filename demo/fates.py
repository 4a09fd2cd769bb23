"""What becomes of the people in the four classes: who flies when, who waits for what, who leaves."""

from datetime import date, timedelta

from candidates.enums import CloseReason
from demo.classroom import Classroom, Room
from demo.proving import Proofs
from demo.registering import Intake
from demo.story import Person, Story
from demo.travelling import Travel

LEAST_DEPARTED = 3
INTERVIEWS = (248, 240, 232, 225, 218, 210)  # days ago, of the first two classes
YOUNGEST = 235  # days ago: who is not grown up by then flies with no group of these classes
FIRST_FLIGHT, LAST_FLIGHT, FLIGHT_GAP = 132, 4, 16  # days ago; a group flies together


class Fates:
    def __init__(self, story: Story, intake: Intake, classroom: Classroom, proofs: Proofs, travel: Travel) -> None:
        self.story = story
        self.intake = intake
        self.classroom = classroom
        self.proofs = proofs
        self.travel = travel
        self.finished: list[Person] = []
        # In this order, so that the smallest story has those that a login waits for.
        self.special = (
            self.waits_for_second_signature,
            self.papers_break,
            self.owes_a_paper,
            self.coe_refused,
            self.withdraws,
            self.waits_for_japan,
            self.flies_soon,
            self.tries_again,
            self.is_dismissed,
            self.is_unfit,
            self.waits_for_disnaker,
            self.flies_soon,
            self.tries_again,
            self.withdraws_an_offer,
        )

    def ready(self, room: Room) -> None:
        """The people of a class sit in it: now their way can be told."""
        letter = room.training_class.code[0]
        if letter == "A":
            self.finished = list(room.people)
        elif letter == "B":
            self._first_two_classes([*self.finished, *room.people])
        elif letter == "C":
            self._third_class(room)
        else:
            self._fourth_class(room)

    def _first_two_classes(self, people: list[Person]) -> None:
        self.story.rng.shuffle(people)
        growing = [person for person in people if person.grown_up_on > self.story.ago(YOUNGEST)]
        for person in growing:
            self.grows_up(person)
        people = [person for person in people if person not in growing]
        specials = self.special[: max(0, len(people) - max(LEAST_DEPARTED, len(people) // 3))]
        # A magang trainee has no OPP of ours and no second test: the special ways are told of workers.
        people.sort(key=lambda person: person.scheme != "ssw")
        for fate, person in zip(specials, people, strict=False):
            fate(person)
        rest = people[len(specials) :]
        groups = max(2, min(1 + (FIRST_FLIGHT - LAST_FLIGHT) // FLIGHT_GAP, len(rest) // 2))
        for number, person in enumerate(rest):
            group = number % groups
            ago = LAST_FLIGHT + group * (FIRST_FLIGHT - LAST_FLIGHT) / (groups - 1)
            self._departs(person, self.story.ago(ago), number, group, groups)

    def _departs(self, person: Person, flight_on: date, number: int, group: int, groups: int) -> None:
        """Most pass the first or second interview; the last group but one has somebody who has not reported."""
        self._ready_to_fly(person, flight_on, INTERVIEWS[number % len(INTERVIEWS)], fails_first=number % 7 == 5)
        corrected = number == groups + 2
        silent = group == 1 and number == 1
        if not corrected:
            self.travel.plan_flight(person, flight_on, arrives=not silent and flight_on < self.story.ago(LAST_FLIGHT))
            return
        wrong = flight_on - timedelta(days=1)
        self.travel.plan_flight(person, wrong, arrives=False)
        self.story.plan(flight_on + timedelta(days=3), self.travel.correct, person, flight_on)
        self.story.plan(flight_on + timedelta(days=6), self.travel.arrive, person)

    def _ready_to_fly(
        self,
        person: Person,
        flight_on: date,
        interview: int,
        fails_first: bool = False,
        without: frozenset[str] = frozenset(),
    ) -> date:
        """Tests, interview and papers; returns the day of the offer."""
        first_test = self.story.ago(self.story.rng.randrange(205, 224))
        self.proofs.plan_all(person, first_test, self.travel.category(person))
        interview_on = self.story.ago(interview)
        if fails_first and interview > 230:  # told no before the next company asks
            self.travel.interview(person, interview_on, self.travel.fails)
            interview_on = self.story.ago(210)
        self.travel.interview(person, interview_on, self.travel.passes)
        offered_on = interview_on + timedelta(days=2)
        self.travel.plan_papers(person, offered_on, flight_on, without)
        return offered_on

    def grows_up(self, person: Person) -> None:
        """May learn at 17, and takes the tests as soon as they are open; no company asks yet."""
        self.proofs.plan_all(person, self.story.ago(205), self.travel.category(person))

    # The special ways of the first two classes

    def waits_for_second_signature(self, person: Person) -> None:
        flight_on = self.story.ago(1)
        self._ready_to_fly(person, flight_on, 210)
        self.story.plan(self.story.on, self.travel.record, person, flight_on)

    def papers_break(self, person: Person) -> None:
        """Flies in three days on a COE that ends in two."""
        flight_on = self.story.ago(-3)
        self._ready_to_fly(person, flight_on, 210, without=frozenset({"coe", "visa"}))
        self.story.plan(self.story.ago(88), self.travel.tick, person, "coe", self.story.ago(-2))
        self.story.plan(self.story.ago(40), self.travel.tick, person, "visa")
        self.story.plan(self.story.ago(2), self.travel.record, person, flight_on)

    def flies_soon(self, person: Person) -> None:
        flight_on = self.story.ago(-6 - person.number % 6)
        self._ready_to_fly(person, flight_on, 218)
        self.story.plan(self.story.ago(1), self.travel.record, person, flight_on)

    def owes_a_paper(self, person: Person) -> None:
        """The person's own turn: the passport should have been there weeks ago."""
        self._ready_to_fly(person, self.story.ago(-120), 62, without=frozenset({"passport", "mcu"}))

    def waits_for_japan(self, person: Person) -> None:
        """The contract is signed, the COE is late."""
        self._ready_to_fly(person, self.story.ago(-60), 140, without=frozenset({"coe", "bpjs", "id_pmi", "visa"}))

    def waits_for_disnaker(self, person: Person) -> None:
        """Visa and COE are there; the orientation (OPP) should have been held."""
        self._ready_to_fly(person, self.story.ago(-14), 168, without=frozenset({"opp", "e_pmi", "ticket"}))

    def coe_refused(self, person: Person) -> None:
        without = frozenset({"coe", "id_pmi", "bpjs", "visa", "opp", "e_pmi", "ticket"})
        self._ready_to_fly(person, self.story.on, 215, without=without)
        self.story.plan(self.story.ago(60), self.travel.coe_is_refused, person)
        self.travel.interview(person, self.story.ago(-5), self.travel.passes)

    def withdraws(self, person: Person) -> None:
        self._leaves_class(person, 221, CloseReason.WITHDREW, "Orang tua sakit, memilih bekerja dekat rumah.")

    def is_dismissed(self, person: Person) -> None:
        self._leaves_class(person, 190, CloseReason.DISMISSED, "Tiga kali meninggalkan asrama tanpa izin.")

    def is_unfit(self, person: Person) -> None:
        self.travel.interview(person, self.story.ago(225), self.travel.passes)
        self._leaves_class(person, 195, CloseReason.UNFIT, "Hasil MCU; dijelaskan langsung.")

    def withdraws_an_offer(self, person: Person) -> None:
        self.travel.interview(person, self.story.ago(232), self.travel.passes)
        self._leaves_class(person, 222, CloseReason.WITHDREW, "Keluarga belum mengizinkan.")

    def tries_again(self, person: Person) -> None:
        """The language test failed twice, two companies said no; still learning."""
        for ago, score in ((215, 168), (170, 187), (60, 194)):
            self.proofs.sit_jft(person, self.story.ago(ago), score)
        for ago in (232, 180):
            self.travel.interview(person, self.story.ago(ago), self.travel.fails)

    def _leaves_class(self, person: Person, ago: int, reason: str, note: str) -> None:
        day = self.story.ago(ago)
        self.story.plan(day, self.classroom.leave, person)
        self.story.plan(day, self.travel.close, person, reason, note)

    # The running classes

    def _third_class(self, room: Room) -> None:
        """Tests just taken, interviews behind and ahead; one certificate that ends within weeks."""
        rina = self.intake.rina
        others = [person for person in room.people if person is not rina and person.scheme == "ssw"]
        others.sort(key=lambda person: person.grown_up_on > self.story.ago(90))
        self.proofs.sit_jft(rina, self.story.ago(30), 212)
        self.proofs.sit_skill(rina, self.story.ago(-14), "nursing_care")  # she has a seat, the test lies ahead
        self.travel.interview(rina, self.story.ago(-6), self.travel.passes)
        for number, person in enumerate(others):
            if number < 3:  # brought, and waiting for Disnaker's look
                self.proofs.sit_jft(person, self.story.ago(3 + number), 205 + number)
            else:
                self.proofs.plan_language(person, self.story.ago(55 - number))
            if number == 1:
                self._ends_soon(person)
            if 4 <= number < len(others) - 1:
                self._interviewed(number, person)
        if len(others) > 6:
            self.story.plan(self.story.ago(50), self.proofs.exempt, others[-2], True)
            self.story.plan(self.story.ago(2), self.proofs.exempt, others[-3], False)
        if others:
            self._leaves_class(others[-1], 25, CloseReason.WITHDREW, "Tidak betah di asrama.")

    def _ends_soon(self, person: Person) -> None:
        """A skill test from an earlier time, whose validity ends within weeks."""
        category, ends_on = self.travel.category(person), self.story.ago(-24)
        self.proofs.sit_skill(person, self.story.ago(60), category, expires_on=ends_on)

    def _interviewed(self, number: int, person: Person) -> None:
        """Four in ten passed, one is in reserve, two were not accepted; the others wait for the company's word."""
        interview_on = self.story.ago(18 if number % 3 else 2)
        outcomes = (self.travel.passes, self.travel.fails, self.travel.waits_in_reserve, self.travel.passes)
        if number % 3 == 0:
            self.story.plan(interview_on - timedelta(days=18), self.travel.nominate, person, interview_on, self._never)
        else:
            self.travel.interview(person, interview_on, outcomes[number % len(outcomes)])

    def _never(self, day: date, nomination: object) -> None:
        """The company has not answered yet."""

    def _fourth_class(self, room: Room) -> None:
        """Still at the beginning: a few have tried the language test, too early."""
        eldest = min(room.people, key=lambda person: person.grown_up_on)
        # Their test is over, and nobody has written down what came of it.
        self.proofs.sit_jft(eldest, self.story.ago(0), 203, late=20)
        for number, person in enumerate(room.people):
            if number % 8 == 3:
                self.proofs.sit_jft(person, self.story.ago(9), 171 + number)
            elif number % 8 == 5:  # they have a seat in one that lies ahead
                self.proofs.sit_jft(person, self.story.ago(-13), 201 + number)

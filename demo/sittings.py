"""Going to a test: the calendar of the test centres, seats that the LPK books, what came of them, the certificate."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from certificates import sitting
from certificates.enums import Result, TestKind
from certificates.models import Booking, Certificate, Sitting, Test
from demo.story import Person, Story

PLACES = {TestKind.JFT_BASIC: "Jakarta, Pusat Ujian Contoh", TestKind.SKILL: "Tangerang, Pusat Ujian Contoh"}
BOOKED, CLOSES = 16, 9  # days before the test
SATURDAY = 5
# Sittings that lie ahead: test, days from the day the demo is opened on.
AHEAD = (("jft_basic", 12), ("jft_basic", 40), ("nursing_care", 19), ("agri_crop", 26), ("care_language", 33))
SECTIONS = ("Moji-goi", "Kaiwa", "Chokai", "Dokkai")


@dataclass(frozen=True)
class Try:
    """What will come of a seat."""

    result: Result
    score: int | None = None
    expires_on: date | None = None
    late: int = 0  # so many days nobody writes the result down


Passed = Callable[[date, Person, Certificate], object]


class Sittings:
    """`passed` hears of each certificate that was recorded."""

    def __init__(self, story: Story, number: Callable[[], str], passed: Passed) -> None:
        self.story = story
        self.number = number
        self.passed = passed
        self.tests = Test.objects.in_bulk()
        for slug, days in AHEAD:
            story.plan(story.ago(30), self._announce, slug, saturday(story.ago(-days)))

    def sit(self, person: Person, slug: str, brought_on: date, outcome: Try) -> None:
        """A seat in the sitting before that day, on which the result is known. Who is too young goes later."""
        test = self.tests[slug]
        if test.minimum_age and person.grown_up_on > brought_on - timedelta(days=7):
            brought_on = person.grown_up_on + timedelta(days=8)
        held_on = saturday(brought_on)
        self.story.plan(held_on - timedelta(days=BOOKED), self._book, person, test, held_on, brought_on, outcome)

    def _announce(self, day: date, slug: str, held_on: date) -> None:
        self._sitting(self.tests[slug], held_on)

    def _sitting(self, test: Test, held_on: date) -> Sitting:
        place = PLACES.get(TestKind(test.kind), PLACES[TestKind.SKILL])
        book_by = held_on - timedelta(days=CLOSES)
        return Sitting.objects.get_or_create(test=test, place=place, held_on=held_on, defaults={"book_by": book_by})[0]

    def _book(self, day: date, person: Person, test: Test, held_on: date, brought_on: date, outcome: Try) -> None:
        where, at = self._sitting(test, held_on), self.story.at(day, 9)
        by, number = self.story.office, f"B{self.number()}"
        candidate = person.journey.candidate
        seat = sitting.book(candidate, where, by=by, booking_no=number, account_name=candidate.name.upper(), at=at)
        self.story.plan(brought_on + timedelta(days=outcome.late), self._result, person, seat, outcome)

    def _result(self, day: date, person: Person, seat: Booking, outcome: Try) -> None:
        by = self.story.office
        seat = sitting.record_result(
            seat, outcome.result, by=by, score=outcome.score, sections=self._sections(outcome.score), on=day
        )
        if seat.result == Result.PASSED:
            at, number = self.story.at(day, 9), self.number()
            paper = sitting.claim_certificate(seat, number=number, by=by, expires_on=outcome.expires_on, at=at)
            self.passed(day, person, paper)

    def _sections(self, score: int | None) -> str:
        """Four parts of a JFT score, as on the report."""
        if score is None:
            return ""
        parts = [score // 4 + self.story.rng.randrange(-6, 7) for _ in SECTIONS[1:]]
        return ", ".join(f"{name} {part}" for name, part in zip(SECTIONS, [score - sum(parts), *parts], strict=True))


def saturday(before: date) -> date:
    """The Saturday before that day."""
    return before - timedelta(days=(before.weekday() - SATURDAY - 1) % 7 + 1)

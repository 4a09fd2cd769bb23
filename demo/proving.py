"""Tests taken, failed and passed: what people bring from the test centre, and Disnaker's look at the original."""

from datetime import date, timedelta

from certificates import checking, exempting
from certificates.enums import ExemptionKind, Level, Result, TestKind
from certificates.models import Certificate
from demo.sittings import Sittings, Try
from demo.story import Person, Story

SKILL_TESTS = {  # by work category
    "nursing_care": "nursing_care",
    "agri_crop": "agri_crop",
    "agri_livestock": "agri_livestock",
    "auto_repair": "auto_repair",
    "aviation_ground_handling": "ground_handling",
}
USUAL_CATEGORY = {
    "caregiver": "nursing_care",
    "agriculture": "agri_crop",
    "automotive": "auto_repair",
    "ground_handling": "aviation_ground_handling",
}
JFT_PASSES = 200


class Proofs:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.number = 0
        self.sittings = Sittings(story, self._next_number, self._brought)

    def plan_all(self, person: Person, first: date, category: str) -> None:
        """Every test that the person's sector asks for, from `first` on; some need a second try a month later."""
        self.plan_language(person, first)
        if person.scheme != "ssw":
            return
        rng = self.story.rng
        day = first + timedelta(days=rng.randrange(7, 25))
        if rng.random() < 0.2:
            self.sit_skill(person, day, category, passes=False)
            day += timedelta(days=28)
        self.sit_skill(person, day, category)
        if person.sector == "caregiver":
            self.sittings.sit(person, "care_language", day + timedelta(days=7), Try(Result.PASSED))

    def plan_language(self, person: Person, first: date) -> None:
        rng = self.story.rng
        if rng.random() < 0.06:
            self.sittings.sit(person, "jft_basic", first - timedelta(days=7), Try(Result.ABSENT))
        if rng.random() < 0.3:
            self.sit_jft(person, first, rng.randrange(150, 199))
            first += timedelta(days=30)
        if rng.random() < 0.25:
            self.story.plan(first, self.take_jlpt, person)
        else:
            self.sit_jft(person, first, rng.randrange(202, 241))

    def sit_jft(self, person: Person, day: date, score: int, *, late: int = 0) -> None:
        result = Result.PASSED if score >= JFT_PASSES else Result.FAILED
        self.sittings.sit(person, "jft_basic", day, Try(result, score, late=late))

    def sit_skill(
        self, person: Person, day: date, category: str, *, passes: bool = True, expires_on: date | None = None
    ) -> None:
        result = Result.PASSED if passes else Result.FAILED
        self.sittings.sit(person, SKILL_TESTS[category], day, Try(result, expires_on=expires_on))

    def take_jlpt(self, day: date, person: Person) -> None:
        """Taken before the training, twice a year, and only brought now."""
        level = self.story.rng.choice([Level.N4, Level.N4, Level.N3])
        facts = {"test": TestKind.JLPT, "issuer": "JF/JEES", "level": level, "passed": True}
        self._bring(day, person, tested_on=_last_jlpt(day), **facts)

    def _bring(self, day: date, person: Person, **facts: object) -> None:
        """The LPK records a paper."""
        at = self.story.at(day, 8)
        number = self._next_number()
        certificate = checking.claim(
            candidate=person.journey.candidate, by=self.story.office, number=number, claimed_at=at, **facts
        )
        self._brought(day, person, certificate)

    def _next_number(self) -> str:
        self.number += 1
        return f"CONTOH-{self.number:05d}"

    def _brought(self, day: date, person: Person, certificate: Certificate) -> None:
        """Disnaker sees the original about a week later."""
        if self.number % 37 == 9:
            self.story.plan(day + timedelta(days=3), self._refuse, certificate, person)
            return
        seen_on = self.story.calendar.workday(day + timedelta(days=self.story.rng.randrange(5, 11)))
        self.story.plan(seen_on, self._check, certificate)

    def _refuse(self, day: date, certificate: Certificate, person: Person) -> None:
        """The number on the paper is another one: not accepted, and recorded once more."""
        reason = "Nomor tidak sama dengan yang tercetak di surat aslinya."
        checking.refuse(certificate, by=self.story.officer, reason=reason, on=day)
        same = ("test", "issuer", "level", "score", "work_category_id", "passed", "tested_on", "expires_on")
        self._bring(day, person, **{name: getattr(certificate, name) for name in same})

    def exempt(self, day: date, person: Person, is_confirmed: bool) -> None:
        """A former trainee needs no language test; the paper is seen by two people."""
        exemption = exempting.claim(
            candidate=person.journey.candidate,
            by=self.story.office,
            kind=ExemptionKind.TITP2,
            evidence="Sertifikat evaluasi magang CONTOH-JITCO-1",
            claimed_at=self.story.at(day, 8),
        )
        if is_confirmed:
            exempting.confirm(exemption, by=self.story.head, on=day)

    def _check(self, day: date, certificate: Certificate) -> None:
        if certificate.candidate.journeys.filter(closed_on=None).exists():
            checking.verify(certificate, by=self.story.officer, on=day)


def _last_jlpt(day: date) -> date:
    """The first Sunday of July or December, two months before that day or more: only then is the result there."""
    known = day - timedelta(days=60)
    held = (_first_sunday(date(year, month, 1)) for year in (known.year, known.year - 1) for month in (12, 7))
    return next(one for one in held if one <= known)


def _first_sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())

"""Tests taken, failed and passed: what people bring from the test centre, and Disnaker's look at the original."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from certificates import checking, exempting
from certificates.enums import ExemptionKind, Level, TestKind
from certificates.models import Certificate
from demo.story import Person, Story

ISSUERS = {
    "nursing_care": "MHLW",
    "agri_crop": "National Chamber of Agriculture",
    "agri_livestock": "National Chamber of Agriculture",
    "auto_repair": "JASPA",
    "aviation_ground_handling": "JAEA",
}
USUAL_CATEGORY = {
    "caregiver": "nursing_care",
    "agriculture": "agri_crop",
    "automotive": "auto_repair",
    "ground_handling": "aviation_ground_handling",
}


class Proofs:
    def __init__(self, story: Story) -> None:
        self.story = story
        self.number = 0

    def plan_all(self, person: Person, first: date, category: str) -> None:
        """Every test that the person's sector asks for, from `first` on; some need a second try a month later."""
        self.plan_language(person, first)
        if person.scheme != "ssw":
            return
        rng = self.story.rng
        day = first + timedelta(days=rng.randrange(7, 25))
        if rng.random() < 0.2:
            self.story.plan(day, self.take_skill, person, category, False)
            day += timedelta(days=28)
        self.story.plan(day, self.take_skill, person, category, True)
        if person.sector == "caregiver":
            self.story.plan(day + timedelta(days=7), self.take_care_language, person)

    def plan_language(self, person: Person, first: date) -> None:
        rng = self.story.rng
        if rng.random() < 0.3:
            self.story.plan(first, self.take_jft, person, rng.randrange(150, 199))
            first += timedelta(days=30)
        if rng.random() < 0.25:
            self.story.plan(first, self.take_jlpt, person)
        else:
            self.story.plan(first, self.take_jft, person, rng.randrange(202, 241))

    def take_jft(self, day: date, person: Person, score: int) -> None:
        passed = score >= 200
        self._bring(day, person, test=TestKind.JFT_BASIC, issuer="Japan Foundation", score=score, passed=passed)

    def take_jlpt(self, day: date, person: Person) -> None:
        level = self.story.rng.choice([Level.N4, Level.N4, Level.N3])
        self._bring(day, person, test=TestKind.JLPT, issuer="JF/JEES", level=level, passed=True)

    def take_skill(
        self, day: date, person: Person, category: str, passed: bool, expires_on: date | None = None
    ) -> None:
        facts = {"work_category_id": category, "passed": passed, "expires_on": expires_on}
        self._bring(day, person, test=TestKind.SKILL, issuer=ISSUERS[category], **facts)

    def take_care_language(self, day: date, person: Person) -> None:
        self._bring(day, person, test=TestKind.CARE_LANGUAGE, issuer="MHLW", passed=True)

    def _bring(self, day: date, person: Person, **facts: object) -> None:
        """The LPK records the result; Disnaker sees the original about a week later."""
        self.number += 1
        mistyped = self.number % 37 == 9
        certificate = checking.claim(
            candidate=person.journey.candidate,
            by=self.story.office,
            number=f"CONTOH-{self.number:05d}",
            tested_on=day,
            claimed_at=_in_the_morning(min(day + timedelta(days=1), self.story.on)),
            **facts,
        )
        if mistyped:
            self.story.plan(day + timedelta(days=3), self._refuse, certificate, person, facts)
            return
        seen_on = self.story.calendar.workday(day + timedelta(days=self.story.rng.randrange(5, 11)))
        self.story.plan(seen_on, self._check, certificate)

    def _refuse(self, day: date, certificate: Certificate, person: Person, facts: dict[str, object]) -> None:
        """The number on the paper is another one: not accepted, and recorded once more."""
        reason = "Nomor tidak sama dengan yang tercetak di surat aslinya."
        checking.refuse(certificate, by=self.story.officer, reason=reason, on=day)
        self._bring(day, person, **facts)

    def exempt(self, day: date, person: Person, is_confirmed: bool) -> None:
        """A former trainee needs no language test; the paper is seen by two people."""
        exemption = exempting.claim(
            candidate=person.journey.candidate,
            by=self.story.office,
            kind=ExemptionKind.TITP2,
            evidence="Sertifikat evaluasi magang CONTOH-JITCO-1",
            claimed_at=_in_the_morning(day),
        )
        if is_confirmed:
            exempting.confirm(exemption, by=self.story.head, on=day)

    def _check(self, day: date, certificate: Certificate) -> None:
        if certificate.candidate.journeys.filter(closed_on=None).exists():
            checking.verify(certificate, by=self.story.officer, on=day)


def _in_the_morning(day: date) -> datetime:
    """When the paper was brought: the desk shows how long it has waited."""
    return timezone.make_aware(datetime.combine(day, time(8)))

"""From the interview to the flight, and what happens to people on the way."""

import io
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from accounts.models import User
from candidates import journey as journeys
from candidates.enums import Stage
from demo.employers import Orders
from demo.proving import USUAL_CATEGORY
from demo.story import Person, Story
from placements import departing, matching, naming, steps
from placements.enums import Result
from placements.models import Departure, Nomination, Step

FLIGHTS = ("GA 874", "JL 726", "NH 836", "GA 888")
# Days before the flight on which each paper is there, when all goes well.
BEFORE_FLIGHT = {"coe": 45, "id_pmi": 38, "bpjs": 37, "visa": 25, "opp": 12, "e_pmi": 9, "ticket": 8}
AFTER_OFFER = {"passport": 8, "contract": 18, "mcu": 26}
NUMBERED = {"passport": "C", "coe": "COE", "id_pmi": "ID", "bpjs": "BPJS", "visa": "VS", "e_pmi": "EPMI"}


class Travel:
    def __init__(self, story: Story, orders: Orders) -> None:
        self.story = story
        self.orders = orders
        self.number = 0

    def category(self, person: Person) -> str:
        """What the person's skill test and job are in."""
        if person.sector == "agriculture" and person.number % 3 == 0:
            return "agri_livestock"
        return USUAL_CATEGORY[person.sector]

    # Interviews

    def nominate(self, day: date, person: Person, interview_on: date, then: Callable[[date, Nomination], None]) -> None:
        """Put forward for the order that is interviewed on that day; `then` tells the result."""
        order = self.orders.order(person.scheme, self.category(person), interview_on)
        nomination = matching.nominate(person.journey, order, by=self.story.office, on=day)
        self.story.plan(interview_on + timedelta(days=2), then, nomination)

    def interview(self, person: Person, interview_on: date, then: Callable[[date, Nomination], None]) -> None:
        self.story.plan(interview_on - timedelta(days=18), self.nominate, person, interview_on, then)

    def passes(self, day: date, nomination: Nomination) -> None:
        self.orders.decide(day, nomination, Result.PASSED, "Jawaban tenang dan sopan.")

    def fails(self, day: date, nomination: Nomination) -> None:
        words = "Belum bisa menjawab dalam bahasa Jepang tanpa bantuan."
        self.orders.decide(day, nomination, Result.FAILED, words)

    def waits_in_reserve(self, day: date, nomination: Nomination) -> None:
        self.orders.decide(day, nomination, Result.RESERVE, "Dipanggil bila ada yang mundur.")

    # Papers

    def plan_papers(
        self, person: Person, offered_on: date, flight_on: date, without: frozenset[str] = frozenset()
    ) -> None:
        """Every paper on its usual day, except those in `without`."""
        for kind, days in AFTER_OFFER.items():
            if kind not in without:
                self.story.plan(offered_on + timedelta(days=days), self.tick, person, kind)
        for kind, days in BEFORE_FLIGHT.items():
            if kind not in without:
                self.story.plan(flight_on - timedelta(days=days), self.tick, person, kind)

    def tick(self, day: date, person: Person, kind: str, expires_on: date | None = None) -> None:
        step = Step.objects.open().filter(journey=person.journey, kind=kind).first()
        if step is None:
            return  # not a step of this scheme, or stopped meanwhile
        self.number += 1
        number = f"{NUMBERED[kind]}-CONTOH-{self.number:05d}" if kind in NUMBERED else ""
        if kind == "passport":
            expires_on = day + timedelta(days=3650)
        if kind == "bpjs":
            expires_on = day + timedelta(days=730)
        issued_on = day if kind in {"coe", "visa"} else None
        paper = {"number": number, "issued_on": issued_on, "expires_on": expires_on}
        if step.kind.says_who:
            paper |= {"name": person.journey.candidate.name.upper(), "born": person.journey.candidate.birth_date}
        steps.complete(step, by=self._who(step), on=day, **paper)
        if kind == "contract":  # the company has written the name there
            name, at = naming.in_japan(person.journey.candidate).text, self.story.at(day, 14)
            naming.write(person.journey.candidate, name, seen="", by=self.story.office, at=at)

    def _who(self, step: Step) -> User:
        return self.story.officer if step.owner == "disnaker" else self.story.office

    # Flights

    def plan_flight(self, person: Person, flight_on: date, arrives: bool = True) -> None:
        """Recorded on the day after the flight, confirmed by the head two days later."""
        self.story.plan(flight_on + timedelta(days=1), self.record, person, flight_on, self._confirm_later)
        if arrives:
            later = flight_on + timedelta(days=self.story.rng.randrange(4, 12))
            self.story.plan(later, self.arrive, person)

    def record(
        self,
        day: date,
        person: Person,
        flight_on: date,
        then: Callable[[date, Person, Departure], None] | None = None,
    ) -> None:
        departure = departing.record(
            person.journey,
            flight_no=FLIGHTS[flight_on.toordinal() // 5 % len(FLIGHTS)],
            flight_on=flight_on,
            evidence=ContentFile(stamped(), name="contoh.jpg"),
            by=self.story.office,
            on=day,
        )
        if then is not None:
            then(day, person, departure)

    def _confirm_later(self, day: date, person: Person, departure: Departure) -> None:
        self.story.plan(day + timedelta(days=2), self.confirm, departure)

    def confirm(self, day: date, departure: Departure) -> None:
        departing.confirm(departure, by=self.story.head, on=day)
        self.story.told["departed"] += 1

    def correct(self, day: date, person: Person, flight_on: date) -> None:
        """The ticket said one day, the stamp another: a new row replaces the first, and is confirmed anew."""
        old = Departure.objects.live().get(journey=person.journey)
        reason = "Tanggal di cap paspor berbeda dengan tiket."
        new = departing.correct(
            old, flight_no=old.flight_no, flight_on=flight_on, reason=reason, by=self.story.office, on=day
        )
        self.story.told["departed"] -= 1
        self.story.plan(day + timedelta(days=1), self.confirm, new)

    def arrive(self, day: date, person: Person) -> None:
        journeys.reach(person.journey, Stage.ARRIVED, by=self.story.office, on=day)

    # What goes wrong

    def coe_is_refused(self, day: date, person: Person) -> None:
        """Japan's immigration says no: the contract is void, the person is free for another company."""
        reason = "COE ditolak Imigrasi Jepang: berkas perusahaan belum lengkap."
        contract = Step.objects.done().get(journey=person.journey, kind="contract")
        steps.undo(contract, by=self.story.office, on=day, reason=reason)
        self.withdraw(day, person, reason)

    def withdraw(self, day: date, person: Person, words: str) -> None:
        nomination = Nomination.objects.live().filter(journey=person.journey).first()
        if nomination is not None:
            self.orders.decide(day, nomination, Result.WITHDRAWN, words)

    def close(self, day: date, person: Person, reason: str, note: str) -> None:
        self.withdraw(day, person, note)
        journeys.close(person.journey, reason, by=self.story.officer, on=day, note=note)


@cache
def stamped() -> bytes:
    """A card that says what it is: no real ticket stands for these flights."""
    image = Image.new("RGB", (400, 300), "white")
    ImageDraw.Draw(image).text((60, 110), "CONTOH", fill="black", font=ImageFont.load_default(64))
    file = io.BytesIO()
    image.save(file, "JPEG")
    return file.getvalue()

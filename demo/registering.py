"""Registrations as they come in, and Disnaker's first look at them."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import NAMESPACE_URL, uuid5

from accounts.roles import Role
from candidates import journey as journeys
from candidates import likeness, merging, selecting
from candidates.enums import CloseReason, Origin, Purpose
from candidates.models import ConsentText
from candidates.registration import Background, register
from candidates.validators import is_minor
from demo.story import Person, Story
from demo.years import open_day

# Two waves, a trickle, and those of the last days whom nobody has looked at.
FIRST, SECOND, WAITING = 0.44, 0.34, 26
SECTORS = ("caregiver",) * 19 + ("agriculture",) * 15 + ("automotive",) * 9 + ("ground_handling",) * 7
MAGANG = {"caregiver", "agriculture"}  # the only sectors with a requirement on file for magang


class Intake:
    """Everybody who registers, in the order of their days; `verified` are those on whom nobody has decided."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.texts = {text.purpose: text.pk for text in ConsentText.objects.filter(valid_to=None).order_by("version")}
        self.people: list[Person] = []
        self.verified: list[Person] = []
        self.rina: Person
        self.twice: Person
        self.joined: tuple[Person, Person]

    def plan(self) -> None:
        story = self.story
        days = sorted(self._days())
        second = next(number for number, day in enumerate(days) if day >= story.ago(180))
        waiting = len(days) - story.share(WAITING, least=4)
        for number, day in enumerate(days):
            person = self._person(number, day, is_rina=number == second)
            self.people.append(person)
            story.plan(day, self._register, person)
            if number < waiting - 1:
                story.plan(self._checked_on(day), self._check, person)

        self._same_person_twice(self.people[waiting], self.people[-1])
        self.twice = self.people[-1]
        self.joined = (self.people[waiting - 2], self.people[waiting - 1])
        self._same_person_twice(*self.joined)
        story.plan(story.on, self._join, *self.joined)

    def _same_person_twice(self, first: Person, last: Person) -> None:
        """The last registration is of somebody who registered before, with a slip in the NIK. About the newest pair the
        desk is asked; an older one was joined, so that the log and the way back can be seen."""
        taken = {person.data.nik for person in self.people}
        alike = (nik for nik in likeness.near_niks(first.data.nik) if nik[:12] == first.data.nik[:12])
        slip = next(nik for nik in alike if nik not in taken and nik[12:] != "0000")
        last.data = replace(first.data, nik=slip, phone=last.data.phone)

    def _days(self) -> list[date]:
        story, rng = self.story, self.story.rng
        first, second = round(story.size * FIRST), round(story.size * SECOND)
        waiting = story.share(WAITING, least=4)
        ago = [rng.randrange(302, 320) for _ in range(first)]
        ago += [rng.randrange(125, 180) for _ in range(second)]
        ago += [rng.randrange(9, 122) for _ in range(story.size - first - second - waiting)]
        ago += [(0, 1, 4, 6)[number] if number < 4 else rng.randrange(7) for number in range(waiting)]
        return [open_day(story.ago(days)) for days in ago]

    def _person(self, number: int, day: date, is_rina: bool) -> Person:
        rng = self.story.rng
        sector = rng.choice(SECTORS)
        scheme = "magang" if sector in MAGANG and rng.random() < 0.12 else "ssw"
        origin = rng.choices([Origin.ONLINE, Origin.WALK_IN, Origin.IMPORT], [80, 13, 7])[0]
        if origin == Origin.WALK_IN and not self.story.calendar.is_workday(day):
            origin = Origin.ONLINE  # the counter is closed
        agreed = [Purpose.REGISTRATION]
        agreed += [Purpose.MESSAGES] if rng.random() < 0.92 else []
        agreed += [Purpose.EMPLOYERS] if rng.random() < 0.7 else []
        if is_rina:
            everything = (Purpose.REGISTRATION, Purpose.MESSAGES, Purpose.EMPLOYERS)
            self.rina = Person(number, day, self.story.names.rina(), "caregiver", "ssw", Origin.ONLINE, everything)
            return self.rina
        consents = () if origin == Origin.IMPORT else tuple(agreed)
        return Person(number, day, self.story.names.invent(number, day), sector, scheme, origin, consents)

    def _checked_on(self, day: date) -> date:
        """Mostly within the three working days that were promised, sometimes later; never left for tomorrow."""
        later = self.story.rng.choices([1, 2, 3, 5], [40, 35, 20, 5])[0]
        return min(self.story.calendar.after(day, later), self.story.on)

    def _register(self, day: date, person: Person) -> None:
        story = self.story
        by = None if person.origin == Origin.ONLINE else story.officer
        background, agreed = Background(), person.agreed
        if is_minor(person.data.birth_date, day):
            phone = f"+62812001{person.number:05d}"
            background = Background(guardian="mother", guardian_name="Ibu Contoh", guardian_phone=phone)
            agreed = (*agreed, Purpose.GUARDIAN)
        person.journey = register(
            person=person.data,
            sector=person.sector,
            scheme=person.scheme,
            background=background,
            consents=[self.texts[purpose] for purpose in agreed if purpose in self.texts],
            submission_key=uuid5(NAMESPACE_URL, f"demo:{person.number}"),
            origin=person.origin,
            by=by,
            on=day,
            at=story.at(day, 8 + person.number % 9),
        ).journey
        self.story.told["registered"] += 1
        if person in (self.twice, self.joined[1]):
            candidate = person.journey.candidate
            likeness.keep(candidate, [match for match in likeness.alike(candidate) if match.is_likely])
        if person is getattr(self, "rina", None):
            candidate = person.journey.candidate
            candidate.user = self.story.people[Role.CANDIDATE]
            candidate.save(update_fields=["user"])

    def _check(self, day: date, person: Person) -> None:
        story = self.story
        if person not in (self.rina, self.joined[0]) and story.rng.random() < 0.03:
            reason = story.rng.choice([CloseReason.LOST_CONTACT, CloseReason.WITHDREW])
            note = "Tiga kali ditelepon, tidak tersambung." if reason == CloseReason.LOST_CONTACT else "Sudah bekerja."
            journeys.close(person.journey, reason, by=story.officer, on=day, note=note)
            return
        selecting.verify(person.journey, by=story.officer, on=day)
        self.verified.append(person)
        if person.number % 97 == 40:  # a slip of the hand, taken back and done again
            selecting.take_back(person.journey, "verified", by=story.head, on=day)
            again = min(day + timedelta(days=1), story.on)
            story.plan(again, self._check_again, person)
            self.verified.remove(person)

    def _join(self, day: date, first: Person, last: Person) -> None:
        kept, gone = first.journey.candidate, last.journey.candidate
        reason = "Datang ke loket dengan dua tanda terima, KTP dilihat"
        merging.merge(kept, gone, by=self.story.officer, reason=reason, on=day)

    def _check_again(self, day: date, person: Person) -> None:
        selecting.verify(person.journey, by=self.story.officer, on=day)
        self.verified.append(person)

"""What people ask about their own data: two requests whose three days are running, one that has its answer."""

from datetime import date, datetime, timedelta

from candidates import data_requests
from candidates.enums import Correctable, Origin, RequestKind
from demo.registering import Intake
from demo.story import Person, Story

NEARLY_OVER, RUNNING = 66, 20  # hours since it was asked, of the 72 that the law gives
ANSWERED = 40  # days ago


class Rights:
    def __init__(self, story: Story, intake: Intake) -> None:
        self.story = story
        self.intake = intake

    def plan(self) -> None:
        story = self.story
        # Three who have been there long enough, and one of them can only be an online registration.
        early = [one for one in self.intake.people if one.registered_on < story.ago(ANSWERED + 1)]
        apart = (self.intake.rina, *self.intake.joined)
        online = [one for one in early if one.origin == Origin.ONLINE and one not in apart]
        first, second, third = online[0], online[len(online) // 2], online[-1]
        story.plan(story.ago(ANSWERED), self._asked_and_answered, first)
        story.plan(story.on, self._correction, second)
        story.plan(story.on, self._copy, third)

    def _asked_and_answered(self, day: date, person: Person) -> None:
        asked = self.story.at(day, 9)
        request = data_requests.ask(person.journey.candidate, RequestKind.COPY, by=self.story.officer, at=asked)
        data_requests.fulfil(request, by=self.story.officer, at=asked + timedelta(hours=5))

    def _copy(self, day: date, person: Person) -> None:
        """At the counter, nearly three days ago."""
        at = self._hours_ago(NEARLY_OVER)
        data_requests.ask(person.journey.candidate, RequestKind.COPY, by=self.story.officer, at=at)

    def _correction(self, day: date, person: Person) -> None:
        """On their own page, yesterday."""
        facts = {"field": Correctable.NAME, "should_be": f"{person.data.name.title()} Putri"}
        at = self._hours_ago(RUNNING)
        data_requests.ask(person.journey.candidate, RequestKind.CORRECT, at=at, **facts)

    def _hours_ago(self, hours: int) -> datetime:
        return self.story.now() - timedelta(hours=hours)

"""A programme year, told through the verbs alone, so that whatever the pages show could have been done on them.

Same seed, size and day: the same year. The story is one transaction: interrupted, it has never been told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.db import transaction

from accounts.models import User
from candidates.models import Candidate
from demo import earlier, unfinished
from demo.choosing import Selection
from demo.classroom import Classroom
from demo.dormitory import House
from demo.employers import Orders
from demo.fates import Fates
from demo.mornings import Mornings
from demo.names import People
from demo.papers import Papers
from demo.proving import Proofs
from demo.registering import WAITING, Intake
from demo.rights import Rights
from demo.story import LENGTH, USUAL_SIZE, Person, Story
from demo.travelling import Travel
from demo.years import Calendar, make_room

SMALLEST = 40  # enough for one person in every situation that a login waits for


@dataclass(frozen=True)
class Told:
    """What the story came to. `refused` are deeds that a verb refused: none, unless a rule and the story disagree."""

    registered: int
    evenings: int
    departed: int
    refused: list[str]


def tell(
    *,
    people: dict[str, User],
    on: date,
    size: int = USUAL_SIZE,
    seed: int = 2026,
    say: Callable[[str], None] = lambda line: None,
) -> Told | None:
    """Create the demo people, once; None when they are there already."""
    if Candidate.objects.exists():
        return None
    with transaction.atomic():
        make_room(on - timedelta(days=LENGTH), on)
        rng = Random(seed)
        story = Story(on, size, people, rng, Calendar(), People(rng, on), say)
        earlier.tell(story)
        _plan(story)
        story.tell()
    told = story.told
    return Told(told["registered"], told["evenings"], told["departed"], story.refused)


def _plan(story: Story) -> None:
    intake, classroom, proofs = Intake(story), Classroom(story), Proofs(story)
    selection = Selection(story, intake)
    travel = Travel(story, Orders(story))
    fates = Fates(story, intake, classroom, proofs, travel)
    intake.plan()
    Papers(story, intake).plan(story.share(WAITING, least=4))
    Rights(story, intake).plan()
    unfinished.plan(story)
    # A few more are chosen than there are seats; they wait for the next class.
    selection.plan(classroom.seats("AB"), classroom.seats("CD") + story.share(6))

    def fill(letter: str) -> list[Person]:
        """The next people for a class, Rina in the third."""
        waiting = selection.chosen[1 if letter in "AB" else 2]
        seats = classroom.rooms[letter].seats
        taken, waiting[:] = waiting[:seats], waiting[seats:]
        return taken

    classroom.plan(fill, fates.ready)
    House(story, classroom).plan()
    Mornings(story, classroom).plan()

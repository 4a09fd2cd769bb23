"""The 45 people who left before the portal existed: on KJS's list, verified by two people, counted for no target."""

from bisect import bisect
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from uuid import NAMESPACE_URL, uuid5

from accounts.roles import Role
from candidates import journey as journeys
from candidates.enums import Origin, Stage
from candidates.models import Programme
from candidates.registration import register
from certificates import exempting
from certificates.enums import ExemptionKind
from demo.story import Story

ALUMNI = 45
GROUPS = tuple(accumulate((4, 6, 7, 8, 9, 11)))  # the first group has 4 people, the last 11
SCHEMES = ("magang", "magang", "ssw")  # the groups of the first years were called peserta pemagangan


def tell(story: Story) -> None:
    """Not part of the diary: all of them left before its first day."""
    for number, left_on in enumerate(_days(story)):
        person = story.names.invent(10_000 + number, left_on - timedelta(days=300))
        journey = register(
            person=person,
            sector=("caregiver", "agriculture")[number % 2],
            scheme=SCHEMES[number % len(SCHEMES)],
            consents=[],
            submission_key=uuid5(NAMESPACE_URL, f"demo:alumni:{number}"),
            origin=Origin.ALUMNI,
            by=story.people[Role.DISNAKER_OFFICER],
            on=_listed_on(left_on),
        ).journey
        exemption = exempting.claim(
            candidate=journey.candidate,
            kind=ExemptionKind.BEFORE_PORTAL,
            evidence=f"Daftar KJS {left_on.year}, nomor {number + 1}",
            by=story.office,
        )
        exempting.confirm(exemption, by=story.head)
        _lives(story, journey, number, left_on)


def _days(story: Story) -> Iterator[date]:
    """Three years of groups that leave together, each one larger than the one before."""
    number = story.share(ALUMNI, least=6)
    for one in range(number):
        group = bisect(GROUPS, one * ALUMNI // number)
        yield story.ago(400 + (len(GROUPS) - 1 - group) * 200)


def _listed_on(left_on: date) -> date:
    """A day of the programme of the year in which they left."""
    programme = Programme.objects.filter(year=left_on.year).first() or Programme.objects.order_by("year")[0]
    return programme.opens_on


def _lives(story: Story, journey, number: int, left_on: date) -> None:
    """Most live in Japan, the first ones have come home after their three years."""
    by = story.head
    journeys.reach(journey, Stage.DEPARTED, by=by, on=left_on)
    journeys.reach(journey, Stage.ARRIVED, by=by, on=left_on + timedelta(days=1))
    home_on = left_on + timedelta(days=3 * 365 + number)
    if home_on <= story.on and number % 2 == 0:
        journeys.reach(journey, Stage.RETURNED, by=by, on=home_on)

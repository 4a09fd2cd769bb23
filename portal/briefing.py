"""What the morning briefing says beside attendance and notes: tests ahead, and messages that wait for a phone."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Journey
from certificates.models import Booking
from notifications.enums import State
from notifications.models import Message
from training.briefing import register

AHEAD = timedelta(days=21)


@register
def tests_ahead(journeys: list[int], on: date) -> Iterable[tuple[int, str]]:
    """Booked tests of the next three weeks, the nearest first."""
    of_candidate = _candidates(journeys)
    booked = Booking.objects.filter(candidate__in=of_candidate, sitting__held_on__range=(on, on + AHEAD))
    for booking in booked.select_related("sitting__test").order_by("sitting__held_on"):
        words = {"test": booking.sitting.test, "day": date_format(booking.sitting.held_on, "l, j F")}
        yield of_candidate[booking.candidate_id], _("Test: %(test)s on %(day)s.") % words


@register
def messages_that_wait(journeys: list[int], on: date) -> Iterable[tuple[int, str]]:
    """How many messages are held until the phone is given out. What they say is the person's own."""
    of_key = {f"candidate:{candidate}": journey for candidate, journey in _candidates(journeys).items()}
    held = Message.objects.filter(state=State.HELD, person_key__in=of_key).values_list("person_key")
    for key, number in held.annotate(number=Count("pk")):
        said = ngettext("%(n)s message waits for the phone.", "%(n)s messages wait for the phone.", number)
        yield of_key[key], said % {"n": number}


def _candidates(journeys: list[int]) -> dict[int, int]:
    return dict(Journey.objects.filter(pk__in=journeys).values_list("candidate_id", "pk"))

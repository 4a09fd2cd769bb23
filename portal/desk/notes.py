"""What the desk says of a queue beside its number: the day that it waits for, the seats that it fills."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Case, Max, Min, QuerySet, Value, When
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from candidates.models import Journey, SelectionTest
from training.models import TrainingClass

if TYPE_CHECKING:
    from accounts.models import User

DAY = "j F"


def tests_of(undecided: QuerySet[Journey], on: date) -> str:
    """The last day on which some of them were tested, and the next one; empty when none was invited."""
    tests = SelectionTest.objects.filter(journey__in=undecided).values_list("on", flat=True)
    held, coming = tests.filter(on__lt=on).order_by("-on")[:1], tests.filter(on__gte=on).order_by("on")[:1]
    days = sorted(held.union(coming))
    words = {"first": date_format(days[0], DAY), "last": date_format(days[-1], DAY)} if days else {}
    if len(days) == 2:
        return _("test on %(first)s, the next on %(last)s") % words
    return _("test on %(first)s") % words if days else ""


def next_class(user: "User", on: date) -> str:
    """The class that starts next and has a free seat, else the one that began first."""
    begun = Case(When(starts_on__lt=on, then=Value(True)), default=Value(False), output_field=BooleanField())
    room = TrainingClass.objects.visible_to(user).with_room(on).order_by(begun, "starts_on", "pk").first()
    if room is None:
        return _("no class has a free seat")
    free = room.capacity - room.taken
    words: dict[str, Any] = {"class": room.name, "day": date_format(room.starts_on, DAY), "n": free}
    if room.starts_on < on:
        runs = ngettext("%(class)s runs, %(n)s free seat", "%(class)s runs, %(n)s free seats", free)
        return runs % words
    return (
        ngettext("%(class)s starts on %(day)s, %(n)s free seat", "%(class)s starts on %(day)s, %(n)s free seats", free)
        % words
    )


def flown(departures: QuerySet[Any]) -> str:
    """On which days they flew."""
    days = departures.order_by().aggregate(first=Min("flight_on"), last=Max("flight_on"))
    words = {name: date_format(day, DAY) for name, day in days.items() if day}
    if len(set(words.values())) > 1:
        return _("flown from %(first)s to %(last)s") % words
    return _("flown on %(first)s") % words if words else ""

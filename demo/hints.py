"""One thing to try as each login, true on the day it is printed."""

from collections.abc import Callable
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from accounts.roles import Role
from candidates.enums import Stage
from candidates.models import Journey
from candidates.promises import check_by
from demo.logins import Login
from placements.models import Departure, Step
from training.class_days import open_days
from training.models import TrainingClass


def hint(login: Login, on: date) -> str:
    """What waits for this login; once the work is done, what there is to see at any time."""
    found = WAITING[login.role](on, login) if login.role in WAITING else ""
    return found or str(login.try_this)


def _registrations(on: date, login: Login) -> str:
    waiting = Journey.objects.filter(stage=Stage.REGISTERED).order_by("registered_on")
    oldest = waiting.first()
    if oldest is None:
        return ""
    number = waiting.count()
    words = {"number": number, "day": date_format(check_by(oldest.registered_on))}
    return (
        ngettext(
            "look at the registration that waits (promised by %(day)s)",
            "look at the %(number)s registrations that wait (the oldest promised by %(day)s)",
            number,
        )
        % words
    )


def _second_signature(on: date, login: Login) -> str:
    flown = Departure.objects.waiting().filter(flight_on__lte=on).order_by("flight_on").first()
    if flown is None:
        return ""
    words = {"flight": flown.flight_no, "day": date_format(flown.flight_on)}
    return _("confirm flight %(flight)s of %(day)s as the second person") % words


def _late_steps(on: date, login: Login) -> str:
    number = Step.objects.overdue(on).filter(journey__departed_on=None).count()
    late = ngettext("see whose turn the late step is", "see whose turn the %(number)s late steps are", number)
    return late % {"number": number} if number else ""


def _open_evening(on: date, login: Login) -> str:
    trainer = User.objects.filter(email=login.email).first()
    if trainer is None:
        return ""
    classes = list(TrainingClass.objects.visible_to(trainer, on))
    days = open_days(classes, on - timedelta(days=31), on)
    if not days:
        return ""
    words = {"class": days[0].training_class, "day": date_format(days[0].day)}
    return _("enter the scores of %(class)s on %(day)s") % words


def _people_behind_the_number(on: date, login: Login) -> str:
    number = Departure.objects.confirmed().filter(flight_on__year=on.year).count()
    people = ngettext("open the one person behind the number", "open the %(number)s people behind the number", number)
    return people % {"number": number} if number else ""


WAITING: dict[str, Callable[[date, Login], str]] = {
    Role.DISNAKER_OFFICER: _registrations,
    Role.DISNAKER_ADMIN: _second_signature,
    Role.LPK_OFFICER: _late_steps,
    Role.TRAINER: _open_evening,
    Role.LEADER: _people_behind_the_number,
}

"""What can be due on the way to the flight: an open step. The candidate hears of theirs, the office of the rest."""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast, Concat, JSONObject, StrIndex, Substr
from django.utils.translation import gettext_lazy as _

from accounts.addressing import each_with
from accounts.models import User
from accounts.roles import Role
from candidates.telling import has_agreed
from notifications import reminders
from placements.enums import Owner
from placements.models import Step

ABOUT = Concat(Value("step:"), Cast("pk", CharField()))


def steps_of_candidates(on: date, days_before: int) -> QuerySet[Step]:
    """Open steps that are the candidate's own turn, of people who agreed to messages."""
    name = F("journey__candidate__name")
    first_name = Substr(name, 1, StrIndex(Concat(name, Value(" ")), Value(" ")) - 1)
    return (
        _due(on, days_before)
        .filter(has_agreed("journey__candidate"), owner=Owner.CANDIDATE)
        .annotate(
            person_key=Concat(Value("candidate:"), Cast("journey__candidate_id", CharField())),
            name=first_name,
            address=F("journey__candidate__phone"),
            about=ABOUT,
            context=JSONObject(step=F("kind__name"), due_on=F("due_on")),
        )
    )


def steps_of_the_office(on: date, days_before: int) -> QuerySet[User]:
    """For each officer of the LPK: how many steps are late that somebody else than the candidate must do.

    One message a day and officer, whatever the number: Disnaker, Japan and agencies are reminded by the office.
    """
    last = on + timedelta(days=days_before)
    open_steps = _due(on, days_before).exclude(owner=Owner.CANDIDATE)
    count, oldest = open_steps.count(), open_steps.order_by("due_on").values_list("due_on", flat=True).first()
    officers = each_with(
        Role.LPK_OFFICER,
        due_on=last,
        count=Value(count),
        oldest_on=Value(oldest, output_field=DateField()),
        link=Value(f"{settings.PUBLIC_URL}/lpk/langkah/?batas=lewat"),
    )
    return officers if count else officers.none()


def _due(on: date, days_before: int) -> QuerySet[Step]:
    return Step.objects.to_do().filter(due_on__lte=on + timedelta(days=days_before))


reminders.register("step_due", steps_of_candidates, _("A step of the candidate is due"))
reminders.register("office_steps_late", steps_of_the_office, _("Steps of the office are late"))

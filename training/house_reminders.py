"""What of leave and the rules of the house can be due at the LPK office: a request nobody answered, a talk not held.

One message a day and officer, whatever the number.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import DateField, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from accounts.addressing import each_with
from accounts.models import User
from accounts.roles import Role
from notifications import reminders
from training.models import DisciplineWarning, LeaveRequest


def leave_not_answered(on: date, days_before: int) -> QuerySet[User]:
    """Requests of yesterday and before that still wait."""
    last = on + timedelta(days=days_before)
    waiting = LeaveRequest.objects.waiting().filter(asked_at__date__lt=last)
    nearest = waiting.order_by("from_on").values_list("from_on", flat=True).first()
    return _to_the_office(last, waiting.count(), nearest, "/lpk/")


def talks_not_held(on: date, days_before: int) -> QuerySet[User]:
    """Warnings that were opened up to that day and not settled."""
    last = on + timedelta(days=days_before)
    waiting = DisciplineWarning.objects.open().filter(opened_on__lte=last)
    oldest = waiting.order_by("opened_on").values_list("opened_on", flat=True).first()
    return _to_the_office(last, waiting.count(), oldest, "/lpk/teguran/")


def _to_the_office(due_on: date, count: int, first: date | None, path: str) -> QuerySet[User]:
    officers = each_with(
        Role.LPK_OFFICER,
        due_on=due_on,
        count=Value(count),
        first_on=Value(first, output_field=DateField()),
        link=Value(f"{settings.PUBLIC_URL}{path}"),
    )
    return officers if count else officers.none()


reminders.register("leave_not_answered", leave_not_answered, _("A leave waits for its answer"))
reminders.register("talk_not_held", talks_not_held, _("A talk about the rules of the house was not held"))

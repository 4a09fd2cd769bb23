"""What of job orders, steps, flights and messages waits at the LPK office. Each number opens its list."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from notifications.models import Message
from placements.enums import Result
from placements.models import Departure, JobOrder, Nomination, Step
from training.waiting import Waiting, register

if TYPE_CHECKING:
    from accounts.models import User


@register
def on_the_way_to_japan(user: "User", on: date) -> Iterator[Waiting]:
    due = Step.objects.visible_to(user).to_do().filter(due_on__lte=end_of_week(on))
    steps = due.aggregate(all=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on)))
    late = _("%(late)s past due") % {"late": steps["late"]} if steps["late"] else ""
    yield Waiting(
        _("Steps due this week"), steps["all"], f"{reverse('placements:steps')}?batas=pekan", _("Open steps"), late
    )
    orders = JobOrder.objects.with_results_due(on)
    results = Nomination.objects.visible_to(user).standing().filter(result=Result.PENDING, job_order__in=orders).count()
    yield Waiting(
        _("Interview results to record"), results, f"{reverse('placements:orders')}?tampil=hasil", _("Record results")
    )
    flights = Departure.objects.visible_to(user).waiting().count()
    yield Waiting(
        _("Departures waiting for the second person"), flights, reverse("placements:departures"), _("View flights")
    )
    failed = Message.objects.visible_to(user).call_list().count()
    yield Waiting(
        _("Messages that did not arrive"), failed, f"{reverse('placements:messages')}?tampil=telepon", _("Call them")
    )


def end_of_week(on: date) -> date:
    """The Sunday."""
    return on + timedelta(days=6 - on.weekday())

"""What of leave and the rules of the house waits at the LPK office."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.models import DisciplineWarning, LeaveRequest, TrainingClass
from training.waiting import Waiting, register

if TYPE_CHECKING:
    from accounts.models import User


@register
def the_house(user: "User", on: date) -> Iterator[Waiting]:
    waiting = LeaveRequest.objects.visible_to(user).waiting().order_by("from_on")
    count = waiting.count()
    nearest = waiting.first() if count else None
    url = _class_of(nearest) if nearest else f"{reverse('training:tonight')}?pilih=1"
    note = _("the nearest from %(day)s") % {"day": date_format(nearest.from_on, "j F")} if nearest else ""
    yield Waiting(_("Leave to decide"), count, url, _("Answer them"), note)
    talks = DisciplineWarning.objects.open().count()
    yield Waiting(_("Talks about the rules of the house"), talks, reverse("training:talks"), _("View"))


def _class_of(leave: LeaveRequest) -> str:
    classes = TrainingClass.objects.filter(enrolments__journey=leave.journey_id).order_by("-starts_on")
    code = classes.values_list("code", flat=True).first()
    return reverse("training:leaves", args=[code]) if code else f"{reverse('training:tonight')}?pilih=1"

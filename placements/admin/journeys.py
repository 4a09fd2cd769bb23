"""The deeds of this room on a journey's own page at the desk."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.admin_verbs import JourneyVerb, register
from candidates.enums import Stage
from candidates.models import Journey
from placements import arriving, matching
from placements.admin.steps import steps_url
from placements.forms import ArrivalForm
from placements.models import JobOrder

if TYPE_CHECKING:
    from accounts.models import User

BEFORE_AN_OFFER = [Stage.VERIFIED, Stage.RESERVE, Stage.SELECTED, Stage.TRAINING, Stage.QUALIFIED]
WITH_AN_OFFER = [Stage.OFFERED, Stage.CONTRACT, Stage.COE, Stage.VISA, Stage.DEPARTED]


class JobOrderForm(forms.Form):
    job_order = forms.ModelChoiceField(
        JobOrder.objects.open().select_related("employer"),
        label=_("Job order"),
        help_text=_("Those that take nominees. Whether it fits is checked when you press the button."),
    )


def nominate(*, journey: Journey, by: "User", on: date | None, expected: str, data: dict[str, Any]) -> object:
    return matching.nominate(journey, data["job_order"], by=by, on=on)


def arrive(*, journey: Journey, by: "User", on: date | None, expected: str, data: dict[str, Any]) -> object:
    return arriving.record(journey, by=by, on=data["on"], expected=expected)


register(
    JourneyVerb(
        slug="arrive",
        label=_("Has arrived and reported"),
        stages=[Stage.DEPARTED],
        permission="placements.record_arrival",
        perform=arrive,
        undo=arriving.take_back,
        reaches=Stage.ARRIVED,
        form_class=ArrivalForm,
        kind="primary",
    )
)
register(
    JourneyVerb(
        slug="nominate",
        label=_("Nominate for a job order"),
        stages=BEFORE_AN_OFFER,
        permission="placements.nominate",
        perform=nominate,
        form_class=JobOrderForm,
    )
)
register(
    JourneyVerb(
        slug="steps",
        label=_("Job orders, steps, departure"),
        stages=[*BEFORE_AN_OFFER, *WITH_AN_OFFER],
        permission="placements.view_step",
        perform=None,
        page=lambda journey: steps_url(journey.pk),
    )
)

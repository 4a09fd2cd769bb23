"""The deeds of this room on a journey's own page at the desk: a seat in a class, out of it, and back."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.admin_verbs import JourneyVerb, register
from candidates.enums import Deed, Stage
from candidates.models import Journey
from core.refusal import Refused
from core.widgets import DayMonthYearField
from training import dormitory, enrolment
from training.models import TrainingClass
from training.placing import PLACED_AT

if TYPE_CHECKING:
    from accounts.models import User


class ClassField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        free = obj.capacity - obj.taken
        seats = ngettext("%(n)s free seat", "%(n)s free seats", free) % {"n": free}
        sector = obj.sector.name if obj.sector else _("all sectors")
        beds = [f"{free.label.lower()} {free.free}" for free in self.beds.get(obj.site_id, [])]
        rooms = [_("free beds: %(beds)s") % {"beds": ", ".join(beds)}] if beds else []
        return " · ".join([obj.name, str(obj.site), str(sector), seats, *rooms])

    @cached_property
    def beds(self) -> dict[int, list[dormitory.Free]]:
        """Free beds by site, asked once for all the choices."""
        return dormitory.capacity(timezone.localdate())


class PlaceForm(forms.Form):
    training_class = ClassField(
        TrainingClass.objects.none(),
        label=gettext_lazy("Class"),
        help_text=gettext_lazy("Classes that are not over and have a free seat."),
        empty_label=gettext_lazy("Choose…"),
        error_messages={"required": gettext_lazy("Choose the class.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["training_class"].queryset = TrainingClass.objects.with_room().select_related("site", "sector")


def place(*, journey: Journey, by: "User", on: date | None, expected: str, data: dict[str, Any]) -> object:
    return enrolment.enrol(journey, data["training_class"], by=by, on=on, expected=expected)


class LeaveForm(forms.Form):
    on = DayMonthYearField(label=gettext_lazy("Last day in class"))
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        help_text=gettext_lazy("For colleagues; kept in the ledger. Example: moves to Kelas B, repeats the course."),
    )


def leave(*, journey: Journey, by: "User", on: date | None, expected: str, data: dict[str, Any]) -> object:
    if gaps := enrolment.why_not_left(journey):
        raise Refused(gaps)
    seat = enrolment.sitting(timezone.localdate()).get(journey=journey)
    return enrolment.leave(seat, by=by, on=data["on"], reason=data["reason"])


def take_back(*, journey: Journey, by: "User", on: date | None, expected: str) -> Journey:
    return enrolment.undo_last(journey, by=by, on=on, expected=expected)


register(
    JourneyVerb(
        slug="place",
        label=gettext_lazy("Place into a class"),
        stages=PLACED_AT,
        permission="training.place_trainee",
        perform=place,
        undo=take_back,
        reaches=Stage.TRAINING,
        form_class=PlaceForm,
        kind="primary",
        deed=Deed.SEATED,
        gaps=enrolment.why_not_placed,
    )
)
register(
    JourneyVerb(
        slug="leave-class",
        label=gettext_lazy("End the seat in the class"),
        stages=[Stage.TRAINING, Stage.QUALIFIED, Stage.OFFERED, Stage.CONTRACT, Stage.COE, Stage.VISA],
        permission="training.place_trainee",
        perform=leave,
        undo=enrolment.stay,
        form_class=LeaveForm,
        deed=Deed.LEFT,
        gaps=enrolment.why_not_left,
        initial=lambda journey: {"on": timezone.localdate()},
        done=gettext_lazy("%(name)s: the last day in the class is written down. The bed is free from the next day on."),
    )
)

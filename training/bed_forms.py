"""What is typed when a bed is given out. Whether it may be is the verb's to say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.widgets import DayMonthYearField
from training.models import Enrolment, Room


class BedForm(forms.Form):
    """A bed out of those that are free."""

    bed = forms.ChoiceField(label=_("Bed"))
    on = DayMonthYearField(label=_("From"))

    def __init__(self, *args: Any, beds: Sequence[tuple[Room, int]], **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.beds = {f"{room.pk}.{bed}": (room, bed) for room, bed in beds}
        named = [
            (key, _("%(room)s, bed %(bed)s") % {"room": room, "bed": bed}) for key, (room, bed) in self.beds.items()
        ]
        self.fields["bed"].choices = named  # type: ignore[attr-defined]

    def clean_bed(self) -> tuple[Room, int]:
        return self.beds[self.cleaned_data["bed"]]


class TraineeField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.journey.candidate.name} · {obj.training_class.name}"


class GiveForm(BedForm):
    """A bed of one room, and a trainee without one."""

    seat = TraineeField(Enrolment.objects.none(), label=_("Trainee"), empty_label=_("Choose…"))
    field_order = ("seat", "bed", "on")

    def __init__(self, *args: Any, seats: Sequence[Enrolment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [seat.pk for seat in seats]
        rows = Enrolment.objects.filter(pk__in=keys).select_related("journey__candidate", "training_class")
        self.fields["seat"].queryset = rows.order_by("journey__candidate__name")  # type: ignore[attr-defined]


class LeaveBedForm(forms.Form):
    on = DayMonthYearField(label=_("Last day"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate()}
        super().__init__(*args, **kwargs)

"""What is typed about leave and the rules of the house. The verbs say whether it may be."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.document_forms import PhotosField
from core.widgets import ChoiceCards, DayMonthYearField
from training.enums import LeaveKind
from training.models import DisciplineKind, Enrolment

MOST_PHOTOS = 3


class SeatField(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.trainee_no}. {obj.journey.candidate.name}"


class LeaveForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What for"),
        choices=LeaveKind.choices,
        widget=ChoiceCards(hints={LeaveKind.SICK.value: _("Photograph the doctor's letter if there is one.")}),
    )
    from_on = DayMonthYearField(label=_("First day"))
    to_on = DayMonthYearField(label=_("Last day"))
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("One sentence."))
    photos = PhotosField(
        most=MOST_PHOTOS,
        label=_("Photo of a letter"),
        help_text=_("JPG or PNG, at most 3. A doctor's letter is opened by the office only, not by trainers."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"from_on": today, "to_on": today, "kind": LeaveKind.SICK.value}
        super().__init__(*args, **kwargs)


class LeaveFor(LeaveForm):
    """A trainer writes it down for a trainee."""

    seat = SeatField(Enrolment.objects.none(), label=_("Trainee"), empty_label=_("Choose…"))
    field_order = ("seat", "kind", "from_on", "to_on", "reason", "photos")

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    answer = forms.CharField(label=_("Reason"), max_length=200, help_text=_("The trainee reads it."))


class EventForm(forms.Form):
    seat = SeatField(Enrolment.objects.none(), label=_("Trainee"), empty_label=_("Choose…"))
    kind = forms.ModelChoiceField(
        DisciplineKind.objects.in_use(), label=_("What happened"), to_field_name="slug", empty_label=_("Choose…")
    )
    on = DayMonthYearField(label=_("Day"))
    note = forms.CharField(label=_("Note"), max_length=200, required=False, help_text=_("The trainee may read it."))

    def __init__(self, *args: Any, seats: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        self.fields["seat"].queryset = seats  # type: ignore[attr-defined]
        kinds: Sequence[Any] = list(DisciplineKind.objects.in_use())
        choices = [(kind.slug, _("%(what)s (%(n)s points)") % {"what": kind.name, "n": kind.points}) for kind in kinds]
        self.fields["kind"].choices = [("", _("Choose…")), *choices]  # type: ignore[attr-defined]


class WhyForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)


class OutcomeForm(forms.Form):
    outcome = forms.CharField(label=_("What was agreed"), max_length=200, help_text=_("The trainee may read it."))

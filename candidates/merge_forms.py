"""What an officer is asked before two records are joined, and to find the other one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import side_by_side
from candidates.models import Candidate
from candidates.nik import mask
from candidates.status_door import read_number
from core.widgets import ChoiceCards

SIDES = ("one", "other")


class MergeForm(forms.Form):
    """Which record goes on, of each differing value which one, and how it is known that this is one person."""

    stays = forms.ChoiceField(
        label=_("Which record goes on?"),
        help_text=_("The other one stays on file, empty, and leads here. Both numbers and both codes keep working."),
        choices=[("one", _("Older record")), ("other", _("Newer record"))],
        widget=ChoiceCards,
    )
    word = forms.CharField(
        label=_("How do you know?"),
        help_text=_("For example: “Came to the counter, KTP seen”. Kept with your name."),
        max_length=200,
    )

    def __init__(self, *args: Any, one: Candidate, other: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {"one": one, "other": other}
        self.lines = side_by_side.choices(one, other)
        self.fields["stays"].initial = further(one, other)
        for line in self.lines:
            self.fields[line.choice] = forms.ChoiceField(
                label=line.label,
                choices=[("one", line.one), ("other", line.other)],
                initial=self.fields["stays"].initial,
                widget=ChoiceCards,
            )
        self.order_fields(["stays", *[line.choice for line in self.lines], "word"])

    @property
    def kept(self) -> Candidate:
        return self.people[self.cleaned_data["stays"]]

    @property
    def gone(self) -> Candidate:
        return self.people["other" if self.cleaned_data["stays"] == "one" else "one"]

    @property
    def take(self) -> list[str]:
        """The values that the record which goes on has from the other one."""
        return [line.choice for line in self.lines if self.cleaned_data[line.choice] != self.cleaned_data["stays"]]

    @property
    def answers(self) -> list[tuple[str, str]]:
        """As they go through the page that asks once more."""
        return [(name, str(self.cleaned_data[name])) for name in self.fields]


def further(one: Candidate, other: Candidate) -> str:
    """Which record to offer: the one that got further; of two alike the older one."""
    reached = [max((_columns(journey) for journey in person.journeys.all()), default=0) for person in (one, other)]
    return "other" if reached[1] > reached[0] else "one"


def _columns(journey: Any) -> int:
    return sum(
        getattr(journey, column) is not None for column in ("verified_on", "selected_on", "training_on", "departed_on")
    )


class OtherRecordForm(forms.Form):
    """The second record of a person, by its number or NIK. Sent, never written into an address."""

    other = forms.CharField(
        label=_("Registration number or NIK of the other record"),
        help_text=_("For example SJ-2026-0147."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "nik", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, person: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_other(self) -> Candidate:
        typed = self.cleaned_data["other"].strip()
        digits = "".join(sign for sign in typed if sign.isdigit())
        people = Candidate.objects.living().exclude(pk=self.person.pk)
        by_nik = len(digits) == 16
        known = people.filter(nik=digits) if by_nik else people.filter(journeys__registration_no=read_number(typed))
        found = known.first()
        if found is None:
            raise forms.ValidationError(
                _("No other record has %(typed)s. Compare it with the list.")
                % {"typed": mask(digits) if by_nik else typed}
            )
        return found


class BackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), help_text=_("For example: “Twin sister, both KTP seen”. Kept with your name."), max_length=200
    )

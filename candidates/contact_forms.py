"""What an officer says about a try to reach somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.enums import ContactOutcome, ContactWay
from candidates.validators import check_plain
from core.widgets import ChoiceCards, DayMonthYearField


class CallForm(forms.Form):
    """Right after the call: how and when are known."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=ContactOutcome.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Choose one.")},
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=300,
        required=False,
        help_text=_("For colleagues. Example: comes to the counter on Monday."),
    )

    def clean_note(self) -> str:
        return check_plain(self.cleaned_data["note"]).strip()


class ContactForm(CallForm):
    way = forms.ChoiceField(label=_("How?"), choices=ContactWay.choices)
    on = DayMonthYearField(label=_("Day"))

    field_order = ["way", "on", "outcome", "note"]

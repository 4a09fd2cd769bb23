"""What a person fills in to ask something about their own data."""

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates.enums import Correctable
from core.widgets import ChoiceCards


class CorrectionForm(forms.Form):
    field = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=Correctable.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )
    should_be = forms.CharField(
        label=_("What should it be?"),
        help_text=_("Exactly as on the KTP. A date like 5 July 2004."),
        max_length=200,
        error_messages={"required": _("Write what it should be.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class ErasureForm(forms.Form):
    sure = forms.BooleanField(
        label=_("I have read this and want my data deleted."),
        error_messages={"required": _("Tick this only if you really want it; it cannot be undone.")},
    )


class CopyForm(forms.Form):
    """Nothing to fill in: the button is the request."""


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label=_("Why not?"),
        help_text=_("The candidate reads it. One or two plain sentences."),
        max_length=300,
        error_messages={"required": _("Say why. The person reads it.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

"""Who of the family is told when there is urgent news: filled in by the person, or by whom they say it to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import validators
from candidates.enums import Relation
from candidates.family import text_of
from core.phones import check_mobile
from core.widgets import ChoiceCards


class FamilyForm(forms.Form):
    name = forms.CharField(
        label=_("Name of your relative"),
        max_length=120,
        error_messages={"required": _("Write the name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    relation = forms.ChoiceField(
        label=_("Who is it?"),
        choices=Relation.choices,
        widget=ChoiceCards,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )
    phone = forms.CharField(
        label=_("Their phone number"),
        help_text=_("Example: 0812-3456-7890."),
        max_length=40,
        error_messages={"required": _("Write the phone number.")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off", "class": "nik"}),
    )
    agreed = forms.BooleanField(
        error_messages={"required": _("Without this agreement we may not write to the family.")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        text = text_of()
        self.fields["agreed"].label = text.text if text else ""

    def clean_name(self) -> str:
        return validators.check_name(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return check_mobile(self.cleaned_data["phone"])

    def named(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in ("name", "relation", "phone")}


class ToldFamilyForm(FamilyForm):
    """The same, said to a trainer or the office and typed by them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the relative")
        self.fields["agreed"].help_text = _("Read this to the trainee. Tick it only when they agree.")

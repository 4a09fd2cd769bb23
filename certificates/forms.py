"""What is typed about certificates. The rules are the verbs' and the constraints'; here is what a field can know."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from certificates.enums import CheckMethod
from certificates.models import Certificate, Exemption
from core.widgets import ChoiceCards


class AllConstraints:
    """Judges also the constraints that name a field which the form does not show, so that they speak beside it."""

    instance: Any
    hidden: tuple[str, ...] = ()

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - set(self.hidden)  # type: ignore[misc]


class CertificateForm(AllConstraints, forms.ModelForm):
    hidden = ("state",)

    class Meta:
        model = Certificate
        fields = (
            *("candidate", "test", "level", "work_category", "issuer", "number"),
            *("score", "passed", "tested_on", "expires_on"),
        )

    def clean_issuer(self) -> str:
        return " ".join(self.cleaned_data["issuer"].split())

    def clean_number(self) -> str:
        return "".join(self.cleaned_data["number"].upper().split())


class ExemptionForm(AllConstraints, forms.ModelForm):
    hidden = ("state", "end_reason")

    class Meta:
        model = Exemption
        fields = ("candidate", "kind", "work_category", "evidence")


class MethodForm(forms.Form):
    method = forms.ChoiceField(label=_("How it was checked"), choices=CheckMethod.choices, widget=ChoiceCards)


class EndForm(MethodForm):
    reason = forms.CharField(
        label=_("Reason"), max_length=200, help_text=_("Stays on the record; the same paper may be brought again.")
    )
    field_order = ("reason", "method")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Stays on the record for good."))


class ConfirmForm(forms.Form):
    """Nothing to type: the name of who presses the button is the answer."""

"""Agreeing after the registration: who came in by a list, and who gives permission for somebody under 18."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import consenting, guardians, validators
from candidates.enums import Guardian
from candidates.models import Journey
from candidates.offer import offered
from candidates.registration import CONSENT_MISSING
from candidates.registration_forms import RegistrationForm
from candidates.steps import GUARDIAN, need_guardian
from core.widgets import ChoiceCards


class GuardianForm(forms.Form):
    """Who gives permission, and the permission itself; asked as a registration asks it."""

    guardian = RegistrationForm.base_fields["guardian"]
    guardian_name = RegistrationForm.base_fields["guardian_name"]
    guardian_phone = RegistrationForm.base_fields["guardian_phone"]
    guardian_consent = RegistrationForm.base_fields["guardian_consent"]

    def __init__(self, *args: Any, own_phone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own_phone = own_phone
        self.fields["guardian"].widget = ChoiceCards(choices=Guardian.choices)  # little else is asked: there is room
        need_guardian(self)
        text = offered().guardian
        if text is None:
            del self.fields["guardian_consent"]
        else:
            self.fields["guardian_consent"].label = text.text

    def clean_guardian_name(self) -> str:
        return validators.check_name(self.cleaned_data["guardian_name"])

    def clean_guardian_phone(self) -> str:
        return guardians.check_phone(self.cleaned_data["guardian_phone"], own=self.own_phone)

    def named(self) -> dict[str, str]:
        return named(self.cleaned_data)


def named(typed: dict[str, Any]) -> dict[str, str]:
    """As `consenting.name_guardian` wants it."""
    return {name: typed[f"guardian{tail}"] for name, tail in (("relation", ""), ("name", "_name"), ("phone", "_phone"))}


class ToldGuardianForm(GuardianForm):
    """The same, said to an officer and typed by them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "guardian_consent" in self.fields:
            self.fields["guardian_consent"].help_text = _("Read this to the person. Tick it only when they say so.")


class AgreeForm(GuardianForm):
    """On one's own page: the texts nobody has asked about yet, and under 18 the guardian. Only what is missing."""

    def __init__(self, *args: Any, journey: Journey, **kwargs: Any) -> None:
        super().__init__(*args, own_phone=journey.candidate.phone, **kwargs)
        self.texts = consenting.to_be_asked(journey)
        self.asks_guardian = consenting.lacks_guardian(journey)
        for text in self.texts:
            self.fields[f"consent_{text.purpose}"] = forms.BooleanField(
                label=text.text, required=text.required, error_messages={"required": str(CONSENT_MISSING)}
            )
        if not self.asks_guardian:
            for name in (*GUARDIAN, "guardian_consent"):
                self.fields.pop(name, None)
        self.order_fields([field.name for field in self.consent_fields()])  # as they stand on the page

    def consent_fields(self) -> Iterator[forms.BoundField]:
        return (self[f"consent_{text.purpose}"] for text in self.texts)

    def purposes(self) -> list[str]:
        return [text.purpose for text in self.texts if self.cleaned_data[f"consent_{text.purpose}"]]

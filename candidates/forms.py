"""The doors of the own page, a password, a phone to be told, and going on with an unfinished registration."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import status_door
from candidates.registration_forms import RegistrationForm


class StatusForm(forms.Form):
    """One's own page without an account: registration number and access code."""

    number = forms.CharField(
        label=_("Registration number"),
        help_text=_("Example: SJ-2026-0412"),
        error_messages={"required": _("Fill in the registration number. It is on the receipt.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "nik"}),
    )
    code = forms.CharField(
        label=_("Access code"),
        help_text=_("Ten letters and digits from the receipt. Capitals and dashes do not matter."),
        error_messages={"required": _("Fill in the access code. It is on the receipt.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "nik"}
        ),
    )

    def clean_number(self) -> str:
        """As stored: capitals, whatever blanks and dashes were typed."""
        return status_door.read_number(self.cleaned_data["number"])


class ContinueForm(forms.Form):
    """An unfinished registration, from another phone."""

    WRONG_PAIR = _("Number and code do not belong together. Check both; they stand on the page where you stopped.")

    number = forms.CharField(
        label=_("Number of the draft"),
        help_text=_("Example: D-204816"),
        max_length=40,
        error_messages={"required": _("Fill in the number. It begins with D.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "nik"}),
    )
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        error_messages={"required": _("Fill in the code. It stands under the number.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "nik"}
        ),
    )


class LostCodeForm(StatusForm):
    """The number and the phone of the registration: if they belong together, a new code goes to that phone."""

    code = None  # type: ignore[assignment]
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("The one given when registering. Example: 0812-3456-7890."),
        error_messages={"required": _("Fill in a phone number. Example: 0812-3456-7890.")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "nik"}),
    )

    clean_phone = RegistrationForm.clean_phone


class PasswordForm(forms.Form):
    """A password of one's own; with it the agreement to messages, from whoever has not given it."""

    password = forms.CharField(
        label=_("New password"),
        help_text=_("At least ten letters or digits. Three words that only you put together are easy to remember."),
        strip=False,
        max_length=128,
        error_messages={"required": _("Write a password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password once more"),
        strip=False,
        max_length=128,
        error_messages={"required": _("Write the same password once more.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, consent: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if consent:
            self.fields["messages"] = forms.BooleanField(label=consent, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "password" in data and "again" in data and data["password"] != data["again"]:
            self.add_error("again", _("The two passwords are not the same. Write it once more."))
        return data


class NewCodeForm(forms.Form):
    """Before a new access code: the officer says that they looked at the KTP."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.BooleanField(
        label=_("I have seen the original KTP, and it is this person's."),
        error_messages={"required": _("Look at the KTP first. Whoever gets the code sees this person's page.")},
    )


class OpeningForm(forms.Form):
    """A phone to be told when registration opens."""

    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("Example: 0812-3456-7890."),
        error_messages={"required": _("Fill in a phone number. Example: 0812-3456-7890.")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "nik"}),
    )
    agreed = forms.BooleanField(
        label=_(
            "I agree to one message by WhatsApp when registration opens. For this the number is passed on to Meta, "
            "which keeps data outside Indonesia; afterwards it is deleted here."
        ),
        error_messages={"required": _("Without this agreement we may not keep the number.")},
    )

    clean_phone = RegistrationForm.clean_phone

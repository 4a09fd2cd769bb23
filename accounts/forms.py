"""The forms of logging in: one field takes an e-mail or a phone, in any way of writing."""

from typing import Any

from allauth.account import forms as account_forms
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp.forms import ActivateTOTPForm
from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts import guessing
from core.phones import PhoneError, parse_mobile


def read_address(text: str) -> tuple[str, str]:
    """`("email", …)` in small letters or `("phone", …)` as E.164; a form error when it is neither."""
    text = text.strip()
    if "@" in text:
        return "email", forms.EmailField().clean(text).lower()
    try:
        return "phone", parse_mobile(text)
    except PhoneError as error:
        raise forms.ValidationError(
            _("Write an e-mail address or a mobile number. Example: 0812-3456-7890."), code="address"
        ) from error


def read_login(text: str) -> tuple[str, str]:
    """The same, or `("number", …)`: what a person who shares a phone is known by."""
    adapter: Any = get_adapter()
    number = adapter.read_number(text)
    return ("number", number) if number else read_address(text)


def address_field(help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=_("E-mail or mobile number"),
        help_text=help_text,
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


def code_field(label: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none"})
    return forms.CharField(label=label, max_length=20, widget=widget)


class WithoutPlaceholders(forms.Form):
    """A placeholder vanishes when one types, and says only what the label says."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(account_forms.LoginForm):
    """allauth's, with the fields declared: it puts its own together anew for each visitor."""

    login = address_field(_("Candidates may also write the registration number."))
    password = forms.CharField(
        label=account_forms.LoginForm.base_fields["password"].label,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    remember = None
    field_order = ("login", "password")

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        self.request = request
        forms.Form.__init__(self, *args, **kwargs)

    def clean_login(self) -> str:
        self.kind, address = read_login(self.cleaned_data["login"])
        return address

    def clean(self) -> dict[str, Any]:
        if self.errors:
            guessing.try_nothing(self.request)
        return super().clean()

    def user_credentials(self) -> dict[str, str]:
        return {self.kind: self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class RequestCodeForm(account_forms.RequestLoginCodeForm):
    """Asks for one address; allauth's form finds the person and counts the requests."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields = {"login": address_field()}

    def clean_login(self) -> str:
        kind, address = read_address(self.cleaned_data["login"])
        self.cleaned_data[kind] = address
        if kind == "email":
            self.clean_email()
        else:
            self.clean_phone()
        return address


class ConfirmCodeForm(account_forms.ConfirmLoginCodeForm):
    code = code_field(_("Code from the message"))


class TwoStepForm(mfa_forms.AuthenticateForm):
    code = code_field(_("Code from the app, or a spare code"))


class TwoStepAgainForm(mfa_forms.ReauthenticateForm):
    code = code_field(_("Code from the app, or a spare code"))


class ActivateTwoStepForm(ActivateTOTPForm):
    code = code_field(_("Code that the app shows now"))


class ReauthenticateForm(WithoutPlaceholders, account_forms.ReauthenticateForm):
    pass


class ChangePasswordForm(WithoutPlaceholders, account_forms.ChangePasswordForm):
    pass


class SetPasswordForm(WithoutPlaceholders, account_forms.SetPasswordForm):
    pass

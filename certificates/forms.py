"""What is typed about certificates. The rules are the verbs' and the constraints'; here is what a field can know."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Journey
from candidates.papers_agree import travels_as
from certificates.enums import CheckMethod, Result
from certificates.models import Booking, Certificate, Exemption, Sitting
from certificates.sitting import account_doubt, doubts
from core.widgets import ChoiceCards, DayMonthYearField


class AllConstraints:
    """The sentences of the model's constraints, each beside the field that mends it.

    `hidden` are the fields which the form does not show and which constraints name: those are judged as well.
    `beside` says for a constraint's name where its sentence stands; all others stand above the form.
    """

    instance: Any
    hidden: tuple[str, ...] = ()
    beside: Mapping[str, str] = {}

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() - set(self.hidden)  # type: ignore[misc]

    def _update_errors(self, errors: ValidationError) -> None:
        sentences = {
            one.violation_error_message: self.beside[one.name]
            for one in self.instance._meta.constraints
            if one.name in self.beside
        }
        told = errors.update_error_dict({})
        for error in told.pop(NON_FIELD_ERRORS, []):
            told.setdefault(sentences.get(error.message, NON_FIELD_ERRORS), []).append(error)
        super()._update_errors(ValidationError(told))  # type: ignore[misc]


class CertificateForm(AllConstraints, forms.ModelForm):
    hidden = ("state",)
    beside = {
        "certificate_number_once_per_issuer": "number",
        "skill_certificate_has_a_work_category": "work_category",
        "jlpt_certificate_has_a_level": "level",
        "jft_score_10_to_250": "score",
    }

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

    def clean_tested_on(self) -> date:
        day = self.cleaned_data["tested_on"]
        if day > timezone.localdate():
            raise ValidationError(_("The test day lies in the future. Record the certificate after the result."))
        return day


class ForAPerson(forms.Form):
    """For the person whose page led here, else for the registration number that is typed."""

    registration_no = forms.CharField(label=_("registration number"), max_length=20)

    def __init__(self, *args: Any, journey: Journey | None, journeys: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.journey, self.journeys = journey, journeys
        if journey is not None:
            del self.fields["registration_no"]
        for field in self.fields.values():
            field.label = capfirst(field.label)

    def clean_registration_no(self) -> str:
        number = "".join(self.cleaned_data["registration_no"].upper().split())
        self.journey = self.journeys.filter(registration_no=number).first()
        if self.journey is None:
            raise ValidationError(_("Nobody has this registration number. Look it up in the people list."))
        return number

    def candidate(self) -> Candidate:
        assert self.journey is not None
        return self.journey.candidate

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "registration_no"}


class ClaimForm(ForAPerson, CertificateForm):
    """The office's form."""

    tested_on = DayMonthYearField(label=_("test day"))
    expires_on = DayMonthYearField(
        label=_("valid until"), help_text=_("Only if the paper names a last day."), required=False
    )
    field_order = ("registration_no",)

    class Meta(CertificateForm.Meta):
        fields = CertificateForm.Meta.fields[1:]


class ExemptionForm(AllConstraints, forms.ModelForm):
    hidden = ("state", "end_reason")
    beside = {"exemption_once_per_kind": "kind"}

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


class AccountForm(forms.Form):
    """How a seat is booked: its number, and the name in the account, which must be the passport's."""

    booking_no = forms.CharField(
        label=_("booking number"),
        max_length=40,
        required=False,
        help_text=_("As on the confirmation of the test centre."),
    )
    account_name = forms.CharField(
        label=_("name in the test account"),
        max_length=120,
        help_text=_("As in the account, letter by letter: the name on the passport, or on the KTP till there is one."),
    )
    knowing = forms.BooleanField(
        label=_("I know that the papers differ. Book all the same."),
        help_text=_("A test centre turns away who is called differently on the passport, and gives no money back."),
        required=False,
    )

    def name_known(self, candidate: Candidate) -> None:
        """Say beside the field what the account must be called."""
        known = travels_as(candidate)
        hint = _("On %(where)s: “%(name)s”. It must be the same letter by letter.")
        self.fields["account_name"].help_text = hint % {"where": known.where, "name": known.written}


class SeatForm(ForAPerson, AccountForm):
    sitting = forms.ModelChoiceField(Sitting.objects.select_related("test"), label=_("sitting"))
    field_order = ("registration_no", "sitting", "booking_no", "account_name", "knowing")

    def __init__(self, *args: Any, journey: Journey | None, journeys: Any, **kwargs: Any) -> None:
        super().__init__(*args, journey=journey, journeys=journeys, **kwargs)
        if journey is not None:
            self.name_known(journey.candidate)
        if not self.is_bound:
            self._ask_only_if_papers_differ("")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._ask_only_if_papers_differ(data.get("account_name", ""))
        return data

    def _ask_only_if_papers_differ(self, account_name: str) -> None:
        if self.journey is None or not doubts(self.journey.candidate, account_name):
            self.fields.pop("knowing", None)


class CorrectSeatForm(AccountForm):
    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        initial = {"booking_no": booking.booking_no, "account_name": booking.account_name}
        super().__init__(*args, initial=initial, **kwargs)
        self.booking = booking
        self.name_known(booking.candidate)
        for field in self.fields.values():
            field.label = capfirst(field.label)
        if not self.is_bound:
            del self.fields["knowing"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not account_doubt(self.booking.candidate, data.get("account_name", "")):
            self.fields.pop("knowing", None)
        return data


class ResultForm(forms.Form):
    result = forms.ChoiceField(label=_("Result"), choices=Result.choices[1:], widget=ChoiceCards)
    score = forms.IntegerField(label=_("Score"), min_value=0, max_value=999, required=False)
    sections = forms.CharField(
        label=_("Section scores"),
        max_length=160,
        required=False,
        help_text=_("As printed, for example: reading 61, listening 33."),
    )
    expected = forms.CharField(widget=forms.HiddenInput)


class PassForm(forms.Form):
    number = forms.CharField(
        label=_("Number"), max_length=40, help_text=_("As printed on the certificate or score report.")
    )
    expires_on = DayMonthYearField(
        label=_("Valid until"), help_text=_("Only if the paper names a last day."), required=False
    )

"""What officers type on the pages of the verbs. The rules are the verbs'; here is only what a field can know."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.widgets import ChoiceCards, DayMonthYearField
from placements.enums import Commitment, Result
from placements.matching import FOLLOWS
from placements.models import Departure, Nomination, Step
from placements.models.naming import LONGEST
from placements.steps import doubts


class ResultForm(forms.Form):
    result = forms.ChoiceField(label=_("Result"), widget=ChoiceCards)
    on = DayMonthYearField(label=_("Day of the result"))
    rank = forms.IntegerField(label=_("Rank"), min_value=1, max_value=999, required=False)
    commitment_years = forms.TypedChoiceField(
        label=_("Promised years of work"),
        choices=[("", "–"), *Commitment.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    feedback = forms.CharField(
        label=_("What the company said"),
        help_text=_("The person may read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    expected = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: object, nomination: Nomination, **kwargs: object) -> None:
        kwargs["initial"] = {"on": timezone.localdate(), "expected": nomination.result, "rank": nomination.rank}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        possible = FOLLOWS[Result(nomination.result)]
        self.fields["result"].choices = [choice for choice in Result.choices if choice[0] in possible]


class CompleteForm(forms.Form):
    on = DayMonthYearField(label=_("Done on"))
    number = forms.CharField(label=_("Number on the paper"), max_length=60, required=False)
    name = forms.CharField(
        label=_("Name on the paper"), help_text=_("Letter by letter, as it is printed."), max_length=120
    )
    born = DayMonthYearField(label=_("Birth date on the paper"))
    issued_on = DayMonthYearField(label=_("Issued on"), required=False)
    expires_on = DayMonthYearField(
        label=_("Valid until"), help_text=_("The last day of validity, as on the paper."), required=False
    )

    knowing = forms.BooleanField(
        label=_("I know that the papers differ. Record it all the same."),
        help_text=_("An airline and the Japanese border go by the passport alone. Tests and papers must follow it."),
        required=False,
    )
    field_order = ("number", "name", "born", "issued_on", "expires_on", "on")

    def __init__(self, *args: object, step: Step, **kwargs: object) -> None:
        kwargs["initial"] = {"on": timezone.localdate()}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.step = step
        self.fields["number"].required = step.kind.needs_number
        self.fields["expires_on"].required = step.kind.needs_expiry
        if not step.kind.says_who:
            del self.fields["name"], self.fields["born"]
        if not self.is_bound:
            del self.fields["knowing"]

    def clean(self) -> dict[str, object]:
        """Whoever types the same as everywhere else is asked nothing more."""
        data = super().clean() or {}
        if not self.step.kind.says_who or not doubts(self.step, data.get("name", ""), data.get("born")):
            self.fields.pop("knowing", None)
        return data


class FlightForm(forms.Form):
    flight_no = forms.CharField(
        label=_("Flight number"), help_text=_("As on the ticket, for example GA 874."), max_length=8
    )
    flight_on = DayMonthYearField(label=_("Flight day"))
    evidence = forms.FileField(
        label=_("Evidence"),
        help_text=_("A photo of the boarding pass, ticket or passport stamp (JPG or PNG)."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class NameForm(forms.Form):
    written = forms.CharField(
        label=_("Name in katakana"),
        help_text=_("Half-width letters and hiragana are turned into katakana. Empty: the suggestion stands again."),
        widget=forms.TextInput(attrs={"lang": "ja", "autocomplete": "off"}),
        required=False,
        max_length=LONGEST,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class ArrivalForm(forms.Form):
    on = DayMonthYearField(label=_("Arrived on"), initial=timezone.localdate)


class CorrectionForm(FlightForm):
    reason = forms.CharField(label=_("Why it is corrected"), max_length=200)

    def __init__(self, *args: object, departure: Departure, **kwargs: object) -> None:
        kwargs["initial"] = {"flight_no": departure.flight_no, "flight_on": departure.flight_on}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["evidence"].required = False
        self.fields["evidence"].help_text = _("Empty: the file that is already there stays the evidence.")


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)


class ConfirmForm(forms.Form):
    """Nothing to type: the second person looks and says yes."""

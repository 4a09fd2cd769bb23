"""What an officer fills in for somebody who stands at the counter and asks something about their own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import consenting, withdrawing
from candidates.enums import Correctable, Purpose, RequestKind
from candidates.models import Candidate
from core.widgets import CheckCards, ChoiceCards

KINDS = [
    (RequestKind.COPY, _("To see or take along everything that is kept (copy on paper)")),
    (RequestKind.CORRECT, _("To have something corrected")),
    (RequestKind.WITHDRAW, _("To take a consent back")),
    (RequestKind.ERASE, _("To have the data deleted")),
]


def seen_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("I have seen the original KTP, and it is this person's."),
        error_messages={"required": _("Look at the KTP first: only the person may ask this.")},
    )


class OralRequestForm(forms.Form):
    """A request made by mouth. The form asks for more than one kind needs; the rest stays empty."""

    kind = forms.ChoiceField(
        label=_("What does the person ask for?"),
        choices=KINDS,
        widget=ChoiceCards,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )
    field = forms.ChoiceField(
        label=_("For a correction: what is wrong?"), choices=[("", "–"), *Correctable.choices], required=False
    )
    should_be = forms.CharField(
        label=_("For a correction: what should it be?"),
        help_text=_("Exactly as on the KTP. A date like 5 July 2004."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.ChoiceField(label=_("For a withdrawal: which consent?"), required=False)

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = withdrawing.live(candidate).values_list("text__purpose", flat=True)
        choices = [(value, label) for value, label in Purpose.choices if value in set(given)]
        self.fields["purpose"].choices = [("", "–"), *choices]  # type: ignore[attr-defined]
        self.fields["seen"] = seen_field()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        wanted = {RequestKind.CORRECT: ("field", "should_be"), RequestKind.WITHDRAW: ("purpose",)}
        needed = wanted.get(data.get("kind", ""), ())
        for name in ("field", "should_be", "purpose"):
            if name not in needed:
                data[name] = ""
            elif not data.get(name):
                self.add_error(name, _("This belongs to the request. Ask the person."))
        return data


class AgreementForm(forms.Form):
    """The consents that are not on file; the officer reads each text to the person."""

    purposes = forms.MultipleChoiceField(
        label=_("Read to the person, who agrees to"),
        widget=CheckCards,
        error_messages={"required": _("Tick what the person agrees to, or go back.")},
    )

    def __init__(self, *args: Any, candidate: Candidate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = consenting.missing(candidate)
        self.fields["purposes"].choices = [(text.purpose, text.text) for text in texts]  # type: ignore[attr-defined]
        self.fields["seen"] = seen_field()

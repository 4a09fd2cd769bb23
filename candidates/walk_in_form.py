"""What an officer fills in for somebody who registers at the counter."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import validators
from candidates.likeness import Match, alike
from candidates.registration_forms import TOO_LONG, RegistrationForm


class CounterForm(RegistrationForm):
    """The same as online, typed by an officer, who is asked about people on file that may be this one."""

    shown = forms.CharField(required=False)  # whom the officer has been shown; the page writes it anew each time
    word = forms.CharField(
        label=_("How do you know that this is somebody else?"),
        help_text=_("For example: “Twin sister, saw both KTP”. Kept with your name."),
        max_length=200,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, on: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, on=on, **kwargs)
        self.matches: list[Match] = []
        self.shown_now = ""
        self.fields["name"].widget.attrs["autofocus"] = True

    def clean_word(self) -> str:
        return validators.check_plain(self.cleaned_data["word"]).strip()

    def settled(self) -> bool:
        """Whether nobody on file may be this person, or the officer saw exactly these and says why it is another."""
        self.matches = alike(self.person())
        likely = [match for match in self.matches if match.is_likely]
        if not likely:
            return True
        seen = ",".join(str(match.candidate.pk) for match in likely)
        if self.cleaned_data["shown"] == seen and self.cleaned_data["word"]:
            return True
        if self.cleaned_data["shown"] == seen:
            self.add_error("word", _("Write how you know that this is somebody else."))
        self.shown_now = seen
        self.fields["word"].required = True
        self.fields["word"].widget.attrs["autofocus"] = True
        del self.fields["name"].widget.attrs["autofocus"]
        return False

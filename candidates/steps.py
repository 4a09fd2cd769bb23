"""The short steps of a registration: which fields each asks, what it shows, and which one comes next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from candidates import guardians, validators
from candidates.offer import OUTSIDE
from candidates.registration import GUARDIAN_CONSENT_MISSING
from candidates.registration_forms import RegistrationForm
from core.phones import check_mobile

DAY = "%d-%m-%Y"  # as the three boxes of a date also read it when it comes in one piece


@dataclass(frozen=True)
class Step:
    slug: str
    title: Any
    fields: tuple[str, ...]
    needed: tuple[str, ...]


STEPS = (
    Step("ktp", _("Data as on the KTP"), ("name", "nik", "birth_date", "sex", "nik_differs"), ("nik", "birth_date")),
    Step("alamat", _("Address and phone"), ("phone", "residence", "address_outside"), ("phone", "residence")),
    Step("minat", _("Work you wish for"), ("sector", "wish_2", "wish_3", "scheme"), ("sector",)),
    Step(
        "sekolah",
        _("School and work"),
        (
            "education",
            "occupation",
            "marital_status",
            "was_trainee",
            "heard_from",
            "guardian",
            "guardian_name",
            "guardian_phone",
        ),
        ("education",),
    ),
)
CHECK = "periksa"
OF = len(STEPS) + 1
NEEDED_OF_GUARDIAN = {
    "guardian": _("Under 18 a parent or guardian has to agree. Choose who it is."),
    "guardian_name": _("Write the name of the parent or guardian."),
    "guardian_phone": _("Write a phone number of the parent or guardian. Example: 0812-3456-7890."),
}
GUARDIAN = tuple(NEEDED_OF_GUARDIAN)
OF_AGE = ("marital_status", "was_trainee")  # under 18 nobody is married or was a trainee
ONLY_FOR_SOME = ("address_outside", *GUARDIAN)  # to call these optional would be wrong for those who are asked


def step(slug: str) -> Step | None:
    return next((each for each in STEPS if each.slug == slug), None)


def number(slug: str) -> int:
    return [*(each.slug for each in STEPS), CHECK].index(slug) + 1


def after(slug: str) -> str:
    return [*(each.slug for each in STEPS), CHECK][number(slug)]


def open_step(answers: Mapping[str, str], on: date) -> str:
    """The first step that still lacks an answer; the check when none does."""
    for each in STEPS:
        if any(not answers.get(name) for name in each.needed):
            return each.slug
    if is_minor(answers, on) and not all(answers.get(name) for name in GUARDIAN):
        return "sekolah"
    return CHECK


def is_minor(answers: Mapping[str, str], on: date) -> bool:
    born = _born(answers)
    return born is not None and validators.is_minor(born, on)


def need_guardian(form: forms.Form) -> None:
    """Under 18: who gives permission may not be left empty, and the sentence says what to fill in."""
    for name, words in {**NEEDED_OF_GUARDIAN, "guardian_consent": GUARDIAN_CONSENT_MISSING.message}.items():
        form.fields[name].required = True
        form.fields[name].error_messages["required"] = words  # type: ignore[assignment]


class StepForm(RegistrationForm):
    """One step of the registration: some of its fields, under the same rules."""

    only_for_some = ONLY_FOR_SOME

    def __init__(self, asked: Step, data: Any = None, *, answers: Mapping[str, str], on: date | None = None) -> None:
        super().__init__(data, initial=_initial(answers), on=on)
        self.asks_guardian = is_minor(answers, self.on)
        if self.asks_guardian:  # said before it is missing: nothing of it may be left empty
            need_guardian(self)
        if (answers if data is None else data).get("residence") == OUTSIDE:
            self.fields["address_outside"].widget.attrs["required"] = True  # the form itself says what is missing
        hidden = OF_AGE if self.asks_guardian else GUARDIAN
        for name in list(self.fields):
            if name not in asked.fields or name in hidden:
                del self.fields[name]
        if "education" in self.fields:
            self.fields["education"].required = True

    def clean_guardian_phone(self) -> str:
        """Said here already, where the step before told the person's own number."""
        phone, own = super().clean_guardian_phone(), self.initial.get("phone")
        return guardians.check_phone(phone, own=check_mobile(own)) if phone and own else phone

    @property
    def asks_whether_ktp_differs(self) -> bool:
        return self.disagrees or bool(self.initial.get("nik_differs"))

    def shown(self) -> list[Any]:
        """The fields of the page; the tick box about the KTP only when there is something to say."""
        return [self[name] for name in self.fields if name != "nik_differs" or self.asks_whether_ktp_differs]

    def answers(self) -> dict[str, str]:
        """What is kept: as it was typed, the date in one piece; only what is right, when the step is not whole yet."""
        kept = {name: str(self.data.get(name, "")).strip() for name in self.fields if name in self.cleaned_data}
        if "birth_date" in kept:
            kept["birth_date"] = self.cleaned_data["birth_date"].strftime(DAY)
        if self.asks_guardian and set(GUARDIAN).intersection(self.changed_data):
            kept["guardian_consent"] = ""  # ticked for somebody else
        return kept


class CheckForm(RegistrationForm):
    """All answers together, read again before they are sent. What does not fit any more can be put right in place."""

    def judge_answers_only(self) -> None:
        """The page is opened: nobody has had the chance to agree yet."""
        for name in [name for name in self.errors if "consent" in name]:
            del self.errors[name]

    def ticks(self) -> dict[str, str]:
        """What is ticked so far. Not an agreement yet: that is written down when the registration is sent."""
        return {name: "on" if self.data.get(name) else "" for name in self.fields if "consent" in name}

    @property
    def is_minor(self) -> bool:
        born = self.cleaned_data.get("birth_date") if self.is_bound and hasattr(self, "cleaned_data") else None
        return born is not None and validators.is_minor(born, self.on)

    def groups(self) -> list[dict[str, Any]]:
        """The steps with their answers: a text and a hidden field each, or an open field where something is wrong."""
        found = []
        hidden = OF_AGE if self.is_minor else GUARDIAN
        for each in STEPS:
            names = [name for name in each.fields if name not in hidden or name in self.errors]
            if self.data.get("residence") != OUTSIDE and "address_outside" not in self.errors:
                names = [name for name in names if name != "address_outside"]
            rows = [self._row(name) for name in names if name != "nik_differs"]
            found.append({"step": each, "rows": rows, "differs": "nik_differs" in each.fields})
        return found

    def _row(self, name: str) -> dict[str, Any]:
        typed = self.data.get(name, "")
        if name == "birth_date" and name in self.cleaned_data:
            typed = self.cleaned_data[name].strftime(DAY)
        return {"field": self[name], "typed": typed, "text": self._text(name, typed)}

    def _text(self, name: str, typed: str) -> Any:
        """As a person reads it; nothing for what was left empty."""
        if not typed:
            return ""
        if name == "nik":
            return " ".join(typed[start : start + 4] for start in range(0, len(typed), 4))
        if name == "birth_date":
            return self.cleaned_data.get(name) or typed
        choices: dict[str, Any] = {}
        for value, label in getattr(self.fields[name], "choices", ()):
            choices.update(label if isinstance(label, list | tuple) else {value: label})
        return choices.get(typed, typed)


def _initial(answers: Mapping[str, str]) -> dict[str, Any]:
    return {**answers, "birth_date": _born(answers)}


def _born(answers: Mapping[str, str]) -> date | None:
    typed = answers.get("birth_date")
    return datetime.strptime(typed, DAY).date() if typed else None

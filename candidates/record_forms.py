"""The form of a person's record at the desk: what is changed there is checked like a registration."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates import nik as niks
from candidates import validators
from candidates.correcting import nik_differs
from candidates.models import Candidate
from candidates.offer import offered
from core.phones import check_mobile

SAID_BY_NIK = {"nik", "birth_date", "sex"}


class CandidateForm(forms.ModelForm):
    """Only what is changed is checked: an old slip elsewhere on the record stands in nobody's way."""

    class Meta:
        model = Candidate
        exclude: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if (nik := self.fields.get("nik")) is not None:
            # Longer than a NIK: with blanks between, or with a digit too many, which then has its sentence.
            self.fields["nik"] = forms.CharField(max_length=40, label=nik.label, help_text=nik.help_text)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        return validators.check_name(name) if "name" in self.changed_data else name

    def clean_nik(self) -> str:
        typed = self.cleaned_data["nik"]
        if "nik" not in self.changed_data:
            return typed
        return validators.read_nik(typed, offered(), on=timezone.localdate()).number

    def clean_birth_date(self) -> date:
        born = self.cleaned_data["birth_date"]
        return validators.check_birth_date(born, on=timezone.localdate()) if "birth_date" in self.changed_data else born

    def clean_phone(self) -> str:
        return check_mobile(self.cleaned_data["phone"])

    def clean_address_outside(self) -> str:
        return validators.check_plain(self.cleaned_data["address_outside"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.keys() >= SAID_BY_NIK and SAID_BY_NIK & set(self.changed_data):
            ticked = bool(data.get("nik_differs"))
            person = Candidate(**{name: data[name] for name in SAID_BY_NIK}, nik_differs=ticked)
            data["nik_differs"] = nik_differs(person)
            if data["nik_differs"] and not ticked:
                self._say_what_the_nik_says(person)
        return data

    def _say_what_the_nik_says(self, person: Candidate) -> None:
        says = niks.parse(person.nik)
        words = _(
            "According to the NIK: born on %(day)s, %(sex)s. Check again. If the KTP really says so, tick “%(box)s”."
        )
        sex = person._meta.get_field("sex").flatchoices  # type: ignore[union-attr]
        named = {"day": date_format(says.birth_date), "sex": str(dict(sex)[says.sex]).lower()}
        wrong = "sex" if says.birth_date == person.birth_date else "birth_date"
        self.add_error(wrong, words % {**named, "box": Candidate._meta.get_field("nik_differs").verbose_name})

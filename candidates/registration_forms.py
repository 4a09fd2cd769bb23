"""What a registration asks: everything at once, or in short steps on a phone."""

import copy
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import validators
from candidates.enums import Education, Guardian, Marital, Sex, Told
from candidates.nik import Nik
from candidates.offer import OUTSIDE, Offer, offered
from candidates.registration import CONSENT_MISSING, Background, PersonData
from core.phones import check_mobile
from core.refusal import Gap
from core.widgets import ChoiceCards, Choices, DayMonthYearField, DayMonthYearWidget

ABOUT_THE_NIK = {"nik_known", "again_later", "reopen_first"}
BESIDE = {
    "guardian_missing": "guardian_name",
    "guardian_phone_own": "guardian_phone",
    "guardian_consent_missing": "guardian_consent",
}
ONE_OF_THESE = {"invalid_choice": _("Choose one of these.")}
TOO_LONG = _("This is too long. Up to %(limit_value)d characters fit.")


Fields = dict[str, forms.Field]


class Shared(Fields):
    """Fields that every visitor's form may use at once, since nobody draws them."""

    def __deepcopy__(self, memo: object) -> Fields:
        return dict(self)


_kept: dict[type["AgainForm"], tuple[Offer, Fields, Shared]] = {}


def _asked(form: type["AgainForm"], offer: Offer) -> tuple[Fields, Shared]:
    """Fields to draw, and to judge only. Worked out once for each offer: Django copies a form's fields for every
    visitor, and they are many.
    """
    if form not in _kept or _kept[form][0] is not offer:
        fields = form.ask(offer)
        _kept[form] = offer, fields, Shared({name: _undrawn(field) for name, field in fields.items()})
    return _kept[form][1:]


def _undrawn(field: forms.Field) -> forms.Field:
    """Without the help that Django would translate for each visitor, also where nobody reads it."""
    field = copy.copy(field)
    field.help_text = ""
    return field


def check_order_of_wishes(form: forms.Form, data: dict[str, Any]) -> None:
    """A sector is wished once, and no wish is left out before the last one."""
    if data.get("wish_3") and not data.get("wish_2"):
        form.add_error("wish_2", _("Choose the second wish before the third."))
    for name, earlier in (("wish_2", ["sector"]), ("wish_3", ["sector", "wish_2"])):
        if data.get(name) and data[name] in [data.get(each) for each in earlier]:
            form.add_error(name, _("This is already among your wishes. Choose another one, or none."))


class AgainForm(forms.Form):
    """What every registration asks, also of a person who is on file: which work, and the agreement."""

    submission_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    sector = forms.ChoiceField(
        label=_("Which work do you want most?"),
        help_text=_("This can still be changed before the training."),
        widget=ChoiceCards,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, on: date | None = None, only_judged: bool = False, **kwargs: Any) -> None:
        """`only_judged`: the form is shown only if something is wrong, and has no fields of its own until then."""
        kwargs.setdefault("initial", {"submission_key": uuid.uuid4()})
        self.on = on or timezone.localdate()
        self.offer: Offer = offered(self.on)
        self.drawn, judged = _asked(type(self), self.offer)
        self.base_fields = judged if only_judged else self.drawn
        super().__init__(*args, **kwargs)

    @classmethod
    def ask(cls, offer: Offer) -> Fields:
        """The fields with what is offered in them: the same for everybody until staff change a table."""
        fields = copy.deepcopy(cls.base_fields)
        for name, choices in offer.choices.items():
            if name in fields:
                fields[name].choices = choices  # type: ignore[attr-defined]
        for consent in offer.consents:
            fields[f"consent_{consent.text_id}"] = forms.BooleanField(
                label=consent.text, required=consent.required, error_messages={"required": str(CONSENT_MISSING)}
            )
        return fields

    def add_error(self, field: str | None, error: Any) -> None:
        if isinstance(self.base_fields, Shared):  # what is shown needs fields of its own: drawing writes into them
            self.base_fields = self.drawn
            self.fields = copy.deepcopy(self.base_fields)
            self._bound_fields_cache.clear()  # type: ignore[attr-defined]
        super().add_error(field, error)  # type: ignore[arg-type]

    def consent_fields(self) -> Iterator[forms.BoundField]:
        return (self[f"consent_{consent.text_id}"] for consent in self.offer.consents)

    def clean_submission_key(self) -> uuid.UUID:
        return self.cleaned_data.get("submission_key") or uuid.uuid4()

    def ticked(self) -> list[int]:
        """The consent texts the person agreed to."""
        return [c.text_id for c in self.offer.consents if self.cleaned_data.get(f"consent_{c.text_id}")]


class RegistrationForm(AgainForm):
    """Everything a first registration asks. What was typed stays in its field, whatever was wrong."""

    name = forms.CharField(
        label=_("Full name"),
        help_text=_("Exactly as on the KTP. One word is fine."),
        max_length=120,
        error_messages={"required": _("Fill in the name as on the KTP."), "max_length": TOO_LONG},
        widget=forms.TextInput(attrs={"autocomplete": "name", "autocapitalize": "words", "spellcheck": "false"}),
    )
    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 digits at the top of the KTP or KK."),
        error_messages={"required": _("Fill in the NIK, 16 digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "nik"}),
    )
    birth_date = DayMonthYearField(
        label=_("Birth date"), help_text=_("Example: 5 – 5 – 2004"), widget=DayMonthYearWidget(birthday=True)
    )
    sex = forms.ChoiceField(
        label=_("Sex"),
        choices=Choices(Sex.choices),
        widget=ChoiceCards,
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )
    nik_differs = forms.BooleanField(
        label=_("As on the KTP"),
        help_text=_("Tick only if the KTP really shows it like this. An officer compares it with the original."),
        required=False,
    )
    phone = forms.CharField(
        label=_("Phone number"),
        help_text=_("Your own, with WhatsApp if there is one. Example: 0812-3456-7890."),
        error_messages={"required": _("Fill in a phone number. Example: 0812-3456-7890.")},
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel", "class": "nik"}),
    )
    residence = forms.ChoiceField(
        label=_("Kelurahan on the KTP"),
        help_text=_("Not in Kota Serang? Choose “Outside Kota Serang” at the end of the list."),
        widget=forms.Select,
        error_messages={"required": _("Choose the kelurahan on the KTP."), "invalid_choice": _("Choose one of these.")},
    )
    address_outside = forms.CharField(
        label=_("Address outside Kota Serang"),
        help_text=_("Only if the KTP address lies outside Kota Serang: street, village, kabupaten or city."),
        max_length=200,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    wish_2 = forms.ChoiceField(label=_("Second wish"), required=False, error_messages=ONE_OF_THESE)
    wish_3 = forms.ChoiceField(label=_("Third wish"), required=False, error_messages=ONE_OF_THESE)
    scheme = forms.ChoiceField(
        label=_("Which way to Japan?"),
        help_text=_("Not sure? Leave it; it is explained at the selection."),
        required=False,
        error_messages=ONE_OF_THESE,
    )
    education = forms.ChoiceField(
        label=_("Highest school finished"),
        choices=Choices([("", _("Choose…")), *Education.choices]),
        required=False,
        error_messages={"required": _("Choose the highest school that was finished.")},
    )
    occupation = forms.CharField(
        label=_("Work now"),
        help_text=_("Example: works in a shop, still at school, no work."),
        max_length=80,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )
    heard_from = forms.ChoiceField(
        label=_("Where did you hear of this programme?"), required=False, error_messages=ONE_OF_THESE
    )
    marital_status = forms.ChoiceField(
        label=_("Marital status on the KTP"),
        choices=Choices([("", _("Choose…")), *Marital.choices]),
        required=False,
        error_messages=ONE_OF_THESE,
    )
    was_trainee = forms.ChoiceField(
        label=_("Have you been to Japan as a trainee (magang)?"),
        choices=Choices([("", _("Choose…")), *Told.choices]),
        required=False,
        error_messages=ONE_OF_THESE,
    )
    guardian = forms.ChoiceField(
        label=_("Who gives permission?"),
        choices=Choices([("", _("Choose…")), *Guardian.choices]),
        required=False,
    )
    guardian_name = forms.CharField(
        label=_("Name of the parent or guardian"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),  # the phone would put in its owner
    )
    guardian_phone = forms.CharField(
        label=_("Phone of the parent or guardian"),
        help_text=_("Example: 0812-3456-7890."),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off", "class": "nik"}),
    )
    guardian_consent = forms.BooleanField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nik_says: Nik | None = None
        self.disagrees = False

    @classmethod
    def ask(cls, offer: Offer) -> Fields:
        fields = super().ask(offer)
        fields["guardian_consent"].label = offer.guardian.text if offer.guardian else ""
        return fields

    @property
    def asks_whether_ktp_differs(self) -> bool:
        """The tick box appears only when NIK and answers disagree; otherwise nobody needs to think about it."""
        return self.disagrees

    def clean_name(self) -> str:
        return validators.check_name(self.cleaned_data["name"])

    def clean_nik(self) -> str:
        self.nik_says = validators.read_nik(self.cleaned_data["nik"], self.offer, on=self.on)
        return self.nik_says.number

    def clean_birth_date(self) -> date:
        return validators.check_birth_date(self.cleaned_data["birth_date"], on=self.on)

    def clean_phone(self) -> str:
        return check_mobile(self.cleaned_data["phone"])

    def clean_guardian_name(self) -> str:
        typed = self.cleaned_data["guardian_name"]
        return validators.check_name(typed) if typed else ""

    def clean_guardian_phone(self) -> str:
        return check_mobile(self.cleaned_data["guardian_phone"]) if self.cleaned_data["guardian_phone"] else ""

    def clean_occupation(self) -> str:
        return validators.check_plain(self.cleaned_data["occupation"])

    def clean_address_outside(self) -> str:
        return validators.check_plain(self.cleaned_data["address_outside"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("residence") == OUTSIDE and "address_outside" in data and not data["address_outside"]:
            self.add_error("address_outside", _("Write the address on the KTP: village and kabupaten or city."))
        if data.get("residence") and data["residence"] != OUTSIDE and data.get("address_outside"):
            words = _("The kelurahan above lies in Kota Serang. Choose “Outside Kota Serang” there, or empty this.")
            self.add_error("address_outside", words)
        self._compare_with_nik(data)
        check_order_of_wishes(self, data)
        self._ask_for_guardian(data)
        return data

    def _ask_for_guardian(self, data: dict[str, Any]) -> None:
        """Under 18 all three are needed; a grown-up has filled in nothing, and if so it is left out."""
        names = ("guardian", "guardian_name", "guardian_phone")
        if "birth_date" in data and not validators.is_minor(data["birth_date"], self.on):
            data.update(dict.fromkeys(names, ""))
        elif "birth_date" in data or self.asks_guardian:
            for name in names:
                if name in data and not data[name]:
                    self.add_error(name, _("Under 18 the permission of a parent or guardian is needed. Fill this in."))

    def _compare_with_nik(self, data: dict[str, Any]) -> None:
        """Beside each field what the NIK says instead, unless the person says that the KTP is like this."""
        if self.nik_says is None:
            return
        sentences = {}
        if "birth_date" in data:
            sentences["birth_date"] = validators.birth_date_differs(self.nik_says, data["birth_date"])
        if "sex" in data:
            sentences["sex"] = validators.sex_differs(self.nik_says, data["sex"])
        self.disagrees = any(sentences.values())
        if data.get("nik_differs"):
            return
        for field, sentence in sentences.items():
            if sentence:
                self.add_error(field, sentence)

    asks_guardian = False

    def ticked(self) -> list[int]:
        """With the permission of the guardian, which is a text of its own."""
        guardian = self.offer.guardian if self.cleaned_data["guardian_consent"] else None
        return super().ticked() + ([guardian.text_id] if guardian else [])

    def wishes(self) -> list[str]:
        """The second and third sector, as far as there are any."""
        return [self.cleaned_data[name] for name in ("wish_2", "wish_3") if self.cleaned_data[name]]

    def background(self) -> Background:
        data = self.cleaned_data
        return Background(
            education=data["education"],
            occupation=data["occupation"],
            heard_from_id=data["heard_from"] or None,
            guardian=data["guardian"],
            guardian_name=data["guardian_name"],
            guardian_phone=data["guardian_phone"],
        )

    def registration(self) -> dict[str, Any]:
        """What `registration.register` is told: everything that was typed, and the offer it was chosen from."""
        return {"person": self.person(), **self.wished()}

    def wished(self) -> dict[str, Any]:
        """The same without who the person is."""
        return {
            "sector": self.cleaned_data["sector"],
            "wishes": self.wishes(),
            "scheme": self.cleaned_data["scheme"] or None,
            "background": self.background(),
            "consents": self.ticked(),
            "submission_key": self.cleaned_data["submission_key"],
            "offer": self.offer,
        }

    def person(self) -> PersonData:
        data = self.cleaned_data
        outside = data["residence"] == OUTSIDE
        return PersonData(
            nik=data["nik"],
            nik_differs=self.disagrees,
            name=data["name"],
            birth_date=data["birth_date"],
            sex=data["sex"],
            phone=data["phone"],
            kelurahan_id=None if outside else data["residence"],
            address_outside=data["address_outside"] if outside else "",
            marital_status=data["marital_status"],
            was_trainee=data["was_trainee"],
        )

    @property
    def knows_nik(self) -> bool:
        """Somebody with this NIK is on file: the page shows the way in."""
        return any(error.code == "nik_known" for error in self.errors.as_data().get("nik", []))

    def add_refusal(self, gaps: list[Gap]) -> None:
        """The verb's refusal, beside the field it is about."""
        for gap in gaps:
            field = "nik" if gap.code in ABOUT_THE_NIK else BESIDE.get(gap.code)
            self.add_error(field if field in self.fields else None, ValidationError(str(gap), code=gap.code))

"""Inputs that people here can use on a phone: three boxes for a date, choices as boxes to press."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.choices import BaseChoiceIterator, normalize_choices
from django.utils.translation import gettext_lazy as _

PARTS = ("day", "month", "year")


class Choices(BaseChoiceIterator):
    """Choices that many forms share. Those of a list Django walks through, and copies, for every form anew."""

    def __init__(self, choices: Iterable[Any]) -> None:
        self.kept = normalize_choices(list(choices))

    def __iter__(self) -> Iterator[Any]:
        return iter(self.kept)

    def __copy__(self) -> "Choices":
        return self

    def __deepcopy__(self, memo: object) -> "Choices":
        return self


class TypedDate(str):
    """A date as the form sees it, with the three boxes exactly as they were typed."""

    boxes: tuple[str, str, str]

    def __new__(cls, day: str, month: str, year: str) -> "TypedDate":
        try:
            text = date(int(year), int(month), int(day)).isoformat() if len(year) == 4 else ""
        except ValueError:
            text = ""
        self = super().__new__(cls, text or "/".join((day, month, year)))
        self.boxes = (day, month, year)
        return self


class DayMonthYearWidget(forms.MultiWidget):
    """Three numeric boxes for a `DateField`. What was typed stays there on an error, even when it is no date."""

    template_name = "portal/widgets/day_month_year.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, birthday: bool = False) -> None:
        """`birthday`: the browser may offer the person's own birth date."""
        boxes = {}
        for part in PARTS:
            box = {"inputmode": "numeric", "maxlength": 4 if part == "year" else 2}
            box["autocomplete"] = f"bday-{part}" if birthday else "off"
            boxes[part] = forms.TextInput(attrs=box)
        super().__init__(boxes, attrs)

    def decompress(self, value: object) -> list[str]:
        if isinstance(value, TypedDate):
            return list(value.boxes)
        if isinstance(value, str) and value:
            try:
                value = date.fromisoformat(value)
            except ValueError:
                return ["", "", ""]
        if isinstance(value, date):
            return [str(value.day), str(value.month), str(value.year)]
        return ["", "", ""]

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedDate | str | None:
        if name in data:  # a whole date, as another program or a stored draft sends it
            return data[name]
        typed = tuple(str(data.get(f"{name}_{part}", "")).strip() for part in PARTS)
        return TypedDate(*typed) if any(typed) else None

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        labels = (_("Day"), _("Month"), _("Year"))
        for box, label in zip(context["widget"]["subwidgets"], labels, strict=True):
            box["label"] = label
        return context


class DayMonthYearField(forms.DateField):
    """A date in three boxes whose complaints say what to do."""

    widget = DayMonthYearWidget
    default_error_messages = {
        "required": _("Fill in the day, month and year."),
        "invalid": _("This date is not in the calendar. Example: 5 – 5 – 2004."),
        "incomplete": _("Fill in the day, month and year. The year has four digits."),
    }

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, TypedDate):
            if not all(value.boxes) or len(value.boxes[2]) != 4:
                raise ValidationError(self.error_messages["incomplete"], code="incomplete")
            try:
                return date.fromisoformat(value)
            except ValueError:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        return super().to_python(value)


class _Cards:
    """Each choice is a box of 48 px; `hints` adds a line under a choice: {value: sentence}."""

    template_name = "portal/widgets/choices.html"

    def __init__(self, attrs: Any = None, choices: Any = (), *, hints: Mapping[Any, object] | None = None) -> None:
        super().__init__(attrs, choices)  # type: ignore[call-arg]
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        return option | {"hint": self.hints.get(str(value), "")}


class ChoiceCards(_Cards, forms.RadioSelect):
    """One of a few."""


class CheckCards(_Cards, forms.CheckboxSelectMultiple):
    """Any of a few."""

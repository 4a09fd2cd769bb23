"""What is typed to give a class away for an evening. The rules are the verb's."""

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from core.widgets import DayMonthYearField


class HandOverForm(forms.Form):
    to = forms.ModelChoiceField(get_user_model().objects.none(), label=_("Who takes the class"))
    first = DayMonthYearField(label=_("First evening"))
    last = DayMonthYearField(label=_("Last evening"), help_text=_("For one evening the same day."))

    def __init__(self, *args: object, **kwargs: object) -> None:
        today = timezone.localdate()
        kwargs["initial"] = {"first": today, "last": today}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        trainers = get_user_model().objects.filter(groups__name=Role.TRAINER, is_active=True)
        self.fields["to"].queryset = trainers.order_by("name")  # type: ignore[attr-defined]

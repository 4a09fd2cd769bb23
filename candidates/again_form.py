"""What a registration asks of somebody who is on file: everything but who they are, with the answers of last time."""

import uuid
from datetime import date
from typing import Any

from candidates import validators
from candidates.models import Journey
from candidates.registration_forms import RegistrationForm
from candidates.steps import OF_AGE, ONLY_FOR_SOME, need_guardian

ON_FILE = ("name", "nik", "birth_date", "sex", "nik_differs", "phone", "residence", "address_outside", *OF_AGE)
ANSWERED = ("education", "occupation", "guardian", "guardian_name", "guardian_phone")


class NextJourneyForm(RegistrationForm):
    """`last` is the journey that is over. The agreements are asked anew: they are given for this registration."""

    only_for_some = ONLY_FOR_SOME

    def __init__(self, *args: Any, last: Journey, on: date | None = None) -> None:
        super().__init__(*args, initial=answers_of(last), on=on)
        for name in ON_FILE:
            del self.fields[name]
        self.born = last.candidate.birth_date
        self.asks_guardian = validators.is_minor(self.born, self.on)
        self.fields["education"].required = True
        if self.asks_guardian:
            need_guardian(self)

    def clean(self) -> dict[str, Any]:
        self.cleaned_data["birth_date"] = self.born  # whether a guardian has to agree is asked of it
        return super().clean()


def answers_of(last: Journey) -> dict[str, Any]:
    """What the person chose and told for that journey, as the form shows it."""
    wishes = [slug for slug in last.wishes.values_list("sector", flat=True) if slug != last.sector_id]
    return {
        "submission_key": uuid.uuid4(),
        "sector": last.sector_id,
        **dict(zip(("wish_2", "wish_3"), wishes, strict=False)),
        "scheme": last.scheme_id,
        "heard_from": last.heard_from_id,
        **{name: getattr(last, name) for name in ANSWERED},
    }

"""The way to Japan in seven steps, as a visitor reads it, with how long each has taken so far."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.enums import Stage

# Title, what else there is to say, and the milestone that ends the step (its usual days come from the report).
STEPS = [
    (gettext_lazy("Register"), gettext_lazy("10 minutes, by phone or at the Disnaker counter"), None),
    (gettext_lazy("Papers are checked"), gettext_lazy("we promise three working days"), Stage.VERIFIED),
    (gettext_lazy("Selection"), gettext_lazy("test and interview, announced here"), Stage.SELECTED),
    (
        gettext_lazy("Training in the dormitory, language and skill exams"),
        gettext_lazy("phones are kept from Monday to Friday"),
        Stage.QUALIFIED,
    ),
    (gettext_lazy("A company in Japan chooses"), gettext_lazy("an interview for a job order"), Stage.OFFERED),
    (gettext_lazy("Contract, COE and visa"), gettext_lazy("papers of both countries"), Stage.VISA),
    (gettext_lazy("Departure"), gettext_lazy("counted only after a second person has checked it"), Stage.DEPARTED),
]


def rows(usual_days: Mapping[str, int]) -> list[dict[str, Any]]:
    """For components/journey_line.html. A step whose usual time is not known yet says nothing about it."""
    return [
        {
            "state": "later",
            "number": number,
            "title": title,
            "note": f"{so_long(usual_days[ends])} · {note}" if ends in usual_days else note,
        }
        for number, (title, note, ends) in enumerate(STEPS, start=1)
    ]


def so_long(days: int) -> str:
    """Days as people say them: from two months on in months."""
    if days < 60:
        return ngettext("usually %(days)s day", "usually %(days)s days", days) % {"days": days}
    return _("usually %(months)s months") % {"months": round(days / 30.4)}

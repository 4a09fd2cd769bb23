"""Where registrations stop, in figures: by step, and by the day of the last answer."""

from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates import steps
from candidates.unfinished import Unfinished, unfinished


def page(left: Unfinished | None = None) -> dict[str, Any]:
    left = left or unfinished()
    names = [*((each.slug, str(each.title)) for each in steps.STEPS), (steps.CHECK, _("Check and send"))]
    stops = left.by_step()
    return {
        "left": left,
        "at": date_format(timezone.localtime(left.at), "j F Y, H.i"),
        "since": date_format(left.since),
        "share": round(100 * left.number / left.begun) if left.begun else 0,
        "step_heads": [_("Stopped before"), _("Registrations")],
        "step_rows": [{"cells": [f"{number}. {name}", stops[slug]]} for number, (slug, name) in enumerate(names, 1)],
        "step_numbers": [2],
        "day_numbers": range(2, len(names) + 3),
        "day_heads": [_("Day of the last answer"), *(name for _slug, name in names), _("Together")],
        "day_rows": [
            {"cells": [date_format(day), *(there[slug] or "" for slug, _name in names), there.total()]}
            for day, there in left.by_day()
        ],
    }

"""The way to Japan in seven steps, as a visitor reads it, with how long each has taken so far."""

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from candidates.enums import Stage
from reports import span_chart
from reports.durations import Durations

# Title, what else there is to say, and the milestone that ends the step.
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
NEAR = 3  # drawn in full: what lies before the dormitory


def rows(so_far: Durations) -> list[dict[str, Any]]:
    """For components/journey_line.html. A step whose usual time is not known yet says nothing about it."""
    found = []
    for number, (title, note, ends) in enumerate(STEPS, start=1):
        span = so_far.of(ends)
        words = note
        if span and span.median is not None:
            usually = _("usually %(long)s") % {"long": so_long(span.median)}
            words = f"{usually} · {note}"
        state = "done" if number <= NEAR else "later"
        found.append({"state": state, "number": number, "title": title, "note": words})
    return found


def table(so_far: Durations) -> list[dict[str, Any]]:
    """Every step that is measured, in words; `known` is False where too few people have done it."""
    measured = []
    for title, _note, ends in STEPS:
        span = so_far.of(ends)
        if span is None:
            continue
        known = span.low is not None and span.median is not None and span.high is not None
        measured.append(
            {
                "title": title,
                "known": known,
                "cases": span.cases if known else None,
                "median": so_long(span.median) if span.median is not None else "",
                "half": _between(span.low, span.high),
            }
        )
    return measured


def picture(so_far: Durations) -> SafeString | None:
    """The measured steps as bars on one scale of months; None while nothing is known."""
    found = []
    for title, _note, ends in STEPS:
        span = so_far.of(ends)
        if span and span.low is not None and span.median is not None and span.high is not None:
            found.append((str(title), span.low, span.median, span.high))
    if not found:
        return None
    told = "; ".join(f"{name} {so_long(median)}" for name, _low, median, _high in found)
    return span_chart.draw(found, months=_("months"), sentence=_("How long the steps took: %(told)s") % {"told": told})


def so_long(days: int) -> str:
    """Days as people say them: from two months on in months."""
    if days < 60:
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days}
    return _("%(months)s months") % {"months": round(days / 30.4)}


def _between(low: int | None, high: int | None) -> str:
    if low is None or high is None:
        return ""
    if so_long(low) == so_long(high):
        return so_long(low)
    return _("%(low)s to %(high)s") % {"low": so_long(low), "high": so_long(high)}

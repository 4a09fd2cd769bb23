"""The class as its trainer sees it: one row a trainee, how it went, and whom to talk to."""

from datetime import date, timedelta

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from training.class_days import latest_weekday
from training.models import TrainingClass
from training.permissions import can_enter_scores, can_see_people
from training.phone_list import Week, week_list
from training.requests import SignedIn
from training.trend import trends
from training.warnings import warnings_of

SHOWN = timedelta(weeks=4)


@require_GET
def training_class(request: SignedIn, code: str) -> HttpResponse:
    """The last four weeks of a class, or all of them. For its trainers and the offices."""
    today = timezone.localdate()
    visible = TrainingClass.objects.visible_to(request.user, replacements=False).select_related("site")
    found = get_object_or_404(visible, code=code)
    last = min(today, found.ends_on)
    whole = "semua" in request.GET
    first = found.starts_on if whole else max(last - SHOWN, found.starts_on)
    context = {
        "training_class": found,
        "rows": _rows(found, first, last),
        "first": first,
        "last": last,
        "whole": whole,
        "day": latest_weekday(last),
        "week": Week.of(last),
        "can_enter": can_enter_scores(request.user),
        "is_office": can_see_people(request.user),
    }
    return render(request, "training/class.html", context)


def _rows(found: TrainingClass, first: date, last: date) -> list[dict[str, object]]:
    """One row for everybody who still sits there; the week's average by the rule of the phone list."""
    sheet = week_list(found, Week.of(last))
    verdicts = {line.seat.pk: line.verdict for line in sheet.lines}
    limit = float(sheet.rule.threshold)
    return [
        {
            "trend": trend,
            "picture": trend.picture(limit),
            "verdict": verdicts.get(trend.enrolment.pk),
            "warnings": warnings_of(trend.days, last),
        }
        for trend in trends([found], first, last)
        if trend.enrolment.covers(last)
    ]

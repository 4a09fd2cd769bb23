"""What the offices see of all classes at once: how complete the evenings are, and whom to talk to."""

from datetime import date, timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from training.class_days import open_days
from training.completeness import NO_CLASS, WORDS, completeness
from training.models import TrainingClass
from training.permissions import can_see_people
from training.requests import SignedIn
from training.warnings import warned

WEEKS = timedelta(weeks=4)


@require_GET
def complete(request: SignedIn) -> HttpResponse:
    """Class × day over the last four weeks; each cell opens its evening."""
    if not can_see_people(request.user):
        raise Http404
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    classes = list(_running(request, today - WEEKS, today))
    rows = completeness(classes, monday - WEEKS + timedelta(weeks=1), today)
    waiting = {item.training_class.pk for item in open_days(classes, today, today)}
    context = {
        "rows": rows,
        "days": [cell.day for cell in rows[0].cells] if rows else [],
        "tonight": [row for row in rows if row.training_class.pk in waiting],
        "words": [(state, word) for state, word in WORDS.items() if state != NO_CLASS],
        "today": today,
        "is_office": True,
    }
    return render(request, "training/completeness.html", context)


@require_GET
def attention(request: SignedIn) -> HttpResponse:
    """Everybody in a running class who needs a word, with the reasons."""
    if not can_see_people(request.user):
        raise Http404
    today = timezone.localdate()
    context = {"people": warned(list(_running(request, today, today)), today), "today": today, "is_office": True}
    return render(request, "training/attention.html", context)


def _running(request: SignedIn, first: date, last: date) -> QuerySet[TrainingClass]:
    classes = TrainingClass.objects.visible_to(request.user).filter(starts_on__lte=last, ends_on__gte=first)
    return classes.select_related("site").order_by("name", "code")

"""The rules of the house: what happened in a class, and the talks that follow at the office."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.verb_pages import demand, posted, press
from training import discipline
from training.house_forms import EventForm, OutcomeForm, WhyForm
from training.models import DisciplineEvent, DisciplineThreshold, DisciplineWarning, TrainingClass
from training.permissions import can_enter_scores, can_see_people
from training.requests import SignedIn
from training.views.forms import form_page
from training.views.leaves import class_bar, class_of, seats_of

RECORD, SETTLE = "training.record_discipline", "training.settle_warning"
SHOWN = 100


@require_GET
def of_class(request: SignedIn, code: str) -> HttpResponse:
    """Points of each trainee, and the newest events with their way back."""
    training_class = class_of(request, code)
    seats = list(seats_of(training_class))
    points = discipline.points_of([seat.pk for seat in seats])
    limits = list(DisciplineThreshold.objects.order_by("points"))
    rows = [
        {"seat": seat, "points": points[seat.pk], "limit": _reached(limits, points[seat.pk])}
        for seat in seats
        if points.get(seat.pk)
    ]
    events = DisciplineEvent.objects.filter(enrolment__training_class=training_class)
    context = {
        "training_class": training_class,
        "rows": sorted(rows, key=lambda row: -row["points"]),  # type: ignore[operator,arg-type]
        "events": events.select_related("enrolment__journey__candidate", "kind", "by", "withdrawn_by")[:SHOWN],
        "limits": limits,
        "may_record": request.user.has_perm(RECORD),
        **class_bar(training_class),
        "is_office": can_see_people(request.user),
    }
    return render(request, "training/discipline.html", context)


def _reached(limits: list[DisciplineThreshold], points: int) -> DisciplineThreshold | None:
    return next((limit for limit in reversed(limits) if limit.points <= points), None)


@require_http_methods(["GET", "POST"])
def record(request: SignedIn, code: str) -> HttpResponse:
    """A rule was broken: by whom, which, when."""
    training_class = class_of(request, code)
    if not can_enter_scores(request.user):
        raise Http404

    def perform(typed: dict[str, Any]) -> object:
        return discipline.record(typed["seat"], typed["kind"], by=request.user, on=typed["on"], note=typed["note"])

    return form_page(
        request,
        EventForm(*posted(request), seats=seats_of(training_class)),
        perform,
        back=reverse("training:discipline", args=[code]),
        done=_("Recorded."),
        title=_("Record a broken rule"),
        facts=[(_("Class"), training_class.name)],
        button=_("Record"),
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """It did not happen so: taken back with a reason; it stays readable."""
    classes = TrainingClass.objects.visible_to(request.user, replacements=False)
    events = DisciplineEvent.objects.filter(enrolment__training_class__in=classes)
    event = get_object_or_404(
        events.select_related("enrolment__journey__candidate", "enrolment__training_class", "kind"), pk=pk
    )
    demand(request, RECORD)
    return form_page(
        request,
        WhyForm(*posted(request)),
        lambda typed: discipline.withdraw(event, by=request.user, reason=typed["reason"]),
        back=reverse("training:discipline", args=[event.enrolment.training_class.code]),
        done=_("Taken back. It stays readable and costs no points."),
        title=_("Take back"),
        facts=[
            (_("Name"), event.enrolment.journey.candidate.name),
            (_("What happened"), event.kind.name),
            (_("Day"), date_format(event.day)),
        ],
        button=_("Take back"),
    )


@require_GET
def talks(request: SignedIn) -> HttpResponse:
    """Who reached a limit: the office talks with them and writes down what came of it."""
    if not can_see_people(request.user):
        raise Http404
    warnings = DisciplineWarning.objects.select_related(
        "enrolment__journey__candidate", "enrolment__training_class", "threshold", "settled_by"
    )
    context = {
        "open": list(warnings.open()[:SHOWN]),
        "settled": list(warnings.filter(settled_at__isnull=False).order_by("-settled_at")[:20]),
        "may_settle": request.user.has_perm(SETTLE),
        "is_office": True,
    }
    return render(request, "training/talks.html", context)


@require_http_methods(["GET", "POST"])
def settle(request: SignedIn, pk: int) -> HttpResponse:
    """The talk was held."""
    warning = _warning(request, pk)
    return form_page(
        request,
        OutcomeForm(*posted(request)),
        lambda typed: discipline.settle(warning, by=request.user, outcome=typed["outcome"]),
        back=reverse("training:talks"),
        done=_("The talk is written down."),
        title=_("Write down the talk"),
        facts=[
            (_("Name"), warning.enrolment.journey.candidate.name),
            (_("Limit reached"), f"{warning.threshold} ({warning.threshold.points})"),
            (_("What follows"), warning.threshold.meaning),
        ],
        button=_("Write down the talk"),
    )


@require_POST
def reopen(request: SignedIn, pk: int) -> HttpResponse:
    warning = _warning(request, pk)
    return press(request, lambda: discipline.reopen(warning), back=reverse("training:talks"), done=_("Taken back."))


def _warning(request: SignedIn, pk: int) -> DisciplineWarning:
    if not can_see_people(request.user):
        raise Http404
    warnings = DisciplineWarning.objects.select_related("enrolment__journey__candidate", "threshold")
    warning = get_object_or_404(warnings, pk=pk)
    demand(request, SETTLE)
    return warning

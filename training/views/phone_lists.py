"""The weekend phone list of a class: on the screen, and as the sheet that is signed."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from core.refusal import Refused
from training.models import DayWaiver, TrainingClass
from training.permissions import can_enter_scores, can_see_people, can_waive_days
from training.phone_list import Week, week_list
from training.phone_sheets import issue
from training.printing import phone_sheet
from training.requests import SignedIn
from training.scoring import in_words, take_back_waiver, waive_day


@require_GET
def phone_list(request: SignedIn, code: str, week: Week) -> HttpResponse:
    """Who gets the phone this weekend. Seen by officers and by the class's own trainers of that week."""
    return _page(request, _class_of(request, code, week), week)


@require_POST
def waive(request: SignedIn, code: str, week: Week) -> HttpResponse:
    """The LPK office declares that a day of the week stays without scores."""
    training_class = _class_of(request, code, week)
    day = parse_date(request.POST.get("hari", ""))
    if not can_waive_days(request.user) or day is None:
        raise Http404
    try:
        waive_day(training_class, day, by=request.user, reason=request.POST.get("alasan", ""))
    except Refused as refused:
        return _page(request, training_class, week, refused=refused, day=day)
    return redirect("training:phone_list", code=code, week=week)


@require_POST
def take_back(request: SignedIn, code: str, week: Week) -> HttpResponse:
    """The LPK office wants that day's scores after all."""
    training_class = _class_of(request, code, week)
    day = parse_date(request.POST.get("hari", ""))
    if not can_waive_days(request.user) or day is None:
        raise Http404
    try:
        take_back_waiver(training_class, day, by=request.user)
    except Refused as refused:
        return _page(request, training_class, week, refused=refused, day=day)
    return redirect("training:phone_list", code=code, week=week)


@require_GET
def paper(request: SignedIn, code: str, week: Week) -> HttpResponse:
    """The same list to print and sign: one A4 page."""
    sheet = week_list(_class_of(request, code, week), week)
    issue(sheet)
    answer = HttpResponse(phone_sheet(sheet), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="hp-{code}-{week}.pdf"'
    return answer


def _class_of(request: SignedIn, code: str, week: Week) -> TrainingClass:
    visible = TrainingClass.objects.visible_to(request.user, week.monday, week.friday, replacements=False)
    return get_object_or_404(visible.select_related("site"), code=code)


def _page(
    request: SignedIn,
    training_class: TrainingClass,
    week: Week,
    refused: Refused | None = None,
    day: date | None = None,
) -> HttpResponse:
    sheet = week_list(training_class, week)
    waivers = DayWaiver.objects.filter(training_class=training_class, day__in=sheet.waived).select_related("by")
    context = {
        "sheet": sheet,
        "limit": in_words(sheet.rule.threshold),
        "training_class": training_class,
        "week": week,
        "before": week.shifted(-1),
        "after": week.shifted(1),
        "waivers": waivers,
        "can_waive": can_waive_days(request.user),
        "can_enter": can_enter_scores(request.user),
        "now": timezone.localtime(),
        "today": timezone.localdate(),
        "shown_day": min(timezone.localdate(), week.friday),
        "check_code": issue(sheet),
        "refused": refused,
        "refused_day": day,
        "is_office": can_see_people(request.user),
    }
    return render(request, "training/phone_list.html", context, status=422 if refused else 200)

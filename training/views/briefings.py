"""The morning of a class: the sheet for 07:30, and the notes that are written for it the evening before."""

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_POST

from core.refusal import Refused
from training.briefing import briefing
from training.briefing_sheet import briefing_paper
from training.class_days import latest_weekday
from training.hand_over import teaching
from training.models import Enrolment, TrainingClass
from training.notes import write_note
from training.permissions import can_enter_scores, can_see_people
from training.phone_list import Week
from training.requests import SignedIn


@require_GET
def sheet(request: SignedIn, code: str) -> HttpResponse:
    """The briefing of this morning, or of the one that is asked for. For whoever teaches the class that day."""
    on = _day(request.GET.get("hari", ""))
    return _page(request, _class_of(request, code, on), on)


@require_GET
def paper(request: SignedIn, code: str) -> HttpResponse:
    """The same sheet as one A4 page."""
    on = _day(request.GET.get("hari", ""))
    sheet = briefing(_class_of(request, code, on), on)
    answer = HttpResponse(briefing_paper(sheet), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="briefing-{code}-{on:%Y-%m-%d}.pdf"'
    return answer


@require_POST
def note(request: SignedIn, code: str) -> HttpResponse:
    """A trainer writes, changes or takes out the note about one trainee and one day."""
    day = _day(request.POST.get("hari", ""))
    training_class = _class_of(request, code, day)
    number = request.POST.get("peserta", "")
    seats = Enrolment.objects.filter(training_class=training_class)
    seat = get_object_or_404(seats, trainee_no=int(number) if number.isdecimal() and len(number) < 5 else 0)
    if not can_enter_scores(request.user):
        raise Http404
    try:
        write_note(seat, day, by=request.user, text=request.POST.get("catatan", ""))
    except Refused as refused:
        return _page(request, training_class, day, refused)
    return redirect("training:evening", code=code, day=day)


def _page(request: SignedIn, training_class: TrainingClass, on: date, refused: Refused | None = None) -> HttpResponse:
    context = {
        "sheet": briefing(training_class, on),
        "training_class": training_class,
        "on": on,
        "day": latest_weekday(on),
        "only_evening": teaching(training_class, on).is_only_a_replacement(request.user),
        "week": Week.of(on),
        "now": timezone.localtime(),
        "refused": refused,
        "is_office": can_see_people(request.user),
    }
    return render(request, "training/briefing.html", context, status=422 if refused else 200)


def _day(text: str) -> date:
    try:
        return parse_date(text) or timezone.localdate()
    except ValueError:
        raise Http404 from None


def _class_of(request: SignedIn, code: str, on: date) -> TrainingClass:
    return get_object_or_404(TrainingClass.objects.visible_to(request.user, on).select_related("site"), code=code)

"""`/saya/pelatihan/` and `/saya/izin/`: a trainee's own training and leave, by either door."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from candidates import status_door
from candidates.data_views import own_door
from candidates.models import Journey
from core.verb_pages import attempt, posted, press
from training import leaves
from training.enums import LeaveState
from training.house_forms import LeaveForm
from training.own_training import own_training
from training.own_week import answer, average
from training.views.leaves import TAGS, days_of


@require_safe
@own_door()
def training(request: HttpRequest, journey: Journey) -> HttpResponse:
    """The whole week, the weeks before, points, leave and the bed."""
    page = own_training(journey, timezone.localdate())
    if page is None:
        raise Http404
    kind, state = answer(page.verdict) if page.verdict else ("quiet", "")
    context = {
        "page": page,
        "phone": {"kind": kind, "state": state, "note": average(page.verdict) if page.verdict else ""},
        "leaves": [
            {"leave": leave, "days": days_of(leave), "tag": TAGS[LeaveState(leave.state)]} for leave in page.leaves
        ],
        "may_ask": _may_ask(journey),
        **_door(request),
    }
    return render(request, "training/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@own_door(rate="20/h")
def ask(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Ask for leave; the photo of a letter goes where papers are kept."""
    if not _may_ask(journey):
        raise Http404
    form = LeaveForm(*posted(request))

    def perform(typed: dict[str, Any]) -> object:
        return leaves.ask(journey, by=None, **typed)

    outcome = attempt(request, form, perform)
    if outcome.done:
        messages.success(request, _("Your request is with your trainer."))
        return redirect("training:own")
    context = {"form": form, "gaps": outcome.gaps, **_door(request)}
    return render(request, "training/own_leave.html", context, status=outcome.status)


@require_POST
@own_door(rate="20/h")
def drop(request: HttpRequest, journey: Journey, pk: int) -> HttpResponse:
    """The trainee no longer needs it."""
    leave = get_object_or_404(journey.leave_requests, pk=pk)
    return press(request, lambda: leaves.drop(leave, by=None), back="/saya/pelatihan/", done=_("Taken back."))


def _may_ask(journey: Journey) -> bool:
    return journey.is_open and journey.departed_on is None and journey.enrolments.on(timezone.localdate()).exists()


def _door(request: HttpRequest) -> dict[str, object]:
    by_code = status_door.KEY in request.session
    return {"by_code": by_code, "home": "candidates:status" if by_code else "candidates:own"}

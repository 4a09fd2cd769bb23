"""Leave of a class: what waits, who is away, and deciding. The photo of a letter opens only for whom it may."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists, OuterRef, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accounts.models import User
from candidates.document_views import LOCKED
from candidates.models import AccessLog
from candidates.views import journey_of
from core.verb_pages import demand, posted, press
from training import leaves
from training.class_days import latest_weekday
from training.enums import LeaveKind, LeaveState
from training.house_forms import AnswerForm, LeaveFor
from training.models import Enrolment, LeavePaper, LeaveRequest, TrainingClass
from training.permissions import can_enter_scores, can_see_people
from training.phone_list import Week
from training.requests import SignedIn
from training.views.forms import form_page

DECIDE = "training.decide_leave"
TAGS = {
    LeaveState.WAITING: "waiting",
    LeaveState.APPROVED: "done",
    LeaveState.REFUSED: "stopped",
    LeaveState.DROPPED: "quiet",
}
SHOWN = 60


@require_GET
def of_class(request: SignedIn, code: str) -> HttpResponse:
    """Requests that wait, then the decided ones, each with its way back."""
    training_class = class_of(request, code)
    here = Enrolment.objects.filter(journey=OuterRef("journey"), training_class=training_class)
    rows = LeaveRequest.objects.filter(Exists(here)).exclude(state=LeaveState.DROPPED)
    rows = rows.select_related("journey__candidate", "decided_by", "asked_by").prefetch_related("papers")
    found = [_row(request, leave) for leave in rows.order_by("-from_on", "-pk")[:SHOWN]]
    context = {
        "training_class": training_class,
        "waiting": [row for row in reversed(found) if row["leave"].state == LeaveState.WAITING],
        "decided": [row for row in found if row["leave"].state != LeaveState.WAITING],
        "may_decide": request.user.has_perm(DECIDE),
        **class_bar(training_class),
        "is_office": can_see_people(request.user),
    }
    return render(request, "training/leaves.html", context)


@require_http_methods(["GET", "POST"])
def write(request: SignedIn, code: str) -> HttpResponse:
    """A trainer writes down what a trainee asks for."""
    training_class = class_of(request, code)
    if not can_enter_scores(request.user):
        raise Http404

    def perform(typed: dict[str, Any]) -> object:
        seat = typed.pop("seat")
        return leaves.ask(seat.journey, by=request.user, **typed)

    return form_page(
        request,
        LeaveFor(*posted(request), seats=seats_of(training_class)),
        perform,
        back=reverse("training:leaves", args=[code]),
        done=_("The request is written down."),
        title=_("Write down a leave"),
        facts=[(_("Class"), training_class.name)],
        button=_("Write it down"),
    )


@require_POST
def approve(request: SignedIn, pk: int) -> HttpResponse:
    leave = _visible(request, pk)
    done = _("Approved. These days are offered as “%(kind)s” in the evening.") % {"kind": leave.get_kind_display()}
    return press(request, lambda: leaves.approve(leave, by=request.user), back=_back(request, leave), done=done)


@require_http_methods(["GET", "POST"])
def refuse(request: SignedIn, pk: int) -> HttpResponse:
    """Not approved, with a reason that the trainee reads."""
    leave = _visible(request, pk)
    return form_page(
        request,
        AnswerForm(*posted(request)),
        lambda typed: leaves.refuse(leave, by=request.user, answer=typed["answer"]),
        back=_back(request, leave),
        done=_("Not approved; the trainee reads why."),
        title=_("Do not approve"),
        facts=[(_("Name"), leave.journey.candidate.name), (_("Days"), days_of(leave)), (_("Reason"), leave.reason)],
        button=_("Do not approve"),
        danger=True,
    )


@require_POST
def undo(request: SignedIn, pk: int) -> HttpResponse:
    leave = _visible(request, pk)
    back = _back(request, leave)
    return press(request, lambda: leaves.undo(leave, by=request.user), back=back, done=_("Taken back; it waits again."))


@login_not_required
@never_cache
@require_safe
def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The photo: for the person by either door, and for whose work it is; every look of an officer is kept."""
    found = get_object_or_404(_papers(request).select_related("leave__journey"), pk=pk)
    journey = journey_of(request)
    candidate = found.leave.journey.candidate_id
    if isinstance(request.user, User) and (journey is None or journey.candidate_id != candidate):
        AccessLog.objects.create(candidate_id=candidate, by=request.user, what=f"paper:leave-{found.leave.kind}")
    headers = {
        "Content-Security-Policy": LOCKED,
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
    }
    return FileResponse(found.file.open("rb"), filename="izin.jpg", content_type="image/jpeg", headers=headers)


def _papers(request: HttpRequest) -> QuerySet[LeavePaper]:
    papers: Any = LeavePaper.objects
    rows = papers.visible_to(request.user) if isinstance(request.user, User) else papers.none()
    journey = journey_of(request)
    return rows if journey is None else rows | papers.filter(leave__journey__candidate=journey.candidate_id)


def class_of(request: SignedIn, code: str) -> TrainingClass:
    """A class with its people's leave and house rules: not for who has it for an evening only."""
    classes = TrainingClass.objects.visible_to(request.user, replacements=False)
    return get_object_or_404(classes.select_related("site"), code=code)


def class_bar(training_class: TrainingClass) -> dict[str, object]:
    """What `part/class_bar.html` and the bar of links ask for."""
    last = min(timezone.localdate(), training_class.ends_on)
    return {"day": latest_weekday(last), "week": Week.of(last), "today": timezone.localdate()}


def seats_of(training_class: TrainingClass) -> QuerySet[Enrolment]:
    """Who sits there today, or did on the last day of the class."""
    seats = training_class.enrolments.on(min(timezone.localdate(), training_class.ends_on))
    return seats.select_related("journey__candidate").order_by("trainee_no")


def days_of(leave: LeaveRequest) -> str:
    if leave.from_on == leave.to_on:
        return date_format(leave.from_on)
    return f"{date_format(leave.from_on, 'j F')} – {date_format(leave.to_on)}"


def _row(request: SignedIn, leave: LeaveRequest) -> dict[str, Any]:
    """A letter about health opens for the office; a trainer only learns that there is one."""
    opens = leave.kind != LeaveKind.SICK or can_see_people(request.user)
    return {
        "leave": leave,
        "days": days_of(leave),
        "tag": TAGS[LeaveState(leave.state)],
        "papers": list(leave.papers.all()),
        "opens": opens,
    }


def _visible(request: SignedIn, pk: int) -> LeaveRequest:
    """404 before 403: who does not see the request never learns that there is one."""
    visible = LeaveRequest.objects.visible_to(request.user).select_related("journey__candidate")
    leave = get_object_or_404(visible, pk=pk)
    demand(request, DECIDE)
    return leave


def _back(request: SignedIn, leave: LeaveRequest) -> str:
    classes = TrainingClass.objects.visible_to(request.user, replacements=False)
    classes = classes.filter(enrolments__journey=leave.journey_id)
    code = classes.order_by("-starts_on").values_list("code", flat=True).first()
    return reverse("training:leaves", args=[code]) if code else reverse("training:tonight")

"""The trainer's evening: tonight's class, one class day, one press of the button."""

from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.roles import has_role
from candidates.models.person import OFFICE
from core.history import names_who_itself
from core.refusal import Refused
from training.class_days import OpenDay, latest_weekday, next_class_days, next_weekday, open_days
from training.grid import EveningGrid
from training.hand_over import teaching
from training.leaves import away
from training.models import ClassTrainer, DayNote, TrainingClass
from training.offline import key_of, may_be_kept, mornings_to_keep
from training.permissions import can_enter_scores, can_see_people
from training.phone_list import Week
from training.requests import SignedIn
from training.scoring import save_evening
from training.sheet import Sheet, entered_scores, sheet_for, usual_scores

LOOK_BACK = timedelta(days=31)


@require_GET
def tonight(request: SignedIn) -> HttpResponse:
    """Opens the class day that waits, the last one of an only class; else a choice with the last one first."""
    if not (can_enter_scores(request.user) or can_see_people(request.user)):
        raise Http404
    today = timezone.localdate()
    classes = list(TrainingClass.objects.visible_to(request.user, today - LOOK_BACK, today).select_related("site"))
    waiting = _mine(request, open_days(classes, today - LOOK_BACK, today))
    tonight = [OpenDay(one, today) for one in classes if one.starts_on <= today <= one.ends_on]
    running = [item.training_class for item in _mine(request, tonight)]
    if can_enter_scores(request.user) and "pilih" not in request.GET:
        if waiting and (len(waiting) == 1 or len(running) == 1):
            return redirect("training:evening", code=waiting[0].training_class.code, day=waiting[0].day)
        if len(running) == 1:
            return redirect("training:evening", code=running[0].code, day=last_class_day(running[0], today))
    context = {
        "classes": running,
        "waiting": waiting,
        "today": today,
        "week": Week.of(today),
        "is_office": can_see_people(request.user),
        "person": key_of(request.user),
        "keep": _mornings(running, today) if can_enter_scores(request.user) else [],
    }
    return may_be_kept(render(request, "training/classes.html", context), request.user)


@names_who_itself
@require_http_methods(["GET", "POST"])
def evening(request: SignedIn, code: str, day: date) -> HttpResponse:
    """One class day: the grid, and its save. Strangers to the class on that day get 404."""
    sheet = sheet_for(request.user, code, day)
    if sheet is None or (request.method == "POST" and not can_enter_scores(request.user)):
        raise Http404
    if request.method == "POST":
        return _save(request, sheet)
    scores = entered_scores(sheet.training_class, day)
    usual = usual_scores(sheet) if sheet.version == 0 and can_enter_scores(request.user) else {}
    return _page(request, EveningGrid(sheet, scores, usual, away=_on_leave(sheet)))


def _on_leave(sheet: Sheet) -> dict[int, str]:
    """Journeys and the attendance that their leave makes, while nobody has entered the evening."""
    if sheet.version:
        return {}
    return {key: leave.kind for key, leave in away([seat.journey_id for seat in sheet.seats], sheet.day).items()}


def _save(request: SignedIn, sheet: Sheet) -> HttpResponse:
    grid = EveningGrid(sheet, data=request.POST)
    if grid.unanswered():
        return _page(request, grid, status=409)
    try:
        save_evening(
            sheet.training_class,
            sheet.day,
            grid.rows(),
            by=request.user,
            version=grid.version,
            reason=grid.reason,
            sheet=sheet,
            on_leave=grid.seen_on_leave,
        )
    except Refused as refused:
        grid.away = _on_leave(sheet)
        grid.scores = entered_scores(sheet.training_class, sheet.day)
        grid.refuse(refused)
        return _page(request, grid, status=409 if grid.differences else 422)
    return redirect(f"{request.path}?tersimpan")


def _page(request: SignedIn, grid: EveningGrid, status: int = 200) -> HttpResponse:
    sheet, today = grid.sheet, timezone.localdate()
    # Only a page that was opened keeps other pages: an answer to a save asks no holidays for this.
    keeps = request.method == "GET" and can_enter_scores(request.user)
    refusal, taught = sheet.refusal(today), teaching(sheet.training_class, sheet.day)
    context: dict[str, Any] = {
        "grid": grid,
        "sheet": sheet,
        "refusal": refusal,
        "editable": refusal is None and can_enter_scores(request.user),
        "needs_reason": sheet.is_late(today),
        "replacements": taught.replacements,
        "only_evening": taught.is_only_a_replacement(request.user),
        "just_saved": "tersimpan" in request.GET and request.method == "GET",
        "before": next_weekday(sheet.day, -1),
        "after": next_weekday(sheet.day, 1),
        "today": today,
        "week": Week.of(sheet.day),
        "is_office": can_see_people(request.user),
        "person": key_of(request.user),
        "keep": _mornings([sheet.training_class], today) if keeps else [],
        "notes": DayNote.objects.filter(enrolment__training_class=sheet.training_class, day=sheet.day)
        .select_related("enrolment__journey__candidate", "by")
        .order_by("enrolment__trainee_no"),
    }
    return may_be_kept(render(request, "training/evening.html", context, status=status), request.user)


def _mornings(classes: list[TrainingClass], today: date) -> list[str]:
    """The rolls of today and of the next day with class, be it after a weekend or a holiday."""
    ahead = zip(classes, next_class_days(classes, today), strict=True)
    return [path for one, day in ahead for path in mornings_to_keep(one, today, day)]


def _mine(request: SignedIn, waiting: list[OpenDay]) -> list[OpenDay]:
    """The days on which this person sees the class on that very day: a replacement has one evening only."""
    if has_role(request.user, *OFFICE) or request.user.is_superuser:
        return waiting
    spans = list(ClassTrainer.objects.filter(user=request.user).values_list("training_class_id", "from_on", "to_on"))
    return [
        item
        for item in waiting
        if any(
            item.training_class.pk == pk and from_on <= item.day <= (to_on or item.day) for pk, from_on, to_on in spans
        )
    ]


def last_class_day(training_class: TrainingClass, today: date) -> date:
    """Today, or the weekday before it, within the class."""
    return max(latest_weekday(today), training_class.starts_on)

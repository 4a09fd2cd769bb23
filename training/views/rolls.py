"""The two rolls of a morning: everybody present, one tap for who is not, one press to save."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from core.refusal import Refused, SomebodyWasFirst
from training.class_days import next_class_day, next_weekday
from training.enums import RollKind, RollMark
from training.hand_over import teaching
from training.models import TrainingClass
from training.offline import key_of, may_be_kept, mornings_to_keep
from training.permissions import can_enter_scores, can_see_people
from training.phone_list import Week
from training.requests import SignedIn
from training.rolls import Roll, read_roll, take_roll
from training.sheet import Seat


@dataclass(frozen=True)
class Line:
    """One name: its mark, whether that is on file, and what somebody else saved instead."""

    seat: Seat
    mark: str
    is_saved: bool
    theirs: str = ""
    instead_of: str = ""  # what was tapped before somebody decided about the leave of this person

    @property
    def label(self) -> str:
        return str(RollMark(self.mark).label)


@require_http_methods(["GET", "POST"])
def roll(request: SignedIn, code: str, day: date, kind: RollKind) -> HttpResponse:
    """One roll of a class: look and save. Strangers to the class on that day get 404."""
    training_class = get_object_or_404(TrainingClass.objects.visible_to(request.user, day), code=code)
    if request.method == "POST" and not can_enter_scores(request.user):
        raise Http404
    if request.method == "GET":
        return _page(request, training_class, day, kind)
    typed = _typed(request.POST)
    version = request.POST.get("versi", "")
    try:
        at = int(version) if version.isdecimal() else 0
        reason, seen = request.POST.get("alasan", ""), _on_leave(request.POST)
        take_roll(training_class, day, kind, typed, by=request.user, version=at, on_leave=seen, reason=reason)
    except Refused as refused:
        return _page(request, training_class, day, kind, refused, typed)
    return redirect(f"{request.path}?tersimpan")


def _typed(data: Mapping[str, str]) -> dict[int, str]:
    """h-12=terlambat: what was tapped for whom."""
    names = {name: name.removeprefix("h-") for name in data if name.startswith("h-")}
    return {int(key): data[name] for name, key in names.items() if key.isdecimal() and len(key) < 19}


def _on_leave(data: Mapping[str, str]) -> set[int]:
    """Whom the page showed as excused when it was opened, maybe last night and without a network since."""
    return {int(key) for key in data.get("cuti", "").split() if key.isdecimal() and len(key) < 19}


def _lines(roll: Roll, typed: Mapping[int, str], seen: Collection[int]) -> Iterator[Line]:
    news = roll.leave_since(typed, seen)
    for seat in roll.sheet.seats:
        on_file = roll.marks.get(seat.enrolment_id)
        if seat.enrolment_id in news and typed[seat.enrolment_id] in RollMark.values:
            tapped = str(RollMark(typed[seat.enrolment_id]).label)
            yield Line(seat, roll.expected(seat), False, instead_of=tapped)
            continue
        mark = typed.get(seat.enrolment_id, on_file or roll.expected(seat))
        if mark not in RollMark.values:
            mark = roll.expected(seat)
        differs = bool(typed) and on_file is not None and on_file != mark
        yield Line(seat, mark, on_file == mark, str(RollMark(on_file).label) if differs else "")


def _page(
    request: SignedIn,
    training_class: TrainingClass,
    day: date,
    kind: RollKind,
    refused: Refused | None = None,
    typed: Mapping[int, str] | None = None,
) -> HttpResponse:
    found = read_roll(training_class, day, kind)
    if found is None:
        raise Http404
    today = timezone.localdate()
    refusal = found.sheet.refusal(today)
    lines = list(_lines(found, typed or {}, _on_leave(request.POST)))
    # The next class day opens early: at 05:00 there may be no signal, and the page must lie on the device by then.
    following = next_class_day(training_class, today)
    ahead = refusal is not None and refusal.code == "future" and day == following
    context: dict[str, Any] = {
        "training_class": training_class,
        "day": day,
        "kind": kind,
        "roll": found,
        "lines": lines,
        "saved": len(found.marks),
        "refusal": refusal,
        "refused": refused,
        "editable": (refusal is None or ahead) and can_enter_scores(request.user),
        "ahead": ahead,
        "needs_reason": found.sheet.is_late(today),
        "reason": request.POST.get("alasan", ""),
        "just_saved": "tersimpan" in request.GET and refused is None,
        "keep": mornings_to_keep(training_class, *([today, following] if can_enter_scores(request.user) else [])),
        **_around(request, training_class, day, today),
    }
    status = 200 if refused is None else 409 if isinstance(refused, SomebodyWasFirst) else 422
    return may_be_kept(render(request, "training/roll.html", context, status=status), request.user)


def _around(request: SignedIn, training_class: TrainingClass, day: date, today: date) -> dict[str, Any]:
    """What stands beside the names: the ways to other days and pages, and what the browser keeps."""
    return {
        "marks": RollMark.choices,
        "only_evening": teaching(training_class, day).is_only_a_replacement(request.user),
        "before": next_weekday(day, -1),
        "after": next_weekday(day, 1),
        "today": today,
        "week": Week.of(day),
        "is_office": can_see_people(request.user),
        "person": key_of(request.user),
    }

"""The trainee's own week on their own page: the phone, the average, and what would have been enough."""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast, JSONObject
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from candidates.models import Journey
from candidates.own_page import Row, Section, register_section
from training.class_days import is_class_day
from training.models import Attendance, CriterionWeight, DayWaiver, Enrolment, Holiday, PhoneRule, Score
from training.phone_list import Day, Rule, Verdict, Week, decide, says, why


@register_section
def weekend_phone(journey: Journey, on: date) -> Section | None:
    """One line for this week, while the person sits in a class."""
    if journey.training_on is None or journey.departed_on is not None or not journey.is_open:
        return None
    week = Week.of(on)
    verdict = own_verdict(journey, week)
    if verdict is None:
        return None
    label = _("Week of %(first)s – %(last)s") % {
        "first": date_format(week.monday, "j F"),
        "last": date_format(week.friday, "j F"),
    }
    kind, state = answer(verdict)
    row = Row(
        label=label,
        kind=kind,
        state=state,
        note=average(verdict),
    )
    return Section(
        title=_("Weekend phones"),
        rows=[row],
        text=_not_final(verdict, on),
        url=reverse("training:own"),
        action=_("My scores, leave and points"),
    )


def own_verdict(journey: Journey, week: Week) -> Verdict | None:
    """The verdict of one person's week in one query; None when they sat in no class."""
    seat: Any = _seat_with_week(journey, week)
    if seat is None:
        return None
    scores: dict[str, dict[int, Decimal]] = defaultdict(dict)
    for score in seat.scores_of_week:
        scores[score["day"]][score["criterion"]] = Decimal(score["value"])
    attendance = {entry["day"]: entry["status"] for entry in seat.attendance_of_week}
    days = [
        Day(day, attendance.get(str(day)), scores.get(str(day), {}), day in seat.waivers)
        for day in week.days
        if is_class_day(seat.training_class, day, seat.holidays) and seat.covers(day)
    ]
    weights = {
        day: {w["criterion"]: Decimal(w["weight"]) for w in seat.weights if w["valid_from"] <= str(day)}
        for day in week.days
    }
    rule = seat.rule or {}
    return decide(days, Rule(Decimal(rule["threshold"]), rule["mode"], rule["days"]) if rule else Rule(), weights)


def _seat_with_week(journey: Journey, week: Week) -> Enrolment | None:
    in_week = {"day__range": (week.monday, week.friday)}
    mine = {"enrolment": OuterRef("pk"), **in_week}
    of_class = {"training_class": OuterRef("training_class"), **in_week}
    rule = PhoneRule.objects.of_programme(OuterRef("training_class__programme"), week.monday)
    weights = CriterionWeight.objects.filter(valid_from__lte=week.friday).order_by("valid_from")
    # A seat may be left open although its class is over.
    seats = journey.enrolments.between(week.monday, week.friday).filter(training_class__ends_on__gte=week.monday)
    return (
        seats.select_related("training_class", "journey")
        .annotate(
            holidays=ArraySubquery(Holiday.objects.filter(**in_week).values("day")),
            waivers=ArraySubquery(DayWaiver.objects.filter(**of_class).values("day")),
            attendance_of_week=ArraySubquery(
                Attendance.objects.filter(**mine).values(it=JSONObject(day="day", status="status"))
            ),
            scores_of_week=ArraySubquery(
                Score.objects.filter(**mine).values(
                    it=JSONObject(day="day", criterion="criterion_id", value=Cast("value", CharField()))
                )
            ),
            weights=ArraySubquery(
                weights.values(
                    it=JSONObject(criterion="criterion_id", valid_from="valid_from", weight=Cast("weight", CharField()))
                )
            ),
            rule=Subquery(
                rule.values(
                    it=JSONObject(threshold=Cast("threshold", CharField()), mode=F("mode"), days=F("minimum_days"))
                )[:1]
            ),
        )
        .order_by("-from_on")
        .first()
    )


def answer(verdict: Verdict) -> tuple[str, str]:
    """Tag and word. While a day is missing there is no answer yet: the trainer's gap is never the trainee's "no"."""
    if verdict.missing:
        return "waiting", _("Not final yet")
    return ("done" if verdict.allowed else "quiet"), says(verdict)


def average(verdict: Verdict) -> str:
    reason = why(verdict)
    if verdict.shown is None:
        return reason
    average = _("average %(points)s") % {"points": number_format(verdict.shown)}
    return f"{average}, {reason}" if reason else average


def _not_final(verdict: Verdict, on: date) -> str:
    """Who or what the list still waits for; the trainee is not to blame for it."""
    late = [day for day in verdict.missing if day < on]
    if late:
        days = ", ".join(date_format(day, "l") for day in late)
        return _("The list is not final: the scores of %(days)s have not been entered by the trainer.") % {"days": days}
    return _("The list is not final: the week is not over yet.") if verdict.missing else ""

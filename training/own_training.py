"""A trainee's own training on one page: the whole week, how it went so far, points, leave and the bed.

Phones are locked from Monday to Friday, so it is read at the weekend: it opens on the week that just ended or runs.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import ceil

from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from candidates.models import Journey
from core import sparkline
from training.class_days import is_class_day
from training.day_values import day_values
from training.enums import THERE, AttendanceStatus, PhoneMode
from training.models import (
    Attendance,
    Criterion,
    DisciplineEvent,
    DisciplineThreshold,
    Enrolment,
    Holiday,
    LeaveRequest,
    RoomStay,
    Score,
)
from training.own_week import own_verdict
from training.phone_list import Rule, Verdict, Week, in_points, rule_of

SHOWN = timedelta(weeks=8)


@dataclass(frozen=True)
class OwnDay:
    """One class day in words."""

    on: date
    attendance: str
    scores: list[str]
    value: str


@dataclass(frozen=True)
class OwnTraining:
    seat: Enrolment
    week: Week
    verdict: Verdict | None
    enough: str
    criteria: list[str]
    days: list[OwnDay]  # of the week
    earlier: list[OwnDay]  # of the weeks before, the newest first, without the single scores
    picture: str | SafeString
    events: list[DisciplineEvent]
    points: int
    next_limit: DisciplineThreshold | None
    reached: DisciplineThreshold | None
    leaves: list[LeaveRequest]
    stay: RoomStay | None


def own_training(journey: Journey, on: date) -> OwnTraining | None:
    """Everything the page shows; None for whoever never sat in a class."""
    seats = journey.enrolments.filter(from_on__lte=on).select_related("training_class__site", "journey")
    seat = seats.order_by("-from_on").first()
    if seat is None:
        return None
    last = min(on, seat.training_class.ends_on, seat.to_on or on)
    week = Week.of(last)
    verdict = own_verdict(journey, week)
    rule = rule_of(seat.training_class.programme_id, week.monday)
    criteria = list(Criterion.objects.active())
    facts = _Facts(seat, max(seat.from_on, last - SHOWN), max(last, week.friday))
    events = list(seat.discipline_events.select_related("kind").order_by("-day", "-pk"))
    points = sum(event.points for event in events if event.withdrawn_at is None)
    limits = list(DisciplineThreshold.objects.order_by("points"))
    days = facts.days(until=last)
    return OwnTraining(
        seat=seat,
        week=week,
        verdict=verdict,
        enough=enough(verdict, rule) if verdict else "",
        criteria=[criterion.name for criterion in criteria],
        days=[facts.in_words(day, criteria) for day in days if day >= week.monday],
        earlier=[facts.in_words(day, []) for day in reversed(days) if facts.first_entered <= day < week.monday],
        picture=facts.picture(days, float(rule.threshold)),
        events=events,
        points=points,
        next_limit=next((limit for limit in limits if limit.points > points), None),
        reached=next((limit for limit in reversed(limits) if limit.points <= points), None),
        leaves=list(journey.leave_requests.prefetch_related("papers").order_by("-from_on", "-pk")[:20]),
        stay=journey.room_stays.on(on).select_related("room__site").first(),
    )


def enough(verdict: Verdict, rule: Rule) -> str:
    """What is, or would have been, enough for the phone of that week."""
    counted, left = len(verdict.counted), len(verdict.missing)
    limit = number_format(rule.threshold)
    if counted + left < rule.minimum_days:
        return _("At least %(n)s days have to count; this week has fewer.") % {"n": rule.minimum_days}
    if rule.mode == PhoneMode.EVERY_DAY:
        return _("Every day that counts needs %(limit)s.") % {"limit": limit}
    if not left:
        return "" if verdict.allowed else _("An average of %(limit)s would have been enough.") % {"limit": limit}
    have = (verdict.average or Fraction(0)) * counted
    needed = (Fraction(rule.threshold) * (counted + left) - have) / left
    if needed > 100:
        return _("This week %(limit)s cannot be reached any more.") % {"limit": limit}
    days = ", ".join(date_format(day, "l") for day in verdict.missing)
    points = number_format(Decimal(max(ceil(needed * 100), 0)).scaleb(-2))
    return _("Enough for the phone: an average of %(points)s on %(days)s.") % {"points": points, "days": days}


class _Facts:
    """What is on file about one seat between two days: five queries."""

    def __init__(self, seat: Enrolment, first: date, last: date) -> None:
        self.seat, self.first, self.last = seat, first, last
        here = {"day__range": (first, last)}
        self.holidays = set(Holiday.objects.filter(**here).values_list("day", flat=True))
        self.attendance = dict(Attendance.objects.filter(enrolment=seat, **here).values_list("day", "status"))
        self.values = {day: value for (_seat, day), value in day_values([seat.pk], first, last).items()}
        self.scores: dict[date, dict[int, Decimal]] = defaultdict(dict)
        week = Score.objects.filter(enrolment=seat, day__gte=last - timedelta(days=6), day__lte=last)
        for day, criterion, value in week.values_list("day", "criterion_id", "value"):
            self.scores[day][criterion] = value

    @property
    def first_entered(self) -> date:
        """What lies before was never entered, and says nothing."""
        return min(self.attendance, default=self.last)

    def days(self, until: date) -> list[date]:
        """The class days so far, in the order of the calendar."""
        number = (until - self.first).days + 1
        every = [self.first + timedelta(days=step) for step in range(max(number, 0))]
        return [
            day for day in every if is_class_day(self.seat.training_class, day, self.holidays) and self.seat.covers(day)
        ]

    def in_words(self, day: date, criteria: list[Criterion]) -> OwnDay:
        status = self.attendance.get(day)
        there = status is None or status in THERE
        value = self.values.get(day) if there else None
        scores = [self.scores[day].get(criterion.pk) for criterion in criteria]
        return OwnDay(
            day,
            str(AttendanceStatus(status).label) if status else _("Not entered yet"),
            ["–" if score is None or not there else number_format(score.normalize()) for score in scores],
            "–" if value is None else in_points(value),
        )

    def picture(self, days: list[date], limit: float) -> str:
        entered = [day for day in days if day >= self.first_entered]
        values = [
            float(self.values[day]) if day in self.values and self.attendance.get(day) in THERE else None
            for day in entered
        ]
        known = [value for value in values if value is not None]
        if len(known) < 2:
            return ""
        words = {
            "low": number_format(min(known), 1),
            "high": number_format(max(known), 1),
            "last": number_format(known[-1], 1),
        }
        sentence = _("Your values day by day: between %(low)s and %(high)s, the last one %(last)s.") % words
        low, high = sparkline.scale(values, limit)
        return sparkline.draw(values, sentence, low=low, high=high, limit=limit)

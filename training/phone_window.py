"""When a trainee has the phone: not from Monday to Friday while they sit in a class.

A message of a class day waits until the phones are given out on Friday (at the hour of the programme's phone rule);
what it is about stands on the briefing sheet of the next morning.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import CharField, DateTimeField, ExpressionWrapper, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from candidates.models import Candidate
from candidates.telling import register_window
from notifications import reminders
from training.models import Enrolment, PhoneRule

FRIDAY = 4


@reminders.register_window
def locked_phones(on: date) -> QuerySet[Enrolment]:
    """Everybody whose phone is locked on that day, and until when: `person_key` and `hold_until`.

    Nobody at weekends; not who moves in on that very day, nor who is in no class.
    """
    friday = _friday(on)
    rule = PhoneRule.objects.of_programme(OuterRef("training_class__programme"), friday)
    hour = Coalesce(Subquery(rule.values("given_out_at")[:1]), Value(PhoneRule.GIVEN_OUT_AT))
    in_serang = Func(
        ExpressionWrapper(Value(friday) + F("hour"), DateTimeField()),
        Value(settings.TIME_ZONE),
        template="(%(expressions)s)",
        arg_joiner=" AT TIME ZONE ",
        output_field=DateTimeField(),
    )
    seats = Enrolment.objects.on(on).filter(from_on__lt=on, training_class__ends_on__gte=on)
    key = Concat(Value("candidate:"), Cast("journey__candidate_id", CharField()))
    locked = seats.annotate(hour=hour).annotate(hold_until=in_serang, person_key=key)
    return locked.filter(hold_until__gt=timezone.now()) if _phones_may_be_locked(on) else locked.none()


@register_window
def until_the_phone_is_given_out(candidate: Candidate, on: date) -> datetime | None:
    """Friday of this week, or None when the person has the phone."""
    if not _phones_may_be_locked(on):
        return None
    locked = locked_phones(on).filter(journey__candidate=candidate)
    return locked.values_list("hold_until", flat=True).first()


def _friday(on: date) -> date:
    return on + timedelta(days=FRIDAY - on.weekday())


def _phones_may_be_locked(on: date) -> bool:
    """A class day of this week that has come. Of a week that is over, phones were given out long ago."""
    today = timezone.localdate()
    return on.weekday() <= FRIDAY and on <= today <= _friday(on)

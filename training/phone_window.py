"""When a trainee has the phone: not from Monday to Friday while they sit in a class.

A message of a class day waits until Friday evening; what it is about stands on the briefing sheet of the next morning.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from candidates.models import Candidate
from candidates.telling import register_window
from training.models import Enrolment

FRIDAY, GIVEN_OUT = 4, time(17)


@register_window
def until_the_phone_is_given_out(candidate: Candidate, on: date) -> datetime | None:
    """Friday 17:00 of this week; None at weekends, for whoever is in no class, and on the day they move in."""
    now = timezone.localtime()
    friday = on + timedelta(days=FRIDAY - on.weekday())
    opens = timezone.make_aware(datetime.combine(friday, GIVEN_OUT))
    if on.weekday() > FRIDAY or opens <= now or on > now.date():
        return None
    seats = Enrolment.objects.between(on, on).filter(journey__candidate=candidate, from_on__lt=on)
    return opens if seats.filter(training_class__ends_on__gte=on).exists() else None

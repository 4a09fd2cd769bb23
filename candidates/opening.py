"""Telling people once that registration has opened: they leave a phone number while it is closed.

The number is used for that one message and then deleted; it belongs to no person on file.
"""

from datetime import date, timedelta

from django.conf import settings
from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat, JSONObject
from django.utils import timezone

from candidates.models import OpeningNotice, Programme
from notifications.enums import WAITING, State
from notifications.models import Message

RULE = "registration_open"
REPORTED_WITHIN = timedelta(days=7)  # so long the provider may still say that a message did not arrive


def leave_phone(phone: str, *, on: date | None = None) -> None:
    """Remember to tell this phone (E.164). Leaving it twice changes nothing, and nobody learns that it was there."""
    OpeningNotice.objects.bulk_create(
        [OpeningNotice(phone=phone, left_on=on or timezone.localdate())], ignore_conflicts=True
    )


def waiting_for_opening(on: date, days_before: int) -> QuerySet[OpeningNotice]:
    """Everybody who left a phone and was not told yet, on a day that takes registrations.

    A phone is left only while registration is closed, so whoever is on the list waits, whether a programme opens anew,
    opens on that very day, or has its last day moved. Due is the day on which it is found open: nobody wrote down when
    an officer moved a day.
    """
    programme = Programme.objects.current(on)
    closes_on = programme.closes_on if programme else on
    told = Message.objects.filter(rule=RULE, person_key=OuterRef("person_key"))
    rows = OpeningNotice.objects.annotate(
        person_key=Concat(Value("opening:"), Cast("pk", CharField())),
        name=Value(""),
        address=F("phone"),
        due_on=Value(on, output_field=DateField()),
        context=JSONObject(closes_on=Value(closes_on.isoformat()), link=Value(f"{settings.PUBLIC_URL}/daftar/")),
    ).exclude(Exists(told))
    return rows if programme else rows.none()


def forget_told() -> int:
    """Delete the phones whose message has left, or never can. How many.

    The message says that the number is not kept, so it leaves the outbox too, once nobody has to call it any more.
    """
    told = Message.objects.filter(rule=RULE, person_key=OuterRef("key")).exclude(state__in=[*WAITING, State.SENDING])
    keyed = OpeningNotice.objects.annotate(key=Concat(Value("opening:"), Cast("pk", CharField())))
    deleted, _by_model = keyed.filter(Exists(told)).delete()
    settled = Message.objects.filter(rule=RULE).exclude(state__in=[*WAITING, State.SENDING])
    may_still_fail = Q(state=State.SENT, sent_at__gt=timezone.now() - REPORTED_WITHIN)
    settled.exclude(may_still_fail | Q(state=State.FAILED, handled_at=None)).delete()
    return deleted

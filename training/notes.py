"""The short note about one trainee and one day."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from core.refusal import Gap, Refused
from training.models import DayNote, Enrolment
from training.reasons import clean_reason

if TYPE_CHECKING:
    from accounts.models import User


def write_note(
    enrolment: Enrolment, day: date, *, by: "User", text: str, now: datetime | None = None
) -> DayNote | None:
    """Write the note for the morning after, over the one that is there; an empty text takes it out."""
    now = now or timezone.now()
    if day > timezone.localdate(now):
        raise Refused(Gap("future", _("%(day)s has not come yet.") % {"day": date_format(day)}))
    if not enrolment.covers(day):
        raise Refused(Gap("not_in_class", _("This trainee was not in this class on that day.")))
    text = clean_reason(text)
    with transaction.atomic():
        if not text:
            DayNote.objects.filter(enrolment=enrolment, day=day).delete()
            return None
        note, _created = DayNote.objects.update_or_create(
            enrolment=enrolment, day=day, defaults={"text": text, "by": by, "at": now}
        )
    return note

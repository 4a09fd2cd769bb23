"""Writing down that somebody was called, written to or visited, and what came of it."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import ContactNote, Journey
from core.refusal import Gap, Refused
from notifications.models import Message

if TYPE_CHECKING:
    from accounts.models import User


def write_down(
    journey: Journey,
    *,
    by: "User",
    way: str,
    outcome: str,
    note: str = "",
    on: date | None = None,
    message: Message | None = None,
) -> ContactNote:
    """One try to reach this person. With it they are not silent: somebody has taken care of them."""
    today = timezone.localdate()
    on = on or today
    if on > today:
        raise Refused(Gap("future", _("The day lies in the future. Record it when it has happened."), beside="on"))
    if on < journey.registered_on:
        raise Refused(Gap("before_registration", _("The person was not registered yet on that day."), beside="on"))
    return ContactNote.objects.create(
        journey=journey, way=way, outcome=outcome, note=note, on=on, by=by, message=message
    )


def take_back(note: ContactNote, *, by: "User", at: datetime | None = None) -> ContactNote:
    """It was written down by mistake: it counts no more. Only who wrote it knows, so nobody else takes it back."""
    rows = ContactNote.objects.standing().filter(pk=note.pk, by=by)
    if not rows.update(taken_back_at=at or timezone.now()):
        raise Refused(Gap("contact_taken_back", _("Only who wrote down a contact takes it back, and only once.")))
    note.refresh_from_db(fields=["taken_back_at"])
    return note

"""Taking a consent back (UU 27/2022 art. 9 and 40), and what follows from it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import journey as journeys
from candidates.enums import CloseReason, Purpose
from candidates.models import Candidate, Consent, FamilyContact
from candidates.models.consent import ConsentQuerySet
from candidates.telling import family_key_of, key_of
from notifications import outbox
from notifications.enums import WAITING
from notifications.models import Message

if TYPE_CHECKING:
    from accounts.models import User

WHAT_FOLLOWS = {
    Purpose.REGISTRATION: _(
        "Without it you cannot take part any more: Disnaker ends your registration within three days. "
        "Data that the law does not demand are deleted later, or earlier if you ask for it."
    ),
    Purpose.MESSAGES: _("From now on no more WhatsApp messages. Look here for news, or ask at the counter."),
    Purpose.EMPLOYERS: _("From now on nothing is sent to companies in Japan, so there can be no interview."),
    Purpose.GUARDIAN: _("Under 18 you cannot take part without it. Disnaker will ask your parent or guardian again."),
    Purpose.FAMILY: _("From now on nobody of your family is told, and their name and number are deleted."),
    Purpose.PHOTO: _("From now on your photo is not published any more."),
}


def live(candidate: Candidate, purpose: str | None = None) -> ConsentQuerySet:
    """The consents that hold; of one purpose when it is named."""
    rows = Consent.objects.live().filter(candidate=candidate)
    return rows.filter(text__purpose=purpose) if purpose is not None else rows


def withdraw(candidate: Candidate, purpose: str, *, at: datetime | None = None) -> int:
    """End every consent of this purpose. Messages that have not left yet are stopped with theirs."""
    with transaction.atomic():
        ended = live(candidate, purpose).update(withdrawn_at=at or timezone.now())
        if purpose == Purpose.MESSAGES:
            for message in Message.objects.filter(person_key=key_of(candidate), state__in=WAITING):
                outbox.cancel(message=message, by=None)
        if purpose == Purpose.FAMILY:
            FamilyContact.objects.filter(candidate=candidate).delete()
            for message in Message.objects.filter(person_key=family_key_of(candidate), state__in=WAITING):
                outbox.cancel(message=message, by=None)
    return ended


def leave(candidate: Candidate, *, by: "User") -> None:
    """The consent that taking part rests on is gone: the open journey ends as withdrawn, and all consents with it."""
    with transaction.atomic():
        journey = candidate.journeys.open().first()  # type: ignore[attr-defined]
        if journey is not None:
            journeys.close(journey, CloseReason.WITHDREW, by=by)
        for purpose in Purpose.values:
            withdraw(candidate, purpose)

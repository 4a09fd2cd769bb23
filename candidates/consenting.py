"""Agreeing to something after the registration: on one's own page, or at the counter."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from candidates.enums import Purpose
from candidates.models import AccessLog, Candidate, Consent
from candidates.offer import ConsentOffer, offered

if TYPE_CHECKING:
    from accounts.models import User


def missing(candidate: Candidate, *, on: date | None = None) -> list[ConsentOffer]:
    """The texts of today to whose purpose this person has no living consent."""
    given = set(Consent.objects.live().filter(candidate=candidate).values_list("text__purpose", flat=True))
    return [text for text in offered(on or timezone.localdate()).consents if text.purpose not in given]


def agree(
    candidate: Candidate,
    purposes: Collection[str],
    *,
    by: "User | None" = None,
    ip_address: str | None = None,
    on: date | None = None,
) -> list[Consent]:
    """Write down that the person agrees, each purpose apart, to the text of today. What holds already stays.

    `by` is the officer who read the text to them at the counter; that is written in the log that the person reads.
    """
    with transaction.atomic():
        locked = Candidate.objects.select_for_update().get(pk=candidate.pk, erased_at=None)
        texts = [text for text in missing(locked, on=on) if text.purpose in purposes]
        rows = [Consent(candidate=locked, text_id=text.text_id, ip_address=ip_address) for text in texts]
        Consent.objects.bulk_create(rows)
        if by is not None:
            AccessLog.objects.bulk_create(
                AccessLog(candidate=locked, by=by, what=f"{AccessLog.CONSENT}:{Purpose(text.purpose).value}")
                for text in texts
            )
    return rows

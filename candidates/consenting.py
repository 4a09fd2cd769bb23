"""Agreeing to something after the registration: on one's own page, or at the counter."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import guardians
from candidates.enums import Origin, Purpose
from candidates.models import AccessLog, Candidate, Consent, Journey
from candidates.offer import ConsentOffer, offered
from candidates.validators import is_minor
from core.refusal import Gap, Refused

if TYPE_CHECKING:
    from accounts.models import User

CAME_BY_A_LIST = {Origin.IMPORT, Origin.ALUMNI}  # no form, so nobody has asked them
OF_AGE = Gap("of_age", _("This person is 18 by now: nobody else has to give permission."))


def missing(candidate: Candidate, *, on: date | None = None) -> list[ConsentOffer]:
    """The texts of today to whose purpose this person has no living consent."""
    given = set(Consent.objects.live().filter(candidate=candidate).values_list("text__purpose", flat=True))
    return [text for text in offered(on or timezone.localdate()).consents if text.purpose not in given]


def to_be_asked(journey: Journey, *, on: date | None = None) -> list[ConsentOffer]:
    """All that is missing of somebody who came by a list and has not agreed to take part yet, also of the alumni.

    Whoever registered by the form has decided on each text; what they left out is not asked a second time.
    """
    if journey.origin not in CAME_BY_A_LIST:
        return []
    texts = missing(journey.candidate, on=on)
    return texts if any(text.required for text in texts) else []


def lacks_guardian(journey: Journey, *, on: date | None = None) -> bool:
    """Whether this person is under 18 and no permission of a parent or guardian, who is named, holds."""
    on = on or timezone.localdate()
    if not is_minor(journey.candidate.birth_date, on):
        return False
    if not journey.guardian_name:
        return True
    return offered(on).guardian is not None and not _holds(journey.candidate, Purpose.GUARDIAN)


def name_guardian(
    journey: Journey,
    *,
    relation: str,
    name: str,
    phone: str,
    by: "User | None" = None,
    ip_address: str | None = None,
    on: date | None = None,
) -> Journey:
    """Write down who gives permission for somebody under 18, and with it the permission. Another one takes its place.

    Needed after a list, which names nobody, and after the permission was taken back. `by` as in `agree`.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Candidate.objects.select_for_update().get(pk=journey.candidate_id, erased_at=None)
        if not is_minor(locked.birth_date, on):
            raise Refused(OF_AGE)
        if found := guardians.gaps(phone, own=locked.phone):
            raise Refused(found)
        journey.guardian, journey.guardian_name, journey.guardian_phone = relation, name, phone
        journey.save(update_fields=["guardian", "guardian_name", "guardian_phone"])
        text = offered(on).guardian
        if text is not None and not _holds(locked, Purpose.GUARDIAN):
            _write(locked, [text], ip_address=ip_address, by=by)
    return journey


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
        return _write(locked, texts, ip_address=ip_address, by=by)


def _holds(candidate: Candidate, purpose: str) -> bool:
    return Consent.objects.live().filter(candidate=candidate, text__purpose=purpose).exists()


def _write(
    candidate: Candidate, texts: list[ConsentOffer], *, ip_address: str | None, by: "User | None"
) -> list[Consent]:
    rows = [Consent(candidate=candidate, text_id=text.text_id, ip_address=ip_address) for text in texts]
    Consent.objects.bulk_create(rows)
    if by is not None:
        AccessLog.objects.bulk_create(
            AccessLog(candidate=candidate, by=by, what=f"{AccessLog.CONSENT}:{Purpose(text.purpose).value}")
            for text in texts
        )
    return rows

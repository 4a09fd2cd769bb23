"""Who needs no test: recorded by one person with the paper that was seen, confirmed by another."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import Origin
from candidates.models import Candidate, Journey
from certificates.enums import ExemptionKind, State
from certificates.models import Exemption
from certificates.qualification import settle_qualification
from certificates.requirements import exempts
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User


def claim(*, candidate: Candidate, by: "User", **facts: object) -> Exemption:
    """Record an exemption with its evidence. It counts for nothing until a second person confirms it."""
    exemption = Exemption(candidate=candidate, claimed_by=by, **facts)
    exemption.full_clean()
    exemption.save()
    return exemption


def confirm(exemption: Exemption, *, by: "User", on: date | None = None) -> Exemption:
    """The second person's word that an exemption holds. Refused to the one who recorded it."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = _locked(exemption)
        if locked.state != State.CLAIMED:
            raise SomebodyWasFirst(Gap("checked", _("Somebody else has already decided on this exemption.")))
        if locked.claimed_by_id == by.pk:
            raise Refused(Gap("same_person", _("You recorded this exemption. Somebody else must confirm it.")))
        locked.state, locked.verified_by, locked.verified_at = State.VERIFIED, by, timezone.now()
        locked.proves = exempts(kind=locked.kind, work_category=locked.work_category_id)
        # An exemption says what was true all along, also on a departure day before the portal.
        locked.proves_from = date.min
        locked.save(update_fields=["state", "verified_by", "verified_at", "proves", "proves_from"])
        settle_qualification(locked.candidate_id, by=by, on=on)
    return locked


def end(exemption: Exemption, *, reason: str, by: "User", on: date | None = None) -> Exemption:
    """Not accepted, withdrawn by who recorded it, or taken back after it was confirmed; always with the reason."""
    on = on or timezone.localdate()
    if not reason.strip():
        raise Refused(Gap("reason", _("Give the reason.")))
    with transaction.atomic():
        locked = _locked(exemption)
        if locked.state not in {State.CLAIMED, State.VERIFIED}:
            raise SomebodyWasFirst(Gap("checked", _("Somebody else has already decided on this exemption.")))
        if _carries_a_departure(locked):
            raise Refused(
                Gap("departed", _("The departure before the portal stands on this exemption. Take that back first."))
            )
        locked.state = State.REFUSED if locked.state == State.CLAIMED else State.REVOKED
        locked.proves, locked.ended_by, locked.ended_at = [], by, timezone.now()
        locked.end_reason = reason.strip()[:200]
        locked.save(update_fields=["state", "proves", "ended_by", "ended_at", "end_reason"])
        settle_qualification(locked.candidate_id, by=by, on=on)
    return locked


def _carries_a_departure(exemption: Exemption) -> bool:
    if exemption.kind != ExemptionKind.BEFORE_PORTAL or exemption.state != State.VERIFIED:
        return False
    departed = Journey.objects.filter(candidate=exemption.candidate_id, departed_on__isnull=False)
    return departed.filter(origin=Origin.ALUMNI).exists()


def _locked(exemption: Exemption) -> Exemption:
    list(Journey.objects.select_for_update().filter(candidate=exemption.candidate_id).order_by("pk"))
    return Exemption.objects.select_for_update().get(pk=exemption.pk)

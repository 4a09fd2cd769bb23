"""A departure although a proof is missing: one person proposes it with a reason, another confirms it.

It opens only the gate of the certificates. Papers and the second person's look at the flight are asked all the same.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

from candidates.enums import Origin
from candidates.models import Journey
from certificates.models import DepartureOverride
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User


def propose(journey: Journey, *, reason: str, by: "User", on: date | None = None) -> DepartureOverride:
    """Ask that this person may fly without a proof. Opens nothing until somebody else confirms it."""
    with transaction.atomic():
        locked = Journey.objects.select_for_update().get(pk=journey.pk)
        _refuse_proposing(locked, reason)
        live = DepartureOverride.objects.live().filter(journey=locked).select_related("proposed_by").first()
        if live is not None:
            words = {"who": live.proposed_by, "day": date_format(timezone.localtime(live.proposed_at))}
            raise SomebodyWasFirst(
                Gap("proposed", _("%(who)s already proposed an override for this person on %(day)s.") % words)
            )
        return DepartureOverride.objects.create(journey=locked, reason=reason.strip(), proposed_by=by)


def confirm(override: DepartureOverride, *, by: "User", on: date | None = None) -> DepartureOverride:
    """The second person's yes: from now on the gate lets this journey through."""
    with transaction.atomic():
        locked = _locked(override)
        if locked.confirmed_by is not None:
            raise SomebodyWasFirst(_first(locked.confirmed_by, locked.confirmed_at, _("confirmed this override")))
        if locked.proposed_by_id == by.pk:
            raise Refused(Gap("same_person", _("You proposed this override. Somebody else must confirm it.")))
        locked.confirmed_by, locked.confirmed_at = by, timezone.now()
        locked.save(update_fields=["confirmed_by", "confirmed_at"])
    return locked


def withdraw(override: DepartureOverride, *, reason: str, by: "User", on: date | None = None) -> DepartureOverride:
    """Take back a proposal or a confirmed override. Refused once the person flew on it."""
    if not reason.strip():
        raise Refused(Gap("reason", _("Give the reason.")))
    with transaction.atomic():
        locked = _locked(override)
        if locked.confirmed_by is not None and locked.journey.departed_on is not None:
            raise Refused(Gap("departed", _("This person flew on this override. Correct the departure first.")))
        locked.withdrawn_by, locked.withdrawn_at, locked.withdraw_reason = by, timezone.now(), reason.strip()[:200]
        locked.save(update_fields=["withdrawn_by", "withdrawn_at", "withdraw_reason"])
    return locked


def _refuse_proposing(journey: Journey, reason: str) -> None:
    gaps = []
    if not reason.strip():
        gaps.append(Gap("reason", _("Give the reason.")))
    if not journey.is_open:
        gaps.append(Gap("journey_closed", _("This journey is closed. Reopen it first.")))
    if journey.departed_on is not None:
        gaps.append(Gap("departed", _("This person has already departed.")))
    if journey.origin == Origin.ALUMNI:
        sentence = _("Whoever departed before the portal needs the exemption for that, not an override.")
        gaps.append(Gap("alumni", sentence))
    if gaps:
        raise Refused(gaps)


def _locked(override: DepartureOverride) -> DepartureOverride:
    # The journey first, as everywhere: a departure that is being confirmed at this moment waits or is waited for.
    Journey.objects.select_for_update().get(pk=override.journey_id)
    rows = DepartureOverride.objects.select_for_update(of=("self",))
    locked = rows.select_related("journey", "confirmed_by", "withdrawn_by").get(pk=override.pk)
    if locked.withdrawn_at is not None:
        raise SomebodyWasFirst(_first(locked.withdrawn_by, locked.withdrawn_at, _("withdrew this override")))
    return locked


def _first(who: object, at: object, deed: str) -> Gap:
    words = {"who": who, "deed": deed, "time": time_format(timezone.localtime(at))}  # type: ignore[arg-type]
    return Gap("somebody_was_first", _("%(who)s %(deed)s first, at %(time)s. Your entry was not saved.") % words)

"""Certificates: recorded by one, checked against the original or the issuer, revoked when they prove false."""

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import journey as journeys
from candidates.enums import Stage
from candidates.models import Candidate, Journey
from certificates.enums import CheckMethod, State
from certificates.models import Certificate, CertificateCheck, Exemption
from certificates.requirements import exempts, missing, proves
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User


def claim(*, candidate: Candidate, by: "User", **facts: object) -> Certificate:
    """Record a certificate that somebody brought. It counts for nothing until it is checked."""
    certificate = Certificate(candidate=candidate, claimed_by=by, **facts)
    certificate.full_clean()
    certificate.save()
    return certificate


def verify(
    certificate: Certificate, *, by: "User", on: date | None = None, method: str = CheckMethod.ORIGINAL
) -> Certificate:
    """Record that the certificate is genuine, and what it proves. May complete the person's proofs."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        _must_be(locked, State.CLAIMED)
        if locked.tested_on > on:
            raise Refused(Gap("future", _("The test day lies in the future. Check the certificate after the result.")))
        locked.state = State.VERIFIED
        locked.proves = proves(
            test=locked.test,
            passed=locked.passed,
            level=locked.level,
            score=locked.score,
            work_category=locked.work_category_id,
        )
        locked.proves_from, locked.proves_until = locked.tested_on, locked.expires_on
        locked.save(update_fields=["state", "proves", "proves_from", "proves_until"])
        _record(locked, State.VERIFIED, by=by, on=on, method=method)
        settle_qualification(locked.candidate_id, by=by, on=on)
    return locked


def revoke(certificate: Certificate, *, by: "User", reason: str, on: date | None = None) -> Certificate:
    """Take back a check: the certificate no longer proves anything. Undoes "proofs complete" when that falls."""
    on = on or timezone.localdate()
    if not reason.strip():
        raise Refused(Gap("reason", _("Give the reason.")))
    with transaction.atomic():
        locked = Certificate.objects.select_for_update().get(pk=certificate.pk)
        _must_be(locked, State.VERIFIED)
        locked.state, locked.proves = State.REVOKED, []
        locked.save(update_fields=["state", "proves"])
        _record(locked, State.REVOKED, by=by, on=on, method=CheckMethod.ORIGINAL, reason=reason)
        settle_qualification(locked.candidate_id, by=by, on=on)
    return locked


def confirm_exemption(exemption: Exemption, *, by: "User", on: date | None = None) -> Exemption:
    """The second person's word that an exemption holds. Refused to the one who recorded it."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Exemption.objects.select_for_update().get(pk=exemption.pk)
        if locked.claimed_by_id == by.pk:
            raise Refused(Gap("same_person", _("You recorded this exemption. Somebody else must confirm it.")))
        if locked.state != State.CLAIMED:
            raise SomebodyWasFirst(Gap("checked", _("Somebody else has already decided on this exemption.")))
        locked.state, locked.verified_by = State.VERIFIED, by
        locked.proves = exempts(kind=locked.kind, work_category=locked.work_category_id)
        # An exemption says what was true all along, also on a departure day before the portal.
        locked.proves_from = date.min
        locked.save(update_fields=["state", "verified_by", "proves", "proves_from"])
        settle_qualification(locked.candidate_id, by=by, on=on)
    return locked


def settle_qualification(candidate_id: int, *, by: "User", on: date) -> None:
    """Reach or undo "proofs complete" of the open journey, as the held proofs now say."""
    journey = Journey.objects.open().filter(candidate=candidate_id, departed_on__isnull=True).first()
    if journey is None or journey.verified_on is None:
        return
    complete = not missing(journey, on=on)
    if complete and journey.qualified_on is None:
        journeys.reach(journey, Stage.QUALIFIED, by=by, on=on)
    elif not complete and journey.qualified_on is not None:
        journeys.undo(journey, Stage.QUALIFIED, by=by, on=on, reason="proof revoked")


def _must_be(certificate: Certificate, state: str) -> None:
    if certificate.state != state:
        check = certificate.checks.select_related("by").first()
        raise SomebodyWasFirst(
            Gap(
                "checked",
                _("%(who)s was first: this certificate is now “%(state)s”. Your choice was not saved.")
                % {"who": check.by if check else "–", "state": certificate.get_state_display()},
            )
        )


def _record(certificate: Certificate, outcome: str, *, by: "User", on: date, method: str, reason: str = "") -> None:
    CertificateCheck.objects.create(
        certificate=certificate, method=method, outcome=outcome, by=by, on=on, reason=reason
    )

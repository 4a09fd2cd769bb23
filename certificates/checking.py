"""Certificates: recorded by one, checked against the original or the issuer, revoked when they prove false.

The LPK records what its trainees bring, Disnaker checks. An officer who records at the counter with the original in
hand may say so at once; whatever is checked from a copy (issuer's site, phone) needs a second person.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.models import Candidate, Journey
from certificates.enums import CheckMethod, State
from certificates.models import Certificate, CertificateCheck
from certificates.qualification import settle_qualification
from certificates.requirements import proves
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User


def claim(*, candidate: Candidate, by: "User", **facts: object) -> Certificate:
    """Record a certificate that somebody brought. It counts for nothing until it is checked."""
    certificate = Certificate(candidate=candidate, claimed_by=by, **facts)
    certificate.issuer = " ".join(certificate.issuer.split())
    certificate.number = "".join(certificate.number.upper().split())  # one paper, however it was typed
    certificate.full_clean()
    try:
        with transaction.atomic():
            certificate.save()
    except IntegrityError:  # the button pressed twice: the other one came between the question and this
        certificate.full_clean()
        raise
    return certificate


def verify(
    certificate: Certificate, *, by: "User", on: date | None = None, method: str = CheckMethod.ORIGINAL
) -> Certificate:
    """Record that the certificate is genuine, and what it proves. May complete the person's proofs."""
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = _locked(certificate)
        _must_be(locked, State.CLAIMED)
        _refuse_checking(locked, by=by, on=on, method=method)
        locked.state = State.VERIFIED
        locked.proves = proves_of(locked)
        locked.proves_from, locked.proves_until = locked.tested_on, locked.expires_on
        locked.save(update_fields=["state", "proves", "proves_from", "proves_until"])
        _record(locked, State.VERIFIED, by=by, on=on, method=method)
        settle_qualification(locked.candidate_id, by=by, on=on)
    return locked


def refuse(
    certificate: Certificate, *, by: "User", reason: str, on: date | None = None, method: str = CheckMethod.ORIGINAL
) -> Certificate:
    """Say that a claim is not accepted: mistyped, unreadable, not genuine. The same paper may be brought again."""
    return _end(certificate, State.CLAIMED, State.REFUSED, by=by, reason=reason, on=on, method=method)


def revoke(
    certificate: Certificate, *, by: "User", reason: str, on: date | None = None, method: str = CheckMethod.ORIGINAL
) -> Certificate:
    """Take back a check: the certificate no longer proves anything. Undoes "proofs complete" when that falls.

    There is no way back from it, since the reason stands; the same paper may be recorded and checked anew.
    """
    return _end(certificate, State.VERIFIED, State.REVOKED, by=by, reason=reason, on=on, method=method)


def proves_of(certificate: Certificate) -> list[str]:
    """What this certificate proves when it is genuine."""
    return proves(
        test=certificate.test,
        passed=certificate.passed,
        level=certificate.level,
        score=certificate.score,
        work_category=certificate.work_category_id,
    )


def _end(
    certificate: Certificate, before: State, after: State, *, by: "User", reason: str, on: date | None, method: str
) -> Certificate:
    on = on or timezone.localdate()
    if not reason.strip():
        raise Refused(Gap("reason", _("Give the reason.")))
    with transaction.atomic():
        locked = _locked(certificate)
        _must_be(locked, before)
        locked.state, locked.proves = after, []
        locked.save(update_fields=["state", "proves"])
        _record(locked, after, by=by, on=on, method=method, reason=reason.strip()[:200])
        settle_qualification(locked.candidate_id, by=by, on=on)
    return locked


def _locked(certificate: Certificate) -> Certificate:
    # The journeys first, as a departure does: what it reads of the proofs stays true until it is written.
    list(Journey.objects.select_for_update().filter(candidate=certificate.candidate_id).order_by("pk"))
    return Certificate.objects.select_for_update().get(pk=certificate.pk)


def _refuse_checking(certificate: Certificate, *, by: "User", on: date, method: str) -> None:
    if certificate.tested_on > on:
        raise Refused(Gap("future", _("The test day lies in the future. Check the certificate after the result.")))
    if certificate.claimed_by_id == by.pk and method != CheckMethod.ORIGINAL:
        raise Refused(
            Gap("same_person", _("You recorded this certificate yourself. From a copy, somebody else must check it."))
        )


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

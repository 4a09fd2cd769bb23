from collections.abc import Iterable

from django.db.models import F

from candidates.models import Journey
from certificates.checking import proves_of
from certificates.enums import CheckMethod, State
from certificates.models import Booking, Certificate, CertificateCheck, DepartureOverride
from certificates.requirements import accepted_categories, held, lacking, missing, required
from certificates.shortfall import shortfall
from core.integrity import invariant


@invariant("Every departed journey held its proofs on that day, or has a confirmed override")
def departed_with_proofs() -> Iterable[str]:
    overridden = DepartureOverride.objects.in_force().values("journey")
    departed = Journey.objects.filter(departed_on__isnull=False).exclude(pk__in=overridden)
    for day in departed.order_by("departed_on").values_list("departed_on", flat=True).distinct():
        for pk, lacks in shortfall(departed.filter(departed_on=day), on=day):  # type: ignore[arg-type]
            if lacks and left_without_proofs(Journey.objects.get(pk=pk)):
                yield f"journey {pk}"


def left_without_proofs(journey: Journey) -> bool:
    """Whether a departed journey lacks a proof of the day of its flight; an override is not looked at."""
    return bool(missing(journey, on=journey.departed_on)) and _lacked_then(journey)  # type: ignore[arg-type]


def _lacked_then(journey: Journey) -> bool:
    """Whether it also lacked proofs as they were known on the day: one revoked after the flight was held then."""
    day = journey.departed_on
    assert day is not None
    revoked = Certificate.objects.filter(
        candidate=journey.candidate_id,
        state=State.REVOKED,
        proves_from__lte=day,
        checks__outcome=State.REVOKED,
        checks__on__gte=day,
    )
    then = {proof for row in revoked if not row.proves_until or row.proves_until >= day for proof in proves_of(row)}
    wanted = required(sector=journey.sector_id, scheme=journey.scheme_id, on=day)
    proofs = held(journey.candidate_id, on=day) | then
    return not then or bool(lacking(wanted, proofs, accepted_categories(journey)))


@invariant("A verified certificate proves what the rules say")
def certificates_prove_what_they_say() -> Iterable[str]:
    for row in Certificate.objects.filter(state=State.VERIFIED):
        if row.proves != proves_of(row):
            yield f"certificate {row.pk}"


@invariant("A certificate's state is the outcome of its last check")
def states_follow_the_checks() -> Iterable[str]:
    for row in Certificate.objects.prefetch_related("checks"):
        checks = list(row.checks.all())  # newest first
        if row.state != (checks[0].outcome if checks else State.CLAIMED):
            yield f"certificate {row.pk}"


@invariant("From a copy, a certificate was checked by somebody else than who recorded it")
def copies_have_a_second_person() -> Iterable[str]:
    by_themselves = CertificateCheck.objects.filter(outcome=State.VERIFIED, by=F("certificate__claimed_by"))
    for check in by_themselves.exclude(method=CheckMethod.ORIGINAL):
        yield f"certificate {check.certificate_id}"


@invariant("The certificate of a passed test is that person's, of that test and that day")
def bookings_and_certificates_agree() -> Iterable[str]:
    rows = Booking.objects.filter(certificate__isnull=False)
    agreeing = rows.filter(
        certificate__candidate=F("candidate"),
        certificate__test=F("sitting__test__kind"),
        certificate__tested_on=F("sitting__held_on"),
    )
    for booking in rows.exclude(pk__in=agreeing.values("pk")):
        yield f"booking {booking.pk}"

"""What is emptied here when a person is erased: numbers and words. What was proven, and when, stays for the counts."""

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from candidates.erasure import blank, erases
from candidates.models import Candidate
from certificates.models import Booking, Certificate, CertificateCheck, DepartureOverride, Exemption

OLD_SEATS = Booking.history.rel.related_model  # type: ignore[attr-defined]


@erases
def proofs(candidate: Candidate) -> None:
    for certificate in Certificate.objects.filter(candidate=candidate):
        # One number per issuer, so every emptied one differs.
        Certificate.objects.filter(pk=certificate.pk).update(number=f"–{certificate.pk}")
    blank(CertificateCheck.objects.filter(certificate__candidate=candidate), "reason")
    blank(Exemption.objects.filter(candidate=candidate), "evidence", "end_reason")
    blank(DepartureOverride.objects.filter(journey__candidate=candidate), "reason", "withdraw_reason")
    for rows in (Booking.objects.filter(candidate=candidate), OLD_SEATS.objects.filter(pgh_obj__candidate=candidate)):
        blank(rows, "booking_no", "account_name", "sections")


@erases
def traces_at_the_desk(candidate: Candidate) -> None:
    for model in (Certificate, Exemption, Booking):
        keys = [str(key) for key in model.objects.filter(candidate=candidate).values_list("pk", flat=True)]
        rows = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model), object_id__in=keys)
        rows.update(object_repr="–")

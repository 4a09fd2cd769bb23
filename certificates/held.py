"""What is held here about a person, for their own copy."""

from django.utils.translation import gettext as _

from candidates.disclosure import Part, held, table
from candidates.models import Candidate
from certificates.models import Booking, Certificate, Exemption


@held
def certificates(candidate: Candidate) -> Part:
    result = ["number", "score", "passed", "tested_on", "expires_on", "state"]
    rows = Certificate.objects.filter(candidate=candidate).select_related("work_category")
    return table("certificates", _("Certificates"), rows, ["test", "level", "work_category", "issuer", *result])


@held
def exams(candidate: Candidate) -> Part:
    rows = Booking.objects.filter(candidate=candidate).select_related("sitting__test")
    columns = ["sitting", "booking_no", "account_name", "result", "score", "sections", "result_on"]
    return table("exams", _("Exams"), rows, columns)


@held
def exemptions(candidate: Candidate) -> Part:
    rows = Exemption.objects.filter(candidate=candidate)
    return table("exemptions", _("Exemptions"), rows, ["kind", "evidence", "state"])

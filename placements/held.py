"""What is held here about a person, for their own copy."""

from django.utils.translation import gettext as _

from candidates.disclosure import Part, held, table
from candidates.models import Candidate
from placements.models import Departure, NameInJapan, Nomination, Step


@held
def names_in_japan(candidate: Candidate) -> Part:
    rows = NameInJapan.objects.filter(candidate=candidate).newest_first()
    return table("names_in_japan", _("Your name in Japanese letters"), rows, ["written_at", "written"])


@held
def nominations(candidate: Candidate) -> Part:
    rows = Nomination.objects.filter(journey__candidate=candidate).select_related("job_order__employer")
    return table("nominations", _("Interviews"), rows, ["job_order", "result", "feedback"])


@held
def steps(candidate: Candidate) -> Part:
    rows = Step.objects.live().filter(journey__candidate=candidate).select_related("kind")
    columns = ["kind", "due_on", "done_on", "number", "name_there", "born_there", "issued_on", "expires_on"]
    return table("steps", _("Steps to departure"), rows, columns)


@held
def departures(candidate: Candidate) -> Part:
    rows = Departure.objects.live().filter(journey__candidate=candidate)
    return table("departures", _("Departure"), rows, ["flight_no", "flight_on", "confirmed_at"])

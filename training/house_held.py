"""What the dormitory holds about a person, for their own copy."""

from django.utils.translation import gettext as _

from candidates.disclosure import Part, held, table
from candidates.models import Candidate
from training.models import DisciplineEvent, DisciplineWarning, LeavePaper, LeaveRequest, RoomStay


@held
def beds(candidate: Candidate) -> Part:
    rows = RoomStay.objects.filter(journey__candidate=candidate).select_related("room__site").order_by("from_on")
    return table("beds", _("Where you sleep"), rows, ["room.site", "room", "bed", "from_on", "to_on"])


@held
def leaves(candidate: Candidate) -> Part:
    rows = LeaveRequest.objects.filter(journey__candidate=candidate).order_by("from_on")
    columns = ["kind", "from_on", "to_on", "reason", "asked_at", "state", "decided_at", "answer"]
    number = LeavePaper.objects.filter(leave__journey__candidate=candidate).count()
    words = _("%(n)d photos are kept; open them from your own page.") % {"n": number}
    return table("leaves", _("Leave you asked for"), rows, columns, words if number else "")


@held
def discipline(candidate: Candidate) -> Part:
    rows = DisciplineEvent.objects.filter(enrolment__journey__candidate=candidate).select_related("kind")
    columns = ["day", "kind", "points", "note", "withdrawn_at", "withdrawn_reason"]
    return table("discipline", _("Rules of the house"), rows.order_by("day"), columns)


@held
def warnings(candidate: Candidate) -> Part:
    rows = DisciplineWarning.objects.filter(enrolment__journey__candidate=candidate).select_related("threshold")
    columns = ["opened_on", "threshold", "points", "settled_at", "outcome"]
    return table("discipline_warnings", _("Talks about the rules of the house"), rows, columns)

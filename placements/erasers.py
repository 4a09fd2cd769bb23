"""What is emptied here when a person is erased: numbers of papers, words, and the evidence of flights.

The evidence of a departure that counts is only reached once the law no longer demands it: `candidates/erasure.py`
refuses before. The row stays, with flight, day and both officers, so the departure keeps being counted.
"""

from candidates.erasure import blank, delete_file, erases
from candidates.models import Candidate
from placements.models import Departure, NameInJapan, Nomination, Step


@erases
def placements(candidate: Candidate) -> None:
    NameInJapan.objects.filter(candidate=candidate).delete()
    whose = {"journey__candidate": candidate}
    blank(Step.objects.filter(**whose), "number", "name_there", "cancel_reason")
    Step.objects.filter(**whose).update(born_there=None)
    blank(Nomination.objects.filter(**whose), "feedback", "undone_reason")
    for departure in Departure.objects.filter(**whose):
        delete_file(departure.evidence)
    blank(Departure.objects.filter(**whose), "cancel_reason", "evidence")

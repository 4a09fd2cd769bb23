"""What becomes of class, bed and leave when two records of one person become one: they go where the journey goes."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from candidates.merge_ways import Pair, asks, goes_along
from core.refusal import Gap
from training.models import Enrolment, LeaveRequest, RoomStay

for model in (Enrolment, RoomStay, LeaveRequest):
    goes_along(model, "journey", holds=True)


@asks
def two_classes_at_once(pair: Pair) -> Iterable[Gap]:
    """Nobody sits in two classes on the same evening."""
    mine, theirs = (
        Enrolment.objects.filter(journey__candidate=person).select_related("training_class").order_by("pk")
        for person in (pair.kept, pair.gone)
    )
    for one in mine:
        for other in theirs:
            if one.from_on <= (other.to_on or date.max) and other.from_on <= (one.to_on or date.max):
                words = _("Both sat in a class on the same days (%(one)s and %(other)s), so these are two people.")
                yield Gap("two_classes", words % {"one": one.training_class, "other": other.training_class})


@asks
def sleeps_among_their_own(pair: Pair) -> Iterable[Gap]:
    """A bed says whether a woman or a man sleeps there."""
    beds = RoomStay.objects.filter(journey__candidate__in=(pair.kept, pair.gone)).exclude(sex=pair.values["sex"])
    if beds.exists():
        yield Gap(
            "bed_of_the_other_sex", _("A bed in the dormitory was given for the other sex. Choose the right sex.")
        )

"""Who should sit in a test and has no seat yet: the officer's list beside a sitting. F21."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from candidates.models import Journey
from certificates.enums import Result, State
from certificates.models import Booking, Certificate, Exemption, Requirement, Sitting, Test
from certificates.requirements import JFT_TOP, proves


def without_a_seat(sitting: Sitting, *, on: date | None = None) -> QuerySet[Journey]:
    """People in training whose sector requires what this test proves, who neither hold nor claim it, longest first.

    A seat in another sitting of the same kind of test that is still to come counts as a seat.
    """
    on = on or timezone.localdate()
    test = sitting.test
    proof = _proof(test)
    if not proof:
        return Journey.objects.none()
    wanted = Requirement.objects.valid(sitting.held_on).filter(
        proof=proof.partition(":")[0], sector=OuterRef("sector"), scheme=OuterRef("scheme")
    )
    seats = Booking.objects.filter(
        candidate=OuterRef("candidate"),
        sitting__test__kind=test.kind,
        sitting__held_on__gte=on,
        result=Result.WAITING,
    )
    held = {"candidate": OuterRef("candidate"), "proves__contains": [proof]}
    claimed = Certificate.objects.filter(candidate=OuterRef("candidate"), state=State.CLAIMED, test=test.kind)
    people = Journey.objects.open().filter(training_on__isnull=False, departed_on__isnull=True)
    if test.work_category is not None:
        same = Q(work_category__isnull=True) | Q(work_category=test.work_category)
        people = people.filter(same, sector=test.work_category.sector_id)
    return (
        people.filter(Exists(wanted))
        .exclude(Exists(seats) | Exists(claimed))
        .exclude(Exists(Certificate.objects.held(sitting.held_on).filter(**held)))
        .exclude(Exists(Exemption.objects.held(sitting.held_on).filter(**held)))
        .select_related("candidate", "sector")
        .order_by("training_on", "pk")
    )


def _proof(test: Test) -> str:
    """What a pass of this test proves; nothing for N5 or a test that is not counted."""
    found = proves(test=test.kind, passed=True, level=test.level, score=JFT_TOP, work_category=test.work_category_id)
    return found[0] if found else ""

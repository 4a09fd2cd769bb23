"""Who should sit in a test and has no seat yet: beside a sitting, and as the door that closes next. F21, N1."""

from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from django.db.models import Case, CharField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Concat
from django.utils import timezone

from candidates.models import Journey, WorkCategory
from certificates.enums import Level, Result, State, TestKind
from certificates.models import Booking, Certificate, Exemption, Requirement, Sitting
from certificates.requirements import JFT_TOP, proves

NEXT = 5  # sittings that are looked at for the door that closes next
CATEGORY = "*"  # stands for the work category of a skill test, which is a column


@dataclass(frozen=True)
class _Sought:
    """What a sitting asks for: plain values, or columns of the sitting around the question."""

    kind: Any
    proof: Any
    required: Any  # the kind of proof, as the sector requires it
    category: Any
    held_on: Any

    def inside(self) -> "_Sought":
        """The same, one question further in."""
        return _Sought(*(OuterRef(each) if isinstance(each, OuterRef) else each for each in vars(self).values()))


def without_a_seat(sitting: Sitting, *, on: date | None = None) -> QuerySet[Journey]:
    """People in training whose sector requires what this test proves, who neither hold nor claim it, longest first.

    A seat in another sitting of the same kind of test that is still to come counts as a seat.
    """
    test = sitting.test
    proof = _proof(test.kind, test.level, test.work_category_id)
    if not proof:
        return Journey.objects.none()
    sought = _Sought(test.kind, proof, proof.partition(":")[0], test.work_category_id, sitting.held_on)
    people = _people(sought, on or timezone.localdate())
    return people.select_related("candidate", "sector").order_by("training_on", "pk")


def closing(on: date | None = None) -> QuerySet[Sitting]:
    """The next sittings that can still be booked while `people` who need one have no seat, the first to close first."""
    on = on or timezone.localdate()
    kinds = [
        (kind, level, _proof(kind, level, CATEGORY)) for kind, level in product(TestKind.values, ["", *Level.values])
    ]
    proofs = [When(test__kind=kind, test__level=level, then=_filled_in(proof)) for kind, level, proof in kinds if proof]
    required = [
        When(test__kind=kind, test__level=level, then=Value(proof.partition(":")[0]))
        for kind, level, proof in kinds
        if proof
    ]
    sought = _Sought(
        *(OuterRef(name) for name in ("test__kind", "proof", "required", "test__work_category", "held_on"))
    )
    number = _people(sought, on).order_by().annotate(number=Func(F("pk"), function="COUNT")).values("number")
    ahead = Sitting.objects.filter(book_by__gte=on).order_by("book_by", "pk")
    return (
        ahead.filter(pk__in=ahead.values("pk")[:NEXT])
        .annotate(proof=Case(*proofs, output_field=CharField()), required=Case(*required, output_field=CharField()))
        .filter(proof__isnull=False)
        .annotate(people=number)
        .filter(people__gt=0)
    )


def _people(sought: _Sought, on: date) -> QuerySet[Journey]:
    within = sought.inside()
    wanted = Requirement.objects.valid(within.held_on).filter(
        proof=within.required, sector=OuterRef("sector"), scheme=OuterRef("scheme")
    )
    seats = Booking.objects.filter(
        candidate=OuterRef("candidate"),
        sitting__test__kind=within.kind,
        sitting__held_on__gte=on,
        result=Result.WAITING,
    )
    held = {"candidate": OuterRef("candidate"), "proves__contains": [within.proof]}
    claimed = Certificate.objects.filter(candidate=OuterRef("candidate"), state=State.CLAIMED, test=within.kind)
    category = sought.category if isinstance(sought.category, OuterRef) else Value(sought.category)
    people = Journey.objects.open().filter(training_on__isnull=False, departed_on__isnull=True)
    of_sector = Exists(WorkCategory.objects.filter(slug=within.category, sector=OuterRef("sector")))
    own = Q(of_sector) & (Q(work_category__isnull=True) | Q(work_category=F("category")))
    people = people.alias(category=ExpressionWrapper(category, output_field=CharField()))
    people = people.filter(Q(category__isnull=True) | own)
    return (
        people.filter(Exists(wanted))
        .exclude(Exists(seats) | Exists(claimed))
        .exclude(Exists(Certificate.objects.held(within.held_on).filter(**held)))
        .exclude(Exists(Exemption.objects.held(within.held_on).filter(**held)))
    )


def _proof(kind: str, level: str, work_category: str | None) -> str:
    """What a pass of this test proves; nothing for N5 or a test that is not counted."""
    found = proves(test=kind, passed=True, level=level, score=JFT_TOP, work_category=work_category)
    return found[0] if found else ""


def _filled_in(proof: str) -> Any:
    before, category, _after = proof.partition(CATEGORY)
    return Concat(Value(before), F("test__work_category")) if category else Value(proof)

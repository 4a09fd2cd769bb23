from collections.abc import Iterable

from candidates.models import Journey
from certificates.enums import State
from certificates.models import Certificate, DepartureOverride
from certificates.requirements import missing, proves
from core.integrity import invariant


@invariant("Every departed journey held its proofs on that day, or has a confirmed override")
def departed_with_proofs() -> Iterable[str]:
    overridden = DepartureOverride.objects.filter(confirmed_by__isnull=False).values("journey")
    for journey in Journey.objects.filter(departed_on__isnull=False).exclude(pk__in=overridden):
        assert journey.departed_on is not None
        if missing(journey, on=journey.departed_on):
            yield f"journey {journey.pk}"


@invariant("A verified certificate proves what the rules say")
def certificates_prove_what_they_say() -> Iterable[str]:
    for row in Certificate.objects.filter(state=State.VERIFIED):
        expected = proves(
            test=row.test, passed=row.passed, level=row.level, score=row.score, work_category=row.work_category_id
        )
        if row.proves != expected:
            yield f"certificate {row.pk}"

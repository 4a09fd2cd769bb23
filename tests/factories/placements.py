"""Employers, job orders, steps and departures. They need the `reference` fixture (schemes, sectors, kinds of steps)."""

from datetime import date, timedelta
from functools import cache

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from placements.enums import AgencyKind, Result
from placements.models import Agency, Departure, Employer, JobOrder, NameInJapan, Nomination, SchemeStep, Step, StepKind
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.pictures import photo

PDF = b"%PDF-1.4\nbukti contoh"


@cache
def photographed() -> bytes:
    return photo((400, 300))


def ticket(content: bytes | None = None, name: str = "boarding pass Rina.jpg") -> ContentFile:
    """What an officer sends as evidence today."""
    return ContentFile(photographed() if content is None else content, name=name)


def pdf(content: bytes = PDF, name: str = "boarding pass Rina.pdf") -> ContentFile:
    return ContentFile(content, name=name)


def who(journey) -> dict[str, object]:
    """What a passport in order says about this person."""
    return {"name": journey.candidate.name, "born": journey.candidate.birth_date}


class EmployerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employer

    name = factory.Sequence(lambda n: f"Midori Contoh {n}")
    name_ja = "みどり見本"
    prefecture = "aichi"


class AgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agency

    class Params:
        so = factory.Trait(kind=AgencyKind.SO)

    name = factory.Sequence(lambda n: f"Agen Contoh {n}")
    kind = AgencyKind.P3MI
    licence_no = factory.Sequence(lambda n: f"CONTOH/{n:03d}/2026")


class JobOrderFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JobOrder

    employer = factory.SubFactory(EmployerFactory)
    scheme_id = "ssw"
    sector_id = "agriculture"
    prefecture = "aichi"
    seats = 2


class NominationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Nomination

    class Params:
        passed = factory.Trait(
            result=Result.PASSED,
            result_on=date(2026, 3, 2),
            seat=factory.Sequence(lambda n: n + 1),
            journey=factory.SubFactory(JourneyFactory, at="offered"),
        )

    job_order = factory.SubFactory(JobOrderFactory)
    journey = factory.SubFactory(JourneyFactory, at="qualified")
    nominated_on = date(2026, 3, 1)


class StepKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = StepKind
        django_get_or_create = ["slug"]

    slug = factory.Sequence(lambda n: f"langkah-{n}")
    name = factory.Sequence(lambda n: f"Langkah contoh {n}")
    owner = "lpk"


class SchemeStepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SchemeStep

    scheme_id = "ssw"
    kind = factory.SubFactory(StepKindFactory)
    position = 50
    default_days = 10
    valid_from = date(2026, 1, 1)


class StepFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Step

    class Params:
        done = factory.Trait(done_on=date(2026, 3, 10))

    journey = factory.SubFactory(JourneyFactory, at="offered")
    kind = factory.SubFactory(StepKindFactory)
    position = 1
    owner = factory.SelfAttribute("kind.owner")
    due_on = date(2026, 4, 1)


class DepartureFactory(factory.django.DjangoModelFactory):
    """Recorded, waiting for the second person; `confirmed=True` only adds the signature, not the milestone."""

    class Meta:
        model = Departure

    class Params:
        confirmed = factory.Trait(
            confirmed_by=factory.SubFactory(UserFactory), confirmed_at=factory.LazyFunction(timezone.now)
        )

    journey = factory.SubFactory(JourneyFactory, at="visa")
    flight_no = "GA 874"
    flight_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=1))
    evidence = factory.LazyFunction(pdf)
    evidence_type = "application/pdf"
    recorded_by = factory.SubFactory(UserFactory)


class NameInJapanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NameInJapan

    candidate = factory.SubFactory(CandidateFactory)
    written = "リナ・チョント"
    written_by = factory.SubFactory(UserFactory)

"""People and journeys for tests. They need the `reference` fixture (schemes, sectors, kelurahan)."""

from datetime import date, timedelta

import factory
from django.core.files.base import ContentFile
from django.utils import timezone

from candidates.enums import MILESTONES, Attendance, Purpose, RequestKind, Stage
from candidates.models import (
    Candidate,
    Consent,
    ConsentText,
    DataRequest,
    Document,
    DocumentPage,
    FamilyContact,
    Journey,
    Kelurahan,
    Programme,
    Resemblance,
    SelectionTest,
)
from tests.factories.accounts import UserFactory


def programme(year: int = 2026) -> Programme:
    return Programme.objects.get_or_create(
        year=year,
        defaults={"opens_on": date(year, 1, 5), "closes_on": date(year, 12, 12), "ends_on": date(year, 12, 31)},
    )[0]


def agree_to_messages(candidate: Candidate) -> Consent:
    return Consent.objects.create(candidate=candidate, text=ConsentText.objects.get(purpose="messages"))


class CandidateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Candidate
        skip_postgeneration_save = True

    nik = factory.Sequence(lambda n: f"367302450504{n % 9998 + 1:04d}")  # a woman born on 5 May 2004
    name = factory.Sequence(lambda n: f"Rina Contoh {n}")
    birth_date = date(2004, 5, 5)
    sex = "P"
    phone = factory.Sequence(lambda n: f"+6281200{n % 1_000_000:06d}")
    kelurahan = factory.LazyFunction(lambda: Kelurahan.objects.get(code="36.73.02.1001"))
    access_code = "not-a-code"


class JourneyFactory(factory.django.DjangoModelFactory):
    """A journey that has just registered; `at="selected"` gives it every milestone up to there, a week apart."""

    class Meta:
        model = Journey
        skip_postgeneration_save = True

    candidate = factory.SubFactory(CandidateFactory)
    programme = factory.LazyFunction(programme)
    scheme_id = "ssw"
    sector_id = "agriculture"
    registration_no = factory.Sequence(lambda n: f"SJ-2026-{n:05d}")
    registered_on = date(2026, 1, 10)

    @classmethod
    def _create(cls, model_class, *args, at=Stage.REGISTERED, **kwargs):
        wanted = list(MILESTONES)
        upto = wanted.index(Stage(at))
        start = kwargs["registered_on"]
        for number, stage in enumerate(wanted[1 : upto + 1], start=1):
            if stage != Stage.RESERVE:
                kwargs.setdefault(MILESTONES[stage], start + timedelta(weeks=number))
        journey = super()._create(model_class, *args, **kwargs)
        journey.refresh_from_db()
        return journey


class SelectionTestFactory(factory.django.DjangoModelFactory):
    """An invitation; with `score=` the person came and has it."""

    class Meta:
        model = SelectionTest

    journey = factory.SubFactory(JourneyFactory, at=Stage.VERIFIED)
    on = date(2026, 11, 2)
    place = "Kantor Disnaker"
    invited_by = factory.SubFactory(UserFactory)
    score = None
    attendance = factory.LazyAttribute(lambda test: Attendance.PRESENT if test.score is not None else "")
    recorded_by = factory.LazyAttribute(lambda test: test.invited_by if test.attendance else None)


class DocumentFactory(factory.django.DjangoModelFactory):
    """A KTP that waits to be checked."""

    class Meta:
        model = Document

    candidate = factory.SubFactory(CandidateFactory)
    kind_id = "ktp"
    version = 1


class DocumentPageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DocumentPage

    document = factory.SubFactory(DocumentFactory)
    version = 1
    number = 1
    file = factory.LazyFunction(lambda: ContentFile(b"not a photo", "photo.jpg"))
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 11
    width = 1200
    height = 800


class DataRequestFactory(factory.django.DjangoModelFactory):
    """An open request of a candidate, asked just now."""

    class Meta:
        model = DataRequest

    candidate = factory.SubFactory(CandidateFactory)
    kind = RequestKind.COPY
    asked_at = factory.LazyFunction(timezone.now)
    due_at = factory.LazyAttribute(lambda request: request.asked_at + timedelta(hours=72))


class ConsentFactory(factory.django.DjangoModelFactory):
    """A consent that holds; `purpose=` chooses the text."""

    class Meta:
        model = Consent

    class Params:
        purpose = Purpose.REGISTRATION

    candidate = factory.SubFactory(CandidateFactory)
    text = factory.LazyAttribute(lambda consent: ConsentText.objects.get(purpose=consent.purpose, version=1))


class FamilyContactFactory(factory.django.DjangoModelFactory):
    """The mother, with the consent that goes with it."""

    class Meta:
        model = FamilyContact
        skip_postgeneration_save = True

    candidate = factory.SubFactory(CandidateFactory)
    name = "Siti Contoh"
    relation = "mother"
    phone = "+6281255556666"

    @factory.post_generation
    def consent(contact, create, given):
        if create:
            ConsentFactory(candidate=contact.candidate, purpose=Purpose.FAMILY)


class ResemblanceFactory(factory.django.DjangoModelFactory):
    """Two records that wait to be compared; `word=` and `decided_by=` decide that they are two people."""

    class Meta:
        model = Resemblance

    one = factory.SubFactory(CandidateFactory)
    other = factory.SubFactory(CandidateFactory)
    signs = factory.LazyFunction(lambda: ["name", "birth"])
    decided_at = factory.LazyAttribute(lambda pair: timezone.now() if getattr(pair, "decided_by", None) else None)

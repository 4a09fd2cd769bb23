"""Certificates, exemptions and overrides. They need the `reference` fixture (work categories)."""

from datetime import date

import factory

from certificates import checking
from certificates.models import Booking, Certificate, DepartureOverride, Exemption, Sitting
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory


class CertificateFactory(factory.django.DjangoModelFactory):
    """JLPT N4, recorded and not yet checked; `skill=True` is the skill test of crop farming."""

    class Meta:
        model = Certificate

    class Params:
        skill = factory.Trait(
            test="skill", level="", issuer="National Chamber of Agriculture", work_category_id="agri_crop"
        )

    candidate = factory.SubFactory(CandidateFactory)
    test = "jlpt"
    level = "N4"
    issuer = "JF/JEES"
    number = factory.Sequence(lambda n: f"N4A{n:06d}")
    tested_on = date(2026, 1, 5)
    claimed_by = factory.SubFactory(UserFactory)


class ExemptionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Exemption

    candidate = factory.SubFactory(CandidateFactory)
    kind = "titp2"
    evidence = "Certificate of completion, no. 12"
    claimed_by = factory.SubFactory(UserFactory)


class DepartureOverrideFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DepartureOverride

    journey = factory.SubFactory(JourneyFactory, at="visa")
    reason = "Result slip lost in the post"
    proposed_by = factory.SubFactory(UserFactory)


def checked(*, by, on=date(2026, 2, 1), **facts) -> Certificate:
    """A certificate that `by` has checked."""
    return checking.verify(CertificateFactory(**facts), by=by, on=on)


class SittingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sitting

    test_id = "jlpt_n4"
    place = "Jakarta"
    held_on = date(2026, 7, 5)
    book_by = date(2026, 4, 30)


class BookingFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Booking

    sitting = factory.SubFactory(SittingFactory)
    candidate = factory.SubFactory(CandidateFactory)
    booked_by = factory.SubFactory(UserFactory)

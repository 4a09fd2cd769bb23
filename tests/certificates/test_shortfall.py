"""What many lack at once is what each of them lacks alone."""

from datetime import date

import pytest

from candidates.models import Journey
from certificates import exempting
from certificates.models import Requirement
from certificates.requirements import missing
from certificates.shortfall import shortfall
from tests.factories.candidates import JourneyFactory
from tests.factories.certificates import CertificateFactory, checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

DAY = date(2026, 6, 1)


def all_at_once(on=DAY):
    return dict(shortfall(Journey.objects.all(), on=on))


def one_by_one(on=DAY):
    return {journey.pk: [gap.code for gap in missing(journey, on=on)] for journey in Journey.objects.all()}


@pytest.fixture
def everybody(officer, admin2):
    """With nothing, with all, with the wrong skill, unchecked, expired, of another scheme, and from before."""
    JourneyFactory(sector_id="caregiver")
    complete = JourneyFactory()
    checked(by=officer, candidate=complete.candidate)
    checked(by=officer, candidate=complete.candidate, skill=True)
    other_job = JourneyFactory(work_category_id="agri_livestock")
    checked(by=officer, candidate=other_job.candidate, skill=True)
    CertificateFactory(candidate=JourneyFactory().candidate)
    expired = JourneyFactory()
    checked(by=officer, candidate=expired.candidate, expires_on=date(2026, 5, 31))
    JourneyFactory(scheme_id="magang")
    JourneyFactory(origin="alumni")
    known = JourneyFactory(origin="alumni")
    exemption = exempting.claim(candidate=known.candidate, kind="before_portal", evidence="KJS list", by=officer)
    exempting.confirm(exemption, by=admin2, on=date(2026, 2, 1))
    return complete


def test_it_says_of_each_what_is_said_of_one(everybody):
    found = all_at_once()
    assert found == one_by_one()
    assert found[everybody.pk] == []
    assert ["language", "skill", "care_language"] in found.values() and ["before_portal"] in found.values()


def test_on_another_day_another_answer(everybody):
    the_day_before = date(2026, 5, 31)
    found = all_at_once(the_day_before)
    assert found == one_by_one(the_day_before) != all_at_once()
    assert ["skill"] in found.values() and ["skill"] not in all_at_once().values()


def test_without_a_rule_on_file_nobody_is_said_to_lack_nothing(everybody):
    Requirement.objects.all().delete()
    found = all_at_once()
    assert found == one_by_one()
    assert ["no_requirement"] in found.values()


def test_it_takes_as_many_questions_for_many_as_for_few(everybody, django_assert_num_queries):
    with django_assert_num_queries(5):
        all_at_once()
    with django_assert_num_queries(5):
        dict(shortfall(Journey.objects.filter(pk=everybody.pk), on=DAY))

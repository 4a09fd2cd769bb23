"""Who was asked for papers and sent nothing is reminded once; the question agrees with each person's own page."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from candidates import validators
from candidates.documents import MISSING, papers
from candidates.enums import Origin, Purpose
from candidates.models import Document, DocumentRule
from candidates.never_sent import never_sent
from notifications.models import Message
from notifications.reminders import queue_due
from tests.factories.candidates import ConsentFactory, DocumentFactory, JourneyFactory

TODAY = date(2026, 11, 24)
RULE = "paper_never_sent"


@pytest.fixture
def rina(reference):
    journey = JourneyFactory(candidate__name="Rina Contoh", registered_on=TODAY)
    ConsentFactory(candidate=journey.candidate, purpose=Purpose.MESSAGES)
    return journey


def told(day):
    return queue_due(day)[RULE]


def test_three_days_without_papers_are_told_once_by_name(rina):
    DocumentFactory(candidate=rina.candidate, kind_id="kk")
    assert [told(TODAY + timedelta(days=days)) for days in (2, 4, 5)] == [0, 1, 0]
    message = Message.objects.get(rule=RULE)
    assert message.address == rina.candidate.phone
    assert sorted(message.context["papers"].split(", ")) == ["Foto KTP", "Foto ijazah terakhir", "Pas foto"]


def test_who_sent_everything_did_not_agree_or_has_left_hears_nothing(rina):
    JourneyFactory(registered_on=TODAY)
    gone = JourneyFactory(registered_on=TODAY, closed_on=TODAY, closed_reason="withdrew")
    ConsentFactory(candidate=gone.candidate, purpose=Purpose.MESSAGES)
    for kind in ("ktp", "kk", "ijazah", "pas-foto"):
        DocumentFactory(candidate=rina.candidate, kind_id=kind)
    assert told(TODAY + timedelta(days=4)) == 0


def test_the_papers_of_the_next_step_are_a_matter_of_their_own(rina):
    assert told(TODAY + timedelta(days=3)) == 1
    selected = TODAY + timedelta(days=10)
    type(rina).objects.filter(pk=rina.pk).update(verified_on=selected, selected_on=selected)
    assert [told(selected + timedelta(days=days)) for days in (2, 3, 4)] == [0, 1, 0]
    assert "Foto paspor" in Message.objects.filter(rule=RULE).latest("pk").context["papers"]


def test_the_question_for_everybody_is_that_of_each_page(reference):
    people = [
        JourneyFactory(
            at=stage,
            sector_id=sector,
            candidate__birth_date=born,
            candidate__marital_status=married,
            candidate__was_trainee=trainee,
        )
        for stage, sector in (("registered", "agriculture"), ("selected", "caregiver"), ("offered", "automotive"))
        for born in (date(2004, 5, 5), date(2010, 5, 5))
        for married, trainee in (("", ""), ("married", "no"), ("single", "yes"))
    ]
    people += [
        JourneyFactory(candidate__kelurahan=None, candidate__address_outside="Cilegon"),
        JourneyFactory(origin=Origin.ALUMNI),
    ]
    DocumentRule.objects.create(kind_id="skck", sector_id="caregiver", valid_from=TODAY)
    DocumentRule.objects.create(kind_id="paspor", condition="outside", valid_from=TODAY)
    DocumentRule.objects.filter(kind="pas-foto").update(valid_to=TODAY - timedelta(days=1))
    DocumentFactory(candidate=people[0].candidate, kind_id="ktp")
    Document.objects.create(candidate=people[4].candidate, kind_id="paspor")
    found = {journey.pk: set(journey.papers.split(", ")) for journey in never_sent(TODAY)}
    expected = {
        journey.pk: {paper.kind.name for paper in papers(journey, TODAY) if paper.state == MISSING}
        for journey in people
    }
    assert found == {pk: names for pk, names in expected.items() if names}


@given(st.dates(date(1990, 1, 1), date(2012, 12, 31)), st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_of_age_by_the_birth_date_is_of_age_by_the_years(born, on):
    assert (born > validators.last_birthday_of_age(on)) == validators.is_minor(born, on)

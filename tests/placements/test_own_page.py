"""The candidate's own page: the steps to the flight, and whose turn it is."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from candidates.own_page import own_page
from placements import matching, steps
from tests.factories.candidates import JourneyFactory
from tests.factories.placements import JobOrderFactory, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def journey(officer):
    day = timezone.localdate() - timedelta(days=2)
    nomination = matching.nominate(JourneyFactory(at="qualified"), JobOrderFactory(), by=officer, on=day)
    return matching.record_result(nomination, "passed", by=officer, on=day).journey


def section(journey, title="Langkah"):
    with translation.override("id"):
        return next((each for each in own_page(journey).sections if each.title == title), None)


def test_before_an_offer_there_are_no_steps():
    assert section(JourneyFactory(at="qualified")) is None


def test_own_steps_say_that_it_is_ones_turn(journey):
    first, second = section(journey).rows[:2]
    assert (first.label, first.kind, first.state) == ("Paspor", "waiting", "Giliran Anda")
    assert (second.label, second.kind, second.state) == ("Kontrak kerja", "quiet", "Perusahaan di Jepang")


def test_a_done_step_shows_its_day(journey, officer):
    steps.complete(journey.steps.get(kind_id="mcu"), by=officer)
    row = next(row for row in section(journey).rows if row.label == "Tes kesehatan (MCU)")
    assert row.kind == "done"


def test_the_turn_is_the_step_that_is_due_first(journey, officer):
    with translation.override("id"):
        assert own_page(journey).lead[0] == "Sekarang giliran Anda: Paspor."
        steps.complete(
            journey.steps.get(kind_id="passport"),
            by=officer,
            number="X1",
            **who(journey),
            expires_on=timezone.localdate() + timedelta(days=900),
        )
        assert own_page(journey).lead[0] == "Sekarang giliran Perusahaan di Jepang: Kontrak kerja."


def test_the_line_counts_the_steps(journey):
    with translation.override("id"):
        now = next(row for row in own_page(journey).line if row["state"] == "now")
    assert now["body"] == "0 dari 10 langkah selesai"

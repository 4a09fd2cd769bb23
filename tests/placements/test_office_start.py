"""The first page of the LPK office: what waits, each number with the list behind it."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from placements.waiting import end_of_week
from tests.factories.candidates import JourneyFactory
from tests.factories.notifications import MessageFactory
from tests.factories.placements import DepartureFactory, JobOrderFactory, NominationFactory, StepFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]


@pytest.fixture
def office(client_of, lpk, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return client_of(lpk)


@pytest.fixture
def work():
    """One of each that waits, beside others that do not."""
    today = timezone.localdate()
    StepFactory(due_on=today - timedelta(days=2))
    StepFactory(due_on=end_of_week(today) + timedelta(days=1))
    held = JobOrderFactory(interview_on=today - timedelta(days=1))
    NominationFactory(job_order=held)
    NominationFactory(job_order=held, result="failed", result_on=today)
    NominationFactory(job_order=JobOrderFactory(interview_on=today + timedelta(days=1)))
    DepartureFactory()
    DepartureFactory(confirmed=True)
    trainee, stranger = JourneyFactory(at="training"), JourneyFactory(at="selected")
    for journey in (trainee, stranger):
        MessageFactory(person_key=f"candidate:{journey.candidate_id}", failed=True)


def test_each_number_is_the_length_of_its_list(office, work):
    leave, talks, *waiting = office.get("/lpk/").context["waiting"]
    assert (leave.count, talks.count) == (0, 0)
    assert [row.count for row in waiting] == [1, 1, 1, 1]
    assert [len(office.get(row.url).context["rows"]) for row in waiting] == [1, 1, 1, 1]
    assert waiting[0].note == "1 lewat batas"


def test_nothing_to_do_is_a_row_with_a_zero(office):
    response = office.get("/lpk/")
    assert [row.count for row in response.context["waiting"]] == [0, 0, 0, 0, 0, 0]
    assert "Hasil wawancara belum dicatat" in unescape(response.content.decode())


@pytest.mark.parametrize("many", [1, 3])
def test_the_first_page_costs_the_same_however_much_waits(office, django_assert_max_num_queries, many):
    StepFactory.create_batch(many)
    with django_assert_max_num_queries(13):
        office.get("/lpk/")


def test_flights_that_wait_are_listed_and_all_on_request(office):
    waiting, confirmed = DepartureFactory(), DepartureFactory(confirmed=True)
    names = [str(row["cells"][0]) for row in office.get("/lpk/keberangkatan/").context["rows"]]
    everybody = {str(row["cells"][0]) for row in office.get("/lpk/keberangkatan/?tampil=semua").context["rows"]}
    people = [str(each.journey.candidate) for each in (waiting, confirmed)]
    assert (names, everybody) == (people[:1], set(people))


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_of_flights_costs_five_queries_at_most(office, django_assert_max_num_queries, many):
    DepartureFactory.create_batch(many)
    with django_assert_max_num_queries(5):
        office.get("/lpk/keberangkatan/?tampil=semua")


@pytest.mark.parametrize("many", [1, 3])
def test_an_order_and_a_person_cost_the_same_however_long_their_lists(office, django_assert_max_num_queries, many):
    order = JobOrderFactory(seats=9)
    NominationFactory.create_batch(many, job_order=order)
    JourneyFactory.create_batch(many, at="qualified", candidate__name="Dewi Cocok")
    for _ in range(many):
        NominationFactory(journey__candidate__name="Dewi Terpakai", journey__sector_id="caregiver")
    with django_assert_max_num_queries(8):
        found = office.get(f"/lpk/job-order/{order.pk}/?q=dewi").context
    assert (len(found["fitting"]), len(found["others"])) == (many, many)
    person = JourneyFactory(at="offered")
    StepFactory.create_batch(many, journey=person)
    with django_assert_max_num_queries(16):  # three of them read the names on the papers
        office.get(f"/lpk/peserta/{person.pk}/")

"""Two officers at the same moment: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils import timezone

from accounts.roles import Role
from candidates.models import Journey
from core.refusal import Refused, SomebodyWasFirst
from placements import departing, matching, steps
from placements.models import Departure, Nomination
from tests.factories.accounts import UserFactory
from tests.factories.candidates import JourneyFactory
from tests.factories.placements import JobOrderFactory, ticket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def data(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", verbosity=0)


@pytest.fixture
def people():
    return [UserFactory(role=Role.DISNAKER_ADMIN) for _ in range(2)]


def at_once(*deeds):
    """Carry out the deeds in threads of their own, released together; results and refusals in their order."""
    start = Barrier(len(deeds))

    def carry_out(deed):
        try:
            start.wait(timeout=10)
            return deed()
        except Refused as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(carry_out, deeds))


def refusals(results):
    return [each for each in results if isinstance(each, Refused)]


def test_the_last_seat_goes_to_one_of_two(people):
    order = JobOrderFactory(seats=1)
    nominations = [matching.nominate(JourneyFactory(at="qualified"), order, by=people[0]) for _ in range(2)]
    results = at_once(
        *(
            lambda n=n, by=by: matching.record_result(n, "passed", by=by)
            for n, by in zip(nominations, people, strict=True)
        )
    )
    assert [refused.codes for refused in refusals(results)] == [["seats_taken"]]
    assert list(Nomination.objects.filter(seat__isnull=False).values_list("seat", flat=True)) == [1]
    assert Journey.objects.filter(offered_on__isnull=False).count() == 1


def test_one_person_gets_into_one_of_two_orders(people):
    journey = JourneyFactory(at="qualified")
    orders = [JobOrderFactory(), JobOrderFactory()]
    results = at_once(*(lambda o=order: matching.nominate(journey, o, by=people[0]) for order in orders))
    assert [refused.codes for refused in refusals(results)] == [["in_another_order"]]
    assert journey.nominations.count() == 1


def test_two_results_for_one_person_one_wins(people):
    nomination = matching.nominate(JourneyFactory(at="qualified"), JobOrderFactory(), by=people[0])
    results = at_once(
        lambda: matching.record_result(nomination, "passed", by=people[0], expected="pending"),
        lambda: matching.record_result(nomination, "failed", by=people[1], expected="pending"),
    )
    assert [type(refused) for refused in refusals(results)] == [SomebodyWasFirst]


def test_two_ticks_of_one_step_one_wins(people):
    nomination = matching.nominate(JourneyFactory(at="qualified"), JobOrderFactory(), by=people[0])
    contract = matching.record_result(nomination, "passed", by=people[0]).journey.steps.get(kind_id="contract")
    results = at_once(*(lambda by=by: steps.complete(contract, by=by) for by in people))
    assert [type(refused) for refused in refusals(results)] == [SomebodyWasFirst]


def test_two_records_of_one_flight_one_wins(people):
    journey = JourneyFactory(at="visa")
    flight = {"flight_no": "GA 874", "flight_on": timezone.localdate()}
    results = at_once(*(lambda by=by: departing.record(journey, evidence=ticket(), by=by, **flight) for by in people))
    assert [type(refused) for refused in refusals(results)] == [SomebodyWasFirst]
    assert Departure.objects.count() == 1


@pytest.mark.usefixtures("only_our_gate")
def test_two_confirmations_of_one_flight_one_wins(people):
    journey = JourneyFactory(at="visa")
    with connection.cursor() as cursor:  # the certificates have their own tests
        cursor.execute("ALTER TABLE candidates_journey DISABLE TRIGGER USER")
    try:
        departure = departing.record(
            journey, flight_no="GA 874", flight_on=timezone.localdate(), evidence=ticket(), by=UserFactory()
        )
        results = at_once(*(lambda by=by: departing.confirm(departure, by=by) for by in people))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE candidates_journey ENABLE TRIGGER USER")
    assert [type(refused) for refused in refusals(results)] == [SomebodyWasFirst]
    assert Departure.objects.confirmed().count() == 1
    assert journey.events.filter(stage="departed").count() == 1

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from candidates.enums import Stage
from core.refusal import Refused, SomebodyWasFirst
from placements import matching, steps
from placements.enums import OrderStatus, Result
from placements.models import Nomination, Step
from tests.factories.candidates import JourneyFactory
from tests.factories.placements import JobOrderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def order():
    return JobOrderFactory(seats=2, work_category_id="agri_crop")


def ready(**kwargs):
    return JourneyFactory(at="qualified", **kwargs)


def codes(verb, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    return refusal.value.codes


def test_a_ready_person_is_nominated(order, officer):
    nomination = matching.nominate(ready(), order, by=officer)
    assert (nomination.result, nomination.nominated_on) == (Result.PENDING, timezone.localdate())
    assert nomination.nominated_by == officer


def test_everything_that_does_not_fit_is_named_at_once(officer):
    order = JobOrderFactory(sector_id="caregiver", scheme_id="magang", status=OrderStatus.CLOSED)
    journey = JourneyFactory(sector_id="agriculture")
    assert codes(matching.nominate, journey, order, by=officer) == ["order_closed", "scheme", "sector", "not_verified"]
    assert not Nomination.objects.exists()


def test_another_work_category_is_refused(order, officer):
    journey = ready(work_category_id="agri_livestock")
    assert codes(matching.nominate, journey, order, by=officer) == ["work_category"]


def test_a_person_in_another_order_is_refused_and_the_order_is_named(order, officer):
    journey = ready()
    matching.nominate(journey, JobOrderFactory(employer__name="Sakata Contoh"), by=officer)
    with pytest.raises(Refused) as refusal:
        matching.nominate(journey, order, by=officer)
    assert refusal.value.codes == ["in_another_order"]
    assert "Sakata Contoh" in refusal.value.sentences()[0]


def test_after_a_failed_interview_the_person_is_free_and_the_try_stays(order, officer):
    journey = ready()
    failed = matching.record_result(
        matching.nominate(journey, order, by=officer), Result.FAILED, by=officer, feedback="Kurang percakapan"
    )
    matching.nominate(journey, JobOrderFactory(), by=officer)
    assert journey.nominations.count() == 2
    failed.refresh_from_db()
    assert (failed.result, failed.feedback, failed.seat) == (Result.FAILED, "Kurang percakapan", None)


def test_passing_gives_a_seat_an_offer_and_the_steps_to_the_flight(order, officer):
    day = timezone.localdate() - timedelta(days=3)
    journey = ready()
    nomination = matching.nominate(journey, order, by=officer, on=day)
    passed = matching.record_result(nomination, Result.PASSED, by=officer, on=day, rank=1, commitment_years=3)
    journey.refresh_from_db()
    assert (passed.seat, passed.rank, passed.commitment_years) == (1, 1, 3)
    assert (journey.stage, journey.offered_on, journey.work_category_id) == (Stage.OFFERED, day, "agri_crop")
    planned = list(Step.objects.filter(journey=journey).values_list("kind_id", "owner", "due_on"))
    assert [kind for kind, _owner, _due in planned] == [
        *("passport", "contract", "mcu", "coe", "id_pmi", "bpjs", "visa", "opp", "e_pmi", "ticket")
    ]
    assert planned[0] == ("passport", "candidate", day + timedelta(days=14))


def test_magang_has_its_own_way(officer):
    order = JobOrderFactory(scheme_id="magang")
    journey = ready(scheme_id="magang")
    matching.record_result(matching.nominate(journey, order, by=officer), Result.PASSED, by=officer)
    ways = list(journey.steps.values_list("kind_id", "owner"))
    assert ways == [
        ("passport", "candidate"),
        ("mcu", "candidate"),
        ("contract", "agency"),
        ("coe", "japan"),
        ("visa", "agency"),
        ("opp", "agency"),
        ("ticket", "agency"),
    ]


def test_the_third_of_two_seats_is_refused_and_nothing_changes(order, officer):
    nominations = [matching.nominate(ready(), order, by=officer) for _ in range(3)]
    seats = [matching.record_result(each, Result.PASSED, by=officer).seat for each in nominations[:2]]
    assert seats == [1, 2]
    assert codes(matching.record_result, nominations[2], Result.PASSED, by=officer) == ["seats_taken"]
    third = Nomination.objects.get(pk=nominations[2].pk)
    assert (third.result, third.journey.offered_on) == (Result.PENDING, None)


def test_a_full_order_takes_no_more_names(officer):
    order = JobOrderFactory(seats=1)
    matching.record_result(matching.nominate(ready(), order, by=officer), Result.PASSED, by=officer)
    assert codes(matching.nominate, ready(), order, by=officer) == ["seats_taken"]


def test_who_withdraws_frees_the_lowest_seat_for_the_reserve(order, officer):
    first, second, third = (matching.nominate(ready(), order, by=officer) for _ in range(3))
    matching.record_result(first, Result.PASSED, by=officer)
    matching.record_result(second, Result.PASSED, by=officer)
    matching.record_result(third, Result.RESERVE, by=officer)
    matching.record_result(first, Result.WITHDRAWN, by=officer, feedback="Keluarga sakit")
    first.journey.refresh_from_db()
    assert first.journey.stage == Stage.QUALIFIED
    assert not first.journey.steps.open().exists()
    assert matching.record_result(third, Result.PASSED, by=officer).seat == 1


def test_a_result_stands_until_it_is_undone(order, officer):
    nomination = matching.nominate(ready(), order, by=officer)
    matching.record_result(nomination, Result.FAILED, by=officer)
    assert codes(matching.record_result, nomination, Result.PASSED, by=officer) == ["has_result"]
    again = matching.undo_result(nomination, by=officer, reason="salah baris")
    nomination.refresh_from_db()
    assert (nomination.undone_by, nomination.undone_reason, again.result) == (officer, "salah baris", Result.PENDING)
    assert matching.record_result(again, Result.PASSED, by=officer).seat == 1


def test_undoing_an_offer_takes_back_milestone_seat_and_open_steps(order, officer):
    nomination = matching.nominate(ready(), order, by=officer)
    passed = matching.record_result(nomination, Result.PASSED, by=officer)
    steps.complete(passed.journey.steps.get(kind_id="mcu"), by=officer)
    matching.undo_result(passed, by=officer)
    passed.refresh_from_db()
    journey = passed.journey
    assert (passed.seat, journey.stage, journey.offered_on) == (None, Stage.QUALIFIED, None)
    assert [step.kind_id for step in journey.steps.live()] == ["mcu"]  # a paper that exists stays


def test_an_offer_with_a_contract_cannot_be_undone(order, officer):
    passed = matching.record_result(matching.nominate(ready(), order, by=officer), Result.PASSED, by=officer)
    steps.complete(passed.journey.steps.get(kind_id="contract"), by=officer)
    with pytest.raises(Refused):
        matching.undo_result(passed, by=officer)
    passed.refresh_from_db()
    assert (passed.seat, passed.undone_at) == (1, None)


def test_passing_again_asks_only_for_what_is_not_there(order, officer):
    passed = matching.record_result(matching.nominate(ready(), order, by=officer), Result.PASSED, by=officer)
    steps.complete(passed.journey.steps.get(kind_id="mcu"), by=officer)
    again = matching.undo_result(passed, by=officer)
    matching.record_result(again, Result.PASSED, by=officer)
    assert passed.journey.steps.live().count() == 10
    assert passed.journey.steps.open().count() == 9


def test_a_second_tab_is_told_who_was_first(order, officer, admin2):
    nomination = matching.nominate(ready(), order, by=officer)
    matching.record_result(nomination, Result.PASSED, by=admin2, expected=Result.PENDING)
    with pytest.raises(SomebodyWasFirst) as refusal:
        matching.record_result(nomination, Result.FAILED, by=officer, expected=Result.PENDING)
    assert "Pak Bambang Contoh" in refusal.value.sentences()[0]


def test_a_result_cannot_lie_ahead_or_before_the_nomination(order, officer):
    today = timezone.localdate()
    nomination = matching.nominate(ready(), order, by=officer)
    assert codes(matching.record_result, nomination, Result.PASSED, by=officer, on=today + timedelta(1)) == ["future"]
    assert codes(matching.record_result, nomination, Result.FAILED, by=officer, on=date(2026, 1, 1)) == [
        "before_nomination"
    ]


def refused_by_database(**changes):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        Nomination.objects.filter(pk=changes.pop("pk")).update(**changes)
    return refusal.value.__cause__.diag.constraint_name


def test_the_database_keeps_seat_and_acceptance_together(order, officer):
    nomination = matching.nominate(ready(), order, by=officer)
    other = matching.record_result(matching.nominate(ready(), order, by=officer), Result.PASSED, by=officer)
    day = timezone.localdate()
    assert refused_by_database(pk=nomination.pk, result="passed", result_on=day) == "accepted_has_a_seat"
    assert refused_by_database(pk=nomination.pk, seat=2) == "accepted_has_a_seat"
    assert refused_by_database(pk=other.pk, seat=None) == "accepted_has_a_seat"
    assert refused_by_database(pk=nomination.pk, result="passed", result_on=day, seat=1) == "one_person_per_seat"
    assert refused_by_database(pk=nomination.pk, result="failed") == "result_has_a_day"

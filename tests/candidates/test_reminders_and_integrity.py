"""What the clock tells officers, and what must be true of every row."""

import uuid
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates import data_requests, integrity
from candidates import journey as journeys
from candidates.enums import CloseReason, RequestKind, Stage
from candidates.models import Consent, JourneyEvent
from candidates.promises import CHECKED_WITHIN, check_by, overdue_if_registered_by
from candidates.registration import register
from core.days_off import is_working_day, working_days_since
from notifications.models import Message
from notifications.reminders import queue_due
from tests.candidates.races import at_once
from tests.candidates.test_registration import RINA, consents
from tests.factories.accounts import UserFactory
from tests.factories.candidates import JourneyFactory, programme
from training.models import Holiday


@pytest.mark.parametrize(
    ("registered", "promised"),
    [
        (date(2026, 11, 24), date(2026, 11, 27)),  # Tuesday → Friday
        (date(2026, 11, 26), date(2026, 12, 1)),  # Thursday → Tuesday
        (date(2026, 11, 28), date(2026, 12, 2)),  # Saturday → Wednesday
        (date(2026, 3, 16), date(2026, 3, 26)),  # Nyepi and Lebaran, 18 to 24 March, lie between
        (date(2026, 3, 17), date(2026, 3, 27)),
        (date(2026, 3, 20), date(2026, 3, 27)),  # the joint leave itself
        (date(2026, 12, 23), date(2026, 12, 30)),  # Christmas
    ],
)
def test_the_promise_counts_working_days(reference, registered, promised):
    assert check_by(registered) == promised


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the holidays are the same for each day
@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_no_day_off_is_promised_and_what_is_promised_can_be_counted_back(reference, registered):
    by = check_by(registered)
    assert is_working_day(by)
    assert working_days_since(registered, by) == CHECKED_WITHIN
    assert working_days_since(registered, by - timedelta(days=1)) == CHECKED_WITHIN - 1


def test_a_holiday_that_staff_add_holds_for_the_next_promise(reference, client_of, admin2):
    assert check_by(date(2026, 11, 24)) == date(2026, 11, 27)
    answer = client_of(admin2).post("/admin/training/holiday/add/", {"day": "27/11/2026", "name": "Pilkada"})
    assert answer.status_code == 302
    assert check_by(date(2026, 11, 24)) == date(2026, 11, 30)
    assert client_of(admin2).post(
        f"/admin/training/holiday/{Holiday.objects.get(name='Pilkada').pk}/delete/", {"post": "yes"}
    )
    assert check_by(date(2026, 11, 24)) == date(2026, 11, 27)


def test_a_promise_asks_the_database_once_for_many(reference, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [check_by(date(2026, 3, day)) for day in (15, 16)] == [date(2026, 3, 25), date(2026, 3, 26)]


@pytest.mark.django_db
@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_overdue_is_exactly_when_the_promise_has_passed(on):
    last = overdue_if_registered_by(on)
    assert check_by(last) < on <= check_by(date.fromordinal(last.toordinal() + 1))


def test_officers_are_told_once_about_registrations_that_wait_too_long(reference, officer, admin2, trainer):
    JourneyFactory(registered_on=date(2026, 11, 24))
    JourneyFactory(registered_on=date(2026, 11, 23))
    JourneyFactory(registered_on=date(2026, 11, 2), at=Stage.VERIFIED)
    assert queue_due(date(2026, 11, 26))["verification_overdue"] == 0
    assert queue_due(date(2026, 11, 28))["verification_overdue"] == 2
    assert queue_due(date(2026, 11, 28))["verification_overdue"] == 0
    assert queue_due(date(2026, 11, 29))["verification_overdue"] == 0
    message = Message.objects.get(person_key=f"user:{officer.pk}")
    assert message.context["count"] == 2
    assert message.context["oldest_on"] == "2026-11-23"
    assert set(Message.objects.values_list("name", flat=True)) == {officer.name, admin2.name}


def test_a_growing_backlog_is_told_again(reference, officer):
    JourneyFactory(registered_on=date(2026, 11, 23))
    assert queue_due(date(2026, 11, 27))["verification_overdue"] == 1
    JourneyFactory(registered_on=date(2026, 11, 24))
    assert queue_due(date(2026, 11, 28))["verification_overdue"] == 1


def test_officers_are_told_before_the_three_days_for_a_data_request_run_out(reference, officer, admin2, trainer):
    at = timezone.make_aware(datetime(2026, 11, 23, 10))
    data_requests.ask(JourneyFactory().candidate, RequestKind.COPY, at=at)
    assert queue_due(date(2026, 11, 24))["data_request_due"] == 0
    assert queue_due(date(2026, 11, 25))["data_request_due"] == 2
    assert queue_due(date(2026, 11, 26))["data_request_due"] == 0
    message = Message.objects.get(person_key=f"user:{officer.pk}")
    assert (message.context["count"], message.context["due"]) == (1, "26 November 2026, 10.00")
    assert set(Message.objects.values_list("name", flat=True)) == {officer.name, admin2.name}
    data_requests.ask(JourneyFactory().candidate, RequestKind.ERASE, at=at + timedelta(days=1))
    assert queue_due(date(2026, 11, 26))["data_request_due"] == 2


def test_nobody_is_told_of_requests_that_were_answered(reference, officer):
    at = timezone.make_aware(datetime(2026, 11, 23, 10))
    request = data_requests.ask(JourneyFactory().candidate, RequestKind.COPY, at=at)
    data_requests.refuse(request, by=officer, reason="belum menunjukkan KTP", at=at + timedelta(hours=1))
    assert queue_due(date(2026, 11, 26))["data_request_due"] == 0


def offenders(function):
    return list(function())


def registered():
    return register(
        person=RINA, sector="caregiver", consents=consents(), submission_key=uuid.uuid4(), on=date(2026, 11, 20)
    ).journey


def all_clean():
    functions = [
        integrity.ledger_and_milestones_agree,
        integrity.ledger_and_closing_agree,
        integrity.one_open_journey,
        integrity.registered_with_consent,
        integrity.walk_in_names_the_officer,
        integrity.everybody_has_a_journey,
    ]
    return [offender for function in functions for offender in function()]


def test_what_the_verbs_write_breaks_no_invariant(reference, officer):
    journey = registered()
    journeys.reach(journey, Stage.VERIFIED, by=officer)
    journeys.reach(journey, Stage.SELECTED, by=officer)
    journeys.undo(journey, Stage.SELECTED, by=officer)
    journeys.close(journey, CloseReason.WITHDREW, by=officer)
    assert all_clean() == []
    journeys.reopen(journey, by=officer)
    assert all_clean() == []


def test_a_milestone_without_its_row_in_the_ledger_is_found(reference, officer):
    journey = registered()
    type(journey).objects.filter(pk=journey.pk).update(verified_on=date(2026, 11, 21))
    assert offenders(integrity.ledger_and_milestones_agree) == [f"journey {journey.pk}: verified"]


def test_a_row_in_the_ledger_without_its_milestone_is_found(reference, officer):
    journey = registered()
    journeys.reach(journey, Stage.VERIFIED, by=officer)
    type(journey).objects.filter(pk=journey.pk).update(verified_on=None)
    assert offenders(integrity.ledger_and_milestones_agree) == [f"journey {journey.pk}: verified"]


def test_closing_behind_the_ledgers_back_is_found(reference):
    journey = registered()
    type(journey).objects.filter(pk=journey.pk).update(closed_on=date(2026, 11, 21), closed_reason="withdrew")
    assert offenders(integrity.ledger_and_closing_agree) == [f"journey {journey.pk}"]


def test_who_is_kept_too_long_because_nobody_decided_is_found(reference):
    old, closed = (JourneyFactory(programme=programme(2023), registered_on=date(2023, 6, 1)) for _ in range(2))
    journeys.close(closed, "withdrew", by=None, on=date(2023, 7, 1))
    JourneyFactory()
    assert offenders(integrity.everybody_was_decided_about) == [f"journey {old.pk}"]


def test_a_registration_without_consent_is_found(reference):
    journey = registered()
    Consent.objects.all().delete()
    assert offenders(integrity.registered_with_consent) == [f"journey {journey.pk}"]


def test_a_walk_in_without_its_officer_is_found(reference):
    journey = registered()
    type(journey).objects.filter(pk=journey.pk).update(origin="walk_in")
    assert offenders(integrity.walk_in_names_the_officer) == [f"journey {journey.pk}"]


def test_two_officers_at_once_one_moves_and_the_other_is_told_by_whom(committed_reference):
    journey = JourneyFactory(at=Stage.VERIFIED)
    ratna, bambang = (
        UserFactory(name="Ratna Contoh", honorific="Bu"),
        UserFactory(name="Bambang Contoh", honorific="Pak"),
    )
    deeds = [
        lambda: journeys.reach(type(journey).objects.get(pk=journey.pk), Stage.SELECTED, by=ratna, expected="verified"),
        lambda: journeys.reach(
            type(journey).objects.get(pk=journey.pk), Stage.RESERVE, by=bambang, expected="verified"
        ),
    ]
    outcomes = at_once(*deeds)
    losers = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert len(losers) == 1
    event = JourneyEvent.objects.get(journey=journey)
    assert losers[0].sentences()[0].startswith(f"{event.by} lebih dulu memindahkan orang ini ke “")
    journey.refresh_from_db()
    assert journey.stage == event.stage

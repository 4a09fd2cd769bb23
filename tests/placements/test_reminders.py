from datetime import timedelta

import pytest
from django.utils import timezone

from notifications import reminders
from notifications.models import Message
from placements import matching
from tests.factories.candidates import CandidateFactory, JourneyFactory, agree_to_messages
from tests.factories.placements import JobOrderFactory, StepFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def today():
    return timezone.localdate()


def told(rule):
    return Message.objects.filter(rule=rule)


def test_a_candidate_hears_of_their_own_step_three_days_before(today):
    journey = JourneyFactory(at="offered", candidate=CandidateFactory(name="Rina Contoh"))
    agree_to_messages(journey.candidate)
    step = StepFactory(journey=journey, kind__slug="passport", due_on=today + timedelta(days=3))
    reminders.queue_due(on=today - timedelta(days=1))
    assert not told("step_due").exists()
    reminders.queue_due(on=today)
    reminders.queue_due(on=today)
    message = told("step_due").get()
    assert (message.name, message.address, message.about) == ("Rina", journey.candidate.phone, f"step:{step.pk}")
    assert message.context == {"step": "Paspor", "due_on": step.due_on.isoformat()}


def test_two_steps_due_on_one_day_are_two_reminders(today):
    journey = JourneyFactory(at="offered")
    agree_to_messages(journey.candidate)
    for kind in ("passport", "bpjs"):
        StepFactory(journey=journey, kind__slug=kind, due_on=today)
    reminders.queue_due(on=today)
    assert told("step_due").count() == 2


def test_done_cancelled_closed_and_departed_remind_nobody(today):
    StepFactory(kind__slug="passport", due_on=today, done_on=today)
    StepFactory(kind__slug="passport", due_on=today, cancelled_at=timezone.now())
    closed = JourneyFactory(at="offered", closed_on=today, closed_reason="withdrew")
    agree_to_messages(closed.candidate)
    StepFactory(kind__slug="passport", due_on=today, journey=closed)
    reminders.queue_due(on=today)
    assert not told("step_due").exists()


def test_what_others_must_do_reaches_the_office_as_one_number(today, lpk):
    for days, kind in ((2, "coe"), (1, "visa"), (0, "opp"), (3, "passport")):
        StepFactory(kind__slug=kind, due_on=today - timedelta(days=days))
    reminders.queue_due(on=today)
    message = told("office_steps_late").get()
    assert (message.person_key, message.address) == (f"user:{lpk.pk}", lpk.email)
    assert message.context["count"] == 2
    assert message.context["oldest_on"] == (today - timedelta(days=2)).isoformat()


def test_with_nothing_late_the_office_hears_nothing(lpk, today):
    StepFactory(kind__slug="coe", due_on=today)
    reminders.queue_due(on=today)
    assert not told("office_steps_late").exists()


def test_who_passed_is_told_which_company_and_until_when_to_answer(officer, today):
    journey = JourneyFactory(at="qualified", candidate=CandidateFactory(name="Rina Contoh"))
    agree_to_messages(journey.candidate)
    order = JobOrderFactory(employer__name="Midori Contoh")
    matching.record_result(matching.nominate(journey, order, by=officer), "passed", by=officer)
    message = told("offer").get()
    assert (message.name, message.context["employer"]) == ("Rina", "Midori Contoh")
    assert message.context["answer_by"] == (today + timedelta(days=7)).isoformat()


@pytest.mark.parametrize("withdrawn", [False, True])
def test_who_did_not_agree_to_messages_or_no_longer_does_gets_none(officer, today, withdrawn):
    journey = JourneyFactory(at="qualified")
    if withdrawn:
        consent = agree_to_messages(journey.candidate)
        consent.withdrawn_at = timezone.now()
        consent.save()
    matching.record_result(matching.nominate(journey, JobOrderFactory(), by=officer), "passed", by=officer)
    journey.steps.filter(kind="passport").update(due_on=today)
    reminders.queue_due(on=today)
    assert not Message.objects.filter(person_key=f"candidate:{journey.candidate_id}").exists()


def test_an_offer_that_was_taken_back_is_not_told_any_more(officer):
    journey = JourneyFactory(at="qualified")
    agree_to_messages(journey.candidate)
    passed = matching.record_result(matching.nominate(journey, JobOrderFactory(), by=officer), "passed", by=officer)
    again = matching.undo_result(passed, by=officer, reason="salah baris")
    assert told("offer").get().state == "cancelled"
    matching.record_result(again, "passed", by=officer)
    assert sorted(told("offer").values_list("state", flat=True)) == ["cancelled", "queued"]

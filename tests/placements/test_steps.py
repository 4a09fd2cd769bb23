from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from candidates.enums import Stage
from candidates.papers_agree import disagreeing, travels_as
from certificates.sitting import book
from core.refusal import Refused, SomebodyWasFirst
from placements import matching, steps
from placements.models import SchemeStep, Step
from placements.validity import Paper, breaking, latest_flight
from tests.factories.candidates import JourneyFactory
from tests.factories.certificates import SittingFactory
from tests.factories.placements import JobOrderFactory, SchemeStepFactory, StepFactory, StepKindFactory, who

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def journey(officer):
    """Passed the interview a hundred days ago."""
    day = timezone.localdate() - timedelta(days=100)
    nomination = matching.nominate(JourneyFactory(at="qualified"), JobOrderFactory(), by=officer, on=day)
    return matching.record_result(nomination, "passed", by=officer, on=day).journey


def codes(verb, *args, **kwargs):
    with pytest.raises(Refused) as refusal:
        verb(*args, **kwargs)
    return refusal.value.codes


def test_contract_coe_and_visa_move_the_journey(journey, officer):
    today = timezone.localdate()
    for kind, number in (("contract", ""), ("coe", "CE-1"), ("visa", "V-1")):
        steps.complete(journey.steps.get(kind_id=kind), by=officer, number=number)
    journey.refresh_from_db()
    assert (journey.stage, journey.contract_on, journey.coe_on, journey.visa_on) == (Stage.VISA, today, today, today)


def test_a_plain_step_leaves_the_stage_alone(journey, officer):
    done = steps.complete(journey.steps.get(kind_id="mcu"), by=officer)
    journey.refresh_from_db()
    assert (done.done_on, done.done_by, journey.stage) == (timezone.localdate(), officer, Stage.OFFERED)


def test_a_coe_without_a_last_day_is_valid_three_months_from_issue(journey, officer):
    steps.complete(journey.steps.get(kind_id="contract"), by=officer)
    coe = steps.complete(
        journey.steps.get(kind_id="coe"), by=officer, number="CE-1", issued_on=timezone.localdate() - timedelta(days=9)
    )
    assert coe.expires_on == steps.months_later(coe.issued_on, 3)


def test_the_last_day_on_the_paper_wins_over_the_usual_validity(journey, officer):
    last = timezone.localdate() + timedelta(days=20)
    steps.complete(journey.steps.get(kind_id="contract"), by=officer)
    coe = steps.complete(journey.steps.get(kind_id="coe"), by=officer, number="CE-1", expires_on=last)
    assert coe.expires_on == last


def test_number_and_last_day_are_asked_for_together(journey, officer):
    assert codes(steps.complete, journey.steps.get(kind_id="passport"), by=officer) == [
        "number",
        "expiry",
        "name",
        "born",
    ]


def test_a_paper_that_is_expired_when_it_arrives_is_refused(journey, officer):
    passport, yesterday = journey.steps.get(kind_id="passport"), timezone.localdate() - timedelta(days=1)
    typed = paper_of(journey) | {"expires_on": yesterday}
    assert codes(steps.complete, passport, by=officer, **typed) == ["expired"]


def paper_of(journey):
    """What stands on the passport of this person."""
    return who(journey) | {"number": "X1", "expires_on": timezone.localdate() + timedelta(days=3000)}


def test_a_passport_that_names_somebody_else_is_refused_until_somebody_knows(journey, officer):
    person, passport = journey.candidate, journey.steps.get(kind_id="passport")
    book(person, SittingFactory(), by=officer, account_name=person.name)
    typed = paper_of(journey) | {"name": f"{person.name} Binti Contoh", "born": person.birth_date + timedelta(days=1)}
    assert codes(steps.complete, passport, by=officer, **typed) == [
        "name_differs", "birth_date_differs", "account_differs",
    ]  # fmt: skip
    done = steps.complete(passport, by=officer, knowing=True, **typed)
    assert (done.name_there, done.born_there) == (typed["name"], typed["born"])
    assert travels_as(person).written == typed["name"]
    assert [each.said.of for each in disagreeing(person)] == [done]


def test_the_passport_page_says_it_beside_the_field(client_of, journey, lpk):
    passport, office = journey.steps.get(kind_id="passport"), client_of(lpk)
    page, last = f"/lpk/langkah/{passport.pk}/", timezone.localdate() + timedelta(days=3000)
    born, today = journey.candidate.birth_date, timezone.localdate()
    days = {"born": born, "expires_on": last, "on": today}
    typed = {f"{name}_{part}": getattr(day, part) for name, day in days.items() for part in ("day", "month", "year")}
    typed |= {"number": "X 1", "name": "Orang Lain"}
    assert "Saya tahu" not in office.get(page).content.decode()
    answer = office.post(page, typed)
    assert "Di data kami" in answer.context["form"].errors["name"][0]
    assert "Saya tahu" in answer.content.decode()
    office.post(page, typed | {"knowing": "on"})
    passport.refresh_from_db()
    assert (passport.done_on, passport.name_there) == (today, "Orang Lain")


def test_a_coe_before_the_contract_is_refused_and_stays_open(journey, officer):
    coe = journey.steps.get(kind_id="coe")
    assert codes(steps.complete, coe, by=officer, number="CE-1") == ["coe_after_contract"]
    coe.refresh_from_db()
    assert coe.done_on is None


def test_a_second_person_is_told_who_ticked_it_first(journey, officer, admin2):
    step = journey.steps.get(kind_id="mcu")
    steps.complete(step, by=admin2)
    with pytest.raises(SomebodyWasFirst) as refusal:
        steps.complete(step, by=officer)
    assert "Pak Bambang Contoh" in refusal.value.sentences()[0]


def test_undo_keeps_the_row_and_opens_a_fresh_one(journey, officer):
    contract = steps.complete(journey.steps.get(kind_id="contract"), by=officer)
    fresh = steps.undo(contract, by=officer, reason="salah orang")
    contract.refresh_from_db()
    journey.refresh_from_db()
    assert (contract.cancelled_by, contract.cancel_reason, contract.done_on is None) == (officer, "salah orang", False)
    assert (fresh.done_on, fresh.due_on, journey.stage) == (None, contract.due_on, Stage.OFFERED)


def test_a_contract_under_a_coe_cannot_be_undone(journey, officer):
    contract = steps.complete(journey.steps.get(kind_id="contract"), by=officer)
    steps.complete(journey.steps.get(kind_id="coe"), by=officer, number="CE-1")
    assert codes(steps.undo, contract, by=officer) == ["coe_after_contract"]


def test_a_changed_way_holds_from_its_day_on(officer):
    SchemeStepFactory(kind__slug="passport", position=1, default_days=7, valid_from=date(2026, 6, 1))
    SchemeStep.objects.filter(scheme="ssw", kind="ticket").update(valid_to=date(2026, 5, 31))
    before = {row.kind_id: row.default_days for row in SchemeStep.objects.valid("ssw", date(2026, 5, 31))}
    after = {row.kind_id: row.default_days for row in SchemeStep.objects.valid("ssw", date(2026, 6, 1))}
    assert (before["passport"], "ticket" in before) == (14, True)
    assert (after["passport"], "ticket" in after) == (7, False)


def test_overdue_is_an_open_step_past_its_day(officer):
    today = timezone.localdate()
    late = StepFactory(due_on=today - timedelta(days=1))
    StepFactory(due_on=today)
    StepFactory(due_on=date(2026, 1, 1), done=True)
    assert list(Step.objects.overdue()) == [late]


def test_one_live_step_of_a_kind(officer):
    step = StepFactory()
    with pytest.raises(IntegrityError, match="one_live_step_per_kind"), transaction.atomic():
        StepFactory(journey=step.journey, kind=step.kind)


def test_reference_data_leaves_what_staff_changed():
    from placements import reference_data

    SchemeStep.objects.filter(scheme="ssw", kind="ticket").delete()
    StepKindFactory(slug="skck", name="SKCK")
    lines = []
    reference_data.load(lines.append)
    assert lines[:2] == ["0 kinds of steps", "0 steps of schemes"]


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 9, 2), 3, date(2026, 12, 2)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 31), 6, date(2027, 6, 30)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
    ],
)
def test_months_later(day, months, expected):
    assert steps.months_later(day, months) == expected


days = st.dates(date(2026, 1, 1), date(2030, 12, 31))
papers = st.lists(st.builds(Paper, expires_on=days, name=st.sampled_from(["COE", "Visa", "Paspor"])), max_size=6)


@given(papers=papers, flight=days)
def test_a_flight_works_exactly_up_to_the_latest_day(papers, flight):
    last = latest_flight(papers)
    assert (breaking(papers, flight) == []) == (last is None or flight <= last)


@given(papers=papers, flight=days)
def test_the_first_paper_named_is_the_first_to_expire(papers, flight):
    broken = breaking(papers, flight)
    assert [paper.expires_on for paper in broken] == sorted(paper.expires_on for paper in broken)

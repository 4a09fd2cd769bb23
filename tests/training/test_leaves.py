"""Sick and permitted leave: asked, decided, told, undone, and what it does to the week."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from core.pictures import Picture
from core.refusal import Refused, SomebodyWasFirst
from notifications.models import Message
from tests.factories.candidates import agree_to_messages
from tests.factories.training import (
    AttendanceFactory,
    LeavePaperFactory,
    LeaveRequestFactory,
    LeaveRuleFactory,
    ScoreFactory,
)
from training import leaves
from training.enums import LeaveState
from training.models import LeavePaper, LeaveRequest
from training.phone_list import Week, week_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]
TUESDAY, WEDNESDAY = date(2026, 8, 4), date(2026, 8, 5)
PHOTO = Picture(b"\xff\xd8\xff", 300, 300)


@pytest.fixture
def andi(class_a):
    return class_a.enrolments.get(trainee_no=1)


def asked(seat, **other):
    facts = {"kind": "sakit", "from_on": TUESDAY, "to_on": WEDNESDAY, "reason": "Demam", "by": None}
    return leaves.ask(seat.journey, **{**facts, **other})


def test_a_trainee_asks_and_a_trainer_approves(andi, trainer):
    leave = asked(andi)
    assert (leave.state, leave.asked_by) == (LeaveState.WAITING, None)
    leave = leaves.approve(leave, by=trainer)
    assert (leave.state, leave.decided_by) == (LeaveState.APPROVED, trainer)
    assert set(leaves.away([andi.journey_id], WEDNESDAY)) == {andi.journey_id}
    assert leaves.away([andi.journey_id], date(2026, 8, 6)) == {}


@pytest.mark.parametrize(("wrong", "code"), [
    ({"reason": "  "}, "reason_missing"),
    ({"to_on": date(2026, 8, 1)}, "days_in_order"),
    ({"to_on": date(2026, 9, 30)}, "too_long"),
    ({"from_on": date(2026, 7, 1), "to_on": date(2026, 7, 2)}, "too_late"),
    ({"from_on": date(2027, 1, 4), "to_on": date(2027, 1, 4)}, "not_in_class"),
])  # fmt: skip
def test_a_request_that_cannot_be_says_why(andi, wrong, code):
    if code == "not_in_class":
        andi.to_on = date(2026, 12, 1)
        andi.save()
    with pytest.raises(Refused) as refused:
        asked(andi, **wrong)
    assert refused.value.codes == [code]


def test_how_long_and_how_late_is_a_rule_of_the_programme(andi):
    LeaveRuleFactory(programme=andi.journey.programme, longest=1, later=0)
    LeaveRuleFactory(valid_from=date(2026, 8, 1), longest=60)  # for programmes without a rule of their own
    with pytest.raises(Refused) as refused:
        asked(andi, from_on=date(2026, 7, 31), to_on=TUESDAY)
    assert refused.value.codes == ["too_long", "too_late"]
    assert "paling lama 1 hari" in refused.value.sentences()[0]
    asked(andi, from_on=TUESDAY, to_on=TUESDAY)


def test_two_requests_for_one_day_are_refused_also_by_the_database(andi):
    asked(andi)
    with pytest.raises(Refused) as refused:
        asked(andi, from_on=WEDNESDAY, to_on=date(2026, 8, 7))
    assert refused.value.sentences() == ["Sudah ada pengajuan untuk salah satu hari itu."]
    with pytest.raises(IntegrityError), transaction.atomic():
        LeaveRequestFactory(journey=andi.journey)


def test_a_refusal_needs_a_reason_and_only_one_person_decides(andi, trainer, lpk):
    leave = asked(andi)
    with pytest.raises(Refused):
        leaves.refuse(leave, by=trainer, answer=" ")
    leaves.refuse(leave, by=trainer, answer="Ada ujian hari itu")
    with pytest.raises(SomebodyWasFirst) as first:
        leaves.approve(leave, by=lpk)
    assert first.value.sentences() == ["Bu Sari Contoh sudah memutuskan: Belum disetujui."]


def test_the_person_is_told_and_undoing_calls_the_message_back(andi, trainer):
    agree_to_messages(andi.journey.candidate)
    leave = leaves.approve(asked(andi), by=trainer)
    message = Message.objects.get(template__code="leave_approved")
    assert message.context["from_on"] == "2026-08-04"
    leaves.undo(leave, by=trainer)
    message.refresh_from_db()
    assert (message.state, LeaveRequest.objects.get().state) == ("cancelled", "waiting")
    assert leaves.away([andi.journey_id], TUESDAY) == {}


def test_a_request_is_taken_back_while_nobody_has_decided(andi, trainer):
    leave = leaves.drop(asked(andi), by=None)
    assert leave.state == LeaveState.DROPPED
    decided = leaves.approve(asked(andi), by=trainer)
    with pytest.raises(SomebodyWasFirst):
        leaves.drop(decided, by=None)


def test_the_same_photo_twice_is_one(andi):
    assert asked(andi, photos=[PHOTO, PHOTO]).papers.count() == 1


def test_a_doctor_s_letter_opens_for_the_offices_and_not_for_the_trainer(class_a, trainer, lpk, officer, leader):
    about = {"leave__journey": class_a.enrolments.get(trainee_no=1).journey}
    letter = LeavePaperFactory(**about)
    invitation = LeavePaperFactory(leave__kind="izin", leave__from_on="2026-08-10", leave__to_on="2026-08-10", **about)
    seen = {user: set(LeavePaper.objects.visible_to(user)) for user in (trainer, lpk, officer, leader)}
    assert seen == {trainer: {invitation}, lpk: {letter, invitation}, officer: {letter, invitation}, leader: set()}


def test_days_of_leave_do_not_lower_the_average_of_the_week(andi):
    for number, day in enumerate(Week.parse("2026-W32").days):
        sick = day in (TUESDAY, WEDNESDAY)
        AttendanceFactory(enrolment=andi, day=day, status="sakit" if sick else "hadir")
        if not sick:
            ScoreFactory(enrolment=andi, day=day, value=Decimal(80 + number))
    line = week_list(andi.training_class, Week.parse("2026-W32")).lines[0]
    assert (line.verdict.average, line.verdict.allowed) == (Fraction(80 + 83 + 84, 3), True)
    assert line.verdict.left_out == (TUESDAY, WEDNESDAY)

"""One decision for thirty people: each their own transaction, one reason, one message, taken back as one."""

import uuid
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates import deciding, inviting, reserve_list, selecting
from candidates import journey as journeys
from candidates.deciding import Decision
from candidates.enums import Again, Attendance, BatchDeed, Outcome, Stage
from candidates.inviting import Result, Session
from candidates.models import BatchEntry, Consent, ConsentText, DocumentRule, Journey, SelectionBatch, SelectionTest
from candidates.own_page import own_page
from core.refusal import Refused
from notifications.models import Message
from tests.candidates.races import at_once
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory, SelectionTestFactory, programme

TODAY = date(2026, 11, 24)
TEST_DAY = date(2026, 12, 7)
SESSION = Session(on=TEST_DAY, place="Kantor Disnaker", starts_at=time(8))
SELECT = Decision(BatchDeed.SELECT)


def people(number=3, at=Stage.VERIFIED, **fields):
    return [JourneyFactory(at=at, **fields) for _ in range(number)]


def seen(rows):
    return [(journey.pk, journey.stage) for journey in rows]


def decide(decision, rows, by, key=None):
    return deciding.decide(decision, seen(rows), key=key or uuid.uuid4(), by=by, on=TODAY)


def outcomes(batch):
    return [entry.outcome for entry in batch.entries.all()]


def stages(rows):
    return [Journey.objects.get(pk=journey.pk).stage for journey in rows]


def agree(rows):
    text = ConsentText.objects.get(purpose="messages")
    for journey in rows:
        Consent.objects.create(candidate=journey.candidate, text=text)


def test_thirty_people_are_selected_with_one_message_each(reference, officer):
    rows = people(30)
    agree(rows)
    batch = decide(SELECT, rows, officer)
    assert stages(rows) == [Stage.SELECTED] * 30
    assert outcomes(batch) == [Outcome.DONE] * 30
    assert Message.objects.filter(template__code="selected").count() == 30


def test_one_reason_for_all_who_were_not_chosen(reference, officer):
    rows = people()
    agree(rows)
    reason = "tempat di program ini sudah penuh"
    decide(Decision(BatchDeed.DECLINE, reason=reason, again_when=Again.NEXT_PROGRAMME), rows, officer)
    for journey in rows:
        page = own_page(Journey.objects.get(pk=journey.pk), on=TODAY)
        assert page.lead == [f"Alasannya: {reason}.", "Boleh mendaftar lagi mulai 13 Desember 2026."]
    assert {message.context["again_on"] for message in Message.objects.all()} == {"2026-12-13"}


def test_a_refusal_is_named_and_loses_nobody(reference, officer):
    rows = [*people(2), *people(1, at=Stage.REGISTERED), *people(1)]
    batch = decide(SELECT, rows, officer)
    assert outcomes(batch) == [Outcome.DONE, Outcome.DONE, Outcome.REFUSED, Outcome.DONE]
    assert batch.entries.get(outcome=Outcome.REFUSED).note == "Tidak bisa pada tahap “Terdaftar”."


def test_whoever_was_moved_in_the_meantime_is_left_and_named(reference, officer, admin2):
    rows = people(2)
    what_i_see = seen(rows)
    selecting.reserve(rows[0], by=admin2, on=TODAY)
    batch = deciding.decide(SELECT, what_i_see, key=uuid.uuid4(), by=officer, on=TODAY)
    assert stages(rows) == [Stage.RESERVE, Stage.SELECTED]
    assert batch.entries.get(outcome=Outcome.REFUSED).note.startswith("Pak Bambang Contoh lebih dulu memindahkan")


def test_the_same_button_twice_decides_once(reference, officer):
    rows, key = people(2), uuid.uuid4()
    first = decide(SELECT, rows, officer, key)
    assert deciding.decide(SELECT, seen(rows), key=key, by=officer, on=TODAY) == first
    assert BatchEntry.objects.count() == 2


class WorkerKilledError(BaseException):
    """As hard as it comes: nothing in the program catches it."""


@pytest.fixture
def killed_at_the_third(monkeypatch):
    """The process ends in the middle of the third person; called again it lives."""
    select, calls = selecting.select, []

    def dying(*args, **kwargs):
        calls.append(1)
        done = select(*args, **kwargs)
        if len(calls) == 3:
            raise WorkerKilledError
        return done

    monkeypatch.setattr(selecting, "select", dying)


def test_a_decision_that_was_cut_off_shows_how_far_it_came_and_goes_on_once(
    transactional_db, committed_reference, roles, killed_at_the_third
):
    officer, rows, key = UserFactory(role="disnaker_officer"), people(5), uuid.uuid4()
    agree(rows)
    with pytest.raises(WorkerKilledError):
        decide(SELECT, rows, officer, key)
    batch = SelectionBatch.objects.get()
    assert outcomes(batch) == [Outcome.DONE] * 2 + [Outcome.WAITING] * 3
    assert stages(rows) == [Stage.SELECTED] * 2 + [Stage.VERIFIED] * 3
    at_once(*[lambda: deciding.go_on(SelectionBatch.objects.get())] * 2)
    assert outcomes(batch) == [Outcome.DONE] * 5
    assert stages(rows) == [Stage.SELECTED] * 5
    assert Message.objects.filter(template__code="selected").count() == 5
    assert decide(SELECT, rows, officer, key) == batch
    assert BatchEntry.objects.count() == 5


def test_the_words_and_the_session_of_a_cut_off_decision_are_kept(reference, officer, monkeypatch):
    rows = people(2)
    agree(rows)
    monkeypatch.setattr(deciding, "go_on", lambda batch: batch)  # killed before the first
    invited = decide(Decision(BatchDeed.INVITE, session=SESSION), rows[:1], officer)
    reason = "tempat di program ini sudah penuh"
    declined = decide(Decision(BatchDeed.DECLINE, reason=reason, again_when=Again.AT_ONCE), rows[1:], officer)
    monkeypatch.undo()
    deciding.go_on(SelectionBatch.objects.get(pk=invited.pk))
    deciding.go_on(SelectionBatch.objects.get(pk=declined.pk))
    test = SelectionTest.objects.get()
    assert (test.on, test.place, test.starts_at) == (SESSION.on, SESSION.place, SESSION.starts_at)
    closed = Journey.objects.get(pk=rows[1].pk)
    assert (closed.events.first().reason, closed.again_from) == (reason, TODAY)


def test_taking_back_a_cut_off_decision_moves_nobody_who_waits(reference, officer, monkeypatch):
    rows = people(2)
    batch = decide(SELECT, rows[:1], officer)
    BatchEntry.objects.create(batch=batch, journey=rows[1], expected=Stage.VERIFIED)
    deciding.take_back(batch, by=officer, on=TODAY)
    deciding.go_on(batch)
    assert outcomes(batch) == [Outcome.TAKEN_BACK, Outcome.LEFT]
    assert stages(rows) == [Stage.VERIFIED] * 2


@pytest.mark.parametrize("deed", list(BatchDeed))
def test_the_page_before_asks_the_same_for_one_person_and_for_many(reference, deed):
    DocumentRule.objects.update(blocks=True)
    decision = Decision(deed)

    def asked(rows):
        rows = list(Journey.objects.filter(pk__in=[r.pk for r in rows]).select_related("candidate", "programme"))
        with CaptureQueriesContext(connection) as queries:
            deciding.gaps_of_many(rows, decision, on=TODAY)
        return len(queries)

    assert asked(people(1)) == asked(people(6)) <= 5


@pytest.mark.parametrize("deed", [BatchDeed.SELECT, BatchDeed.RESERVE, BatchDeed.DECLINE, BatchDeed.INVITE])
def test_the_list_says_of_each_what_is_said_of_one(reference, deed):
    DocumentRule.objects.filter(kind="ktp").update(blocks=True, needed_for=Stage.SELECTED)
    late = JourneyFactory(at=Stage.VERIFIED, verified_on=TODAY)
    rows = [*people(1), *people(1, at=Stage.REGISTERED), *people(1, reserved_on=TODAY), late]
    closed = people(1)[0]
    journeys.close(closed, "withdrew", by=None, on=TODAY)
    decision, yesterday = Decision(deed), TODAY - timedelta(days=1)
    rows = list(Journey.objects.filter(pk__in=[r.pk for r in [*rows, closed]]).select_related("candidate", "programme"))
    many = deciding.gaps_of_many(rows, decision, on=yesterday)
    assert {key: [g.code for g in gaps] for key, gaps in many.items()} == {
        journey.pk: [g.code for g in deciding.gaps(journey, decision, on=yesterday)] for journey in rows
    }


def test_taking_back_undoes_the_whole_and_calls_back_the_messages(reference, officer):
    rows = people(5)
    agree(rows)
    batch = decide(SELECT, rows, officer)
    deciding.take_back(batch, by=officer, on=TODAY)
    assert stages(rows) == [Stage.VERIFIED] * 5
    assert outcomes(batch) == [Outcome.TAKEN_BACK] * 5
    assert set(Message.objects.values_list("state", flat=True)) == {"cancelled"}
    assert (batch.undone_by, batch.undone_at is not None) == (officer, True)


def test_taking_back_leaves_and_names_who_was_moved_since(reference, officer, admin2):
    rows = people(2)
    batch = decide(SELECT, rows, officer)
    journeys.reach(rows[0], Stage.TRAINING, by=admin2, on=TODAY)
    deciding.take_back(batch, by=officer, on=TODAY)
    assert stages(rows) == [Stage.TRAINING, Stage.VERIFIED]
    assert batch.entries.get(outcome=Outcome.LEFT).note == (
        "Sesudah itu Pak Bambang Contoh memindahkan orang ini ke “Pelatihan”."
    )


def test_who_was_not_chosen_comes_back_where_they_stood(reference, officer):
    rows = [*people(1), *people(1, at=Stage.VERIFIED, reserved_on=date(2026, 2, 1))]
    before = stages(rows)
    batch = decide(Decision(BatchDeed.DECLINE, reason="tidak hadir di tes seleksi"), rows, officer)
    assert stages(rows) == [Stage.CLOSED] * 2
    deciding.take_back(batch, by=officer, on=TODAY)
    assert stages(rows) == before == [Stage.VERIFIED, Stage.RESERVE]


def test_it_is_taken_back_once(reference, officer):
    batch = decide(SELECT, people(1), officer)
    deciding.take_back(batch, by=officer)
    with pytest.raises(Refused) as refusal:
        deciding.take_back(batch, by=officer)
    assert refusal.value.sentences() == ["Keputusan ini sudah dibatalkan."]


@given(st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_taking_back_everybody_stands_where_they_stood_unless_moved_since(reference, officer, data):
    deed = data.draw(st.sampled_from([BatchDeed.SELECT, BatchDeed.RESERVE, BatchDeed.DECLINE]))
    at = data.draw(st.lists(st.sampled_from([Stage.REGISTERED, Stage.VERIFIED, Stage.SELECTED]), max_size=4))
    rows = [JourneyFactory(at=stage) for stage in at]
    batch = decide(Decision(deed, reason="tempat sudah penuh"), rows, officer)
    moved = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
    for journey, is_moved in zip(rows, moved, strict=True):
        current = Journey.objects.get(pk=journey.pk)
        if is_moved and current.is_open:
            journeys.close(current, "withdrew", by=officer, on=TODAY)
    deciding.take_back(batch, by=officer, on=TODAY)
    for journey, is_moved, stage in zip(rows, moved, at, strict=True):
        done = stage == Stage.VERIFIED
        stays_closed = is_moved and not (done and deed == BatchDeed.DECLINE)
        assert Journey.objects.get(pk=journey.pk).stage == (Stage.CLOSED if stays_closed else stage)


class TestSeats:
    @pytest.fixture
    def two_seats(self, reference):
        row = programme()
        row.seats = 2
        row.save(update_fields=["seats"])

    def test_the_third_of_two_seats_is_refused(self, two_seats, officer):
        rows = people(3)
        batch = decide(SELECT, rows, officer)
        assert stages(rows) == [Stage.SELECTED, Stage.SELECTED, Stage.VERIFIED]
        assert batch.entries.get(outcome=Outcome.REFUSED).note == (
            "Semua 2 tempat Program 2026 sudah terisi. Pakai daftar cadangan, atau tambah jumlah tempatnya."
        )

    def test_the_page_before_names_who_comes_after_the_last_seat(self, two_seats):
        rows = people(3)
        found = deciding.gaps_of_many(rows, SELECT, on=TODAY)
        assert [[gap.code for gap in found[journey.pk]] for journey in rows] == [[], [], ["seats_full"]]

    def test_who_leaves_frees_the_seat(self, two_seats, officer):
        rows = people(3)
        decide(SELECT, rows[:2], officer)
        journeys.close(Journey.objects.get(pk=rows[0].pk), "withdrew", by=officer, on=TODAY)
        decide(SELECT, rows[2:], officer)
        assert stages(rows) == [Stage.CLOSED, Stage.SELECTED, Stage.SELECTED]


class TestTheTest:
    def invite(self, rows, officer):
        return decide(Decision(BatchDeed.INVITE, session=SESSION), rows, officer)

    def test_everybody_is_invited_and_told_when_and_where(self, reference, officer):
        rows = people(2)
        agree(rows)
        assert outcomes(self.invite(rows, officer)) == [Outcome.DONE] * 2
        message = Message.objects.filter(address=rows[0].candidate.phone).get()
        assert message.context["test_when"] == "7 Desember 2026 pukul 08.00"
        assert message.context["place"] == "Kantor Disnaker"
        assert message.context["number"] == rows[0].registration_no
        (notice,) = own_page(Journey.objects.get(pk=rows[0].pk), on=TODAY).notices
        assert notice == ("Tes seleksi: 7 Desember 2026 pukul 08.00, Kantor Disnaker. Bawa KTP dan nomor pendaftaran.")

    def test_without_an_hour_the_day_is_told(self, reference, officer):
        assert Session(on=TEST_DAY, place="Kantor Disnaker").when == "7 Desember 2026"

    def test_nobody_is_invited_twice_for_a_day_or_for_a_past_one(self, reference, officer):
        rows = people(1)
        self.invite(rows, officer)
        assert self.invite(rows, officer).entries.get().note == "Sudah diundang untuk hari itu."
        yesterday = Session(on=TODAY - timedelta(days=1), place="Kantor Disnaker")
        batch = decide(Decision(BatchDeed.INVITE, session=yesterday), rows, officer)
        assert batch.entries.get().note == "Hari tesnya sudah lewat. Pilih hari lain."

    def test_an_invitation_is_taken_back_unless_the_result_is_on_record(self, reference, officer):
        rows = people(2)
        agree(rows)
        batch = self.invite(rows, officer)
        came = SelectionTest.objects.get(journey=rows[0])
        inviting.record(came, Result(Attendance.PRESENT, Decimal(80)), seen=Result(""), by=officer)
        deciding.take_back(batch, by=officer, on=TODAY)
        assert outcomes(batch) == [Outcome.LEFT, Outcome.TAKEN_BACK]
        assert SelectionTest.objects.get() == came
        assert Message.objects.get(address=rows[1].candidate.phone).state == "cancelled"

    def test_a_colleagues_entry_is_not_overwritten(self, reference, officer, admin2):
        self.invite(people(1), officer)
        test = SelectionTest.objects.get()
        inviting.record(test, Result(Attendance.PRESENT, Decimal(85)), seen=Result(""), by=admin2)
        with pytest.raises(Refused) as refusal:
            inviting.record(test, Result(Attendance.PRESENT, Decimal(80)), seen=Result(""), by=officer)
        assert refusal.value.sentences() == [
            "Sementara itu Pak Bambang Contoh mengisi yang lain di sini. Isian Anda belum disimpan."
        ]
        test.refresh_from_db()
        assert test.score == 85

    @pytest.mark.parametrize(
        ("attendance", "score", "code"),
        [(Attendance.ABSENT, 80, "a_score_needs_presence"), (Attendance.PRESENT, 101, "test_score_0_to_100")],
    )
    def test_an_impossible_result_is_refused(self, reference, officer, attendance, score, code):
        self.invite(people(1), officer)
        with pytest.raises(Refused) as refusal:
            result = Result(attendance, Decimal(score))
            inviting.record(SelectionTest.objects.get(), result, seen=Result(""), by=officer)
        assert refusal.value.codes == [code]


class TestTheReserveList:
    def scored(self, score, officer, **fields):
        journey = JourneyFactory(at=Stage.VERIFIED, reserved_on=date(2026, 3, 1), **fields)
        if score is not None:
            SelectionTestFactory(journey=journey, score=score)
        return journey

    def test_best_test_first_then_who_registered_first(self, reference, officer):
        untested = self.scored(None, officer)
        late = self.scored(80, officer, registered_on=date(2026, 1, 12))
        early = self.scored(80, officer, registered_on=date(2026, 1, 11))
        best = self.scored(91, officer)
        assert list(reserve_list.in_order(programme())) == [best, early, late, untested]
        assert reserve_list.place(late) == (3, 4)
        assert "Untuk saat ini urutan 3 dari 4 di daftar cadangan." in own_page(late, on=TODAY).notices

    def test_who_is_called_leaves_the_list(self, reference, officer):
        best, second = self.scored(91, officer), self.scored(80, officer)
        selecting.select(best, by=officer, on=TODAY)
        assert reserve_list.place(best) is None
        assert reserve_list.place(second) == (1, 1)


def test_the_last_seat_goes_once(committed_reference):
    row = programme()
    row.seats = 1
    row.save(update_fields=["seats"])
    one, two = people(2)
    officer = UserFactory()
    outcome = at_once(*[lambda j=j: selecting.select(j, by=officer, on=TODAY) for j in (one, two)])
    assert sorted(stages([one, two])) == [Stage.SELECTED, Stage.VERIFIED]
    (refused,) = [found for found in outcome if isinstance(found, Refused)]
    assert refused.codes == ["seats_full"]


def test_two_officers_press_at_once_and_everybody_is_moved_once(committed_reference, roles):
    rows = people(4)
    from accounts.roles import Role

    officers = [UserFactory(role=Role.DISNAKER_OFFICER) for _ in range(2)]
    at_once(*[lambda by=by: decide(SELECT, rows, by) for by in officers])
    assert stages(rows) == [Stage.SELECTED] * 4
    assert BatchEntry.objects.filter(outcome=Outcome.DONE).count() == 4
    assert BatchEntry.objects.filter(outcome=Outcome.REFUSED).count() == 4
    assert SelectionBatch.objects.count() == 2


def test_a_stranger_decides_about_nobody(reference, trainer):
    rows = people(1)
    assert outcomes(decide(SELECT, rows, trainer)) == []
    assert stages(rows) == [Stage.VERIFIED]
    assert CandidateFactory._meta.model.objects.count() == 1

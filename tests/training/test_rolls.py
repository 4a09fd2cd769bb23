"""The two rolls of a morning: everybody present, exceptions tapped, one press; what stood before is kept."""

from datetime import UTC, date, datetime
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import expect

from core.refusal import Refused, SomebodyWasFirst
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.training import (
    ClassTrainerFactory,
    EnrolmentFactory,
    HolidayFactory,
    LeaveRequestFactory,
    TrainingClassFactory,
)
from training.enums import RollKind
from training.models import DisciplineEvent, DisciplineKind, RollCall, RollChange, RollEntry
from training.rolls import missed, take_roll

MONDAY = date(2026, 8, 3)
PAGE = "/pelatihan/A-2026/2026-08-03/bangun/"
WAKE_UP = RollKind.WAKE_UP


@pytest.fixture
def at_day(monkeypatch):
    """That day of August, in the evening."""
    return lambda day: monkeypatch.setattr("django.utils.timezone.now", lambda: datetime(2026, 8, day, 14, tzinfo=UTC))


def on_leave(training_class, trainee_no):
    journey = training_class.enrolments.get(trainee_no=trainee_no).journey
    return LeaveRequestFactory(approved=True, journey=journey, from_on=MONDAY)


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_evening")
class TestTakingARoll:
    @pytest.fixture
    def seats(self, class_a):
        return list(class_a.enrolments.order_by("trainee_no").values_list("pk", flat=True))

    def test_who_is_not_named_is_present(self, class_a, seats, trainer):
        taken = take_roll(class_a, MONDAY, WAKE_UP, {seats[1]: "terlambat"}, by=trainer)
        marks = dict(RollEntry.objects.values_list("enrolment", "mark"))
        assert marks == {seats[0]: "hadir", seats[1]: "terlambat"}
        assert (taken.people, taken.version, taken.corrections) == (2, 1, 0)

    def test_the_briefing_is_a_roll_of_its_own(self, class_a, seats, trainer):
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "tidak"}, by=trainer)
        take_roll(class_a, MONDAY, RollKind.BRIEFING, {}, by=trainer)
        assert sorted(RollEntry.objects.filter(enrolment=seats[0]).values_list("kind", "mark")) == [
            ("bangun", "tidak"),
            ("briefing", "hadir"),
        ]

    def test_a_corrected_mark_keeps_what_stood_before_and_who_changed_it(self, class_a, seats, trainer, lpk):
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "tidak"}, by=trainer, version=0)
        taken = take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "izin"}, by=lpk, version=1)
        change = RollChange.objects.get()
        assert (change.old, change.new, change.by, taken.corrections) == ("tidak", "izin", lpk, 1)

    def test_saving_the_same_twice_changes_nothing(self, class_a, seats, trainer):
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "tidak"}, by=trainer)
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "tidak"}, by=trainer)
        assert (RollEntry.objects.count(), RollChange.objects.count()) == (2, 0)

    def test_a_roll_somebody_saved_meanwhile_is_not_overwritten_unseen(self, class_a, seats, trainer, lpk):
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "tidak"}, by=lpk, version=0)
        with pytest.raises(SomebodyWasFirst) as refused:
            take_roll(class_a, MONDAY, WAKE_UP, {}, by=trainer, version=0)
        assert "Pak Agus Contoh" in refused.value.sentences()[0]
        assert RollEntry.objects.get(enrolment=seats[0]).mark == "tidak"

    def test_a_save_whose_answer_got_lost_is_on_file_once(self, class_a, seats, trainer):
        for _attempt in range(2):
            taken = take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "tidak"}, by=trainer, version=0)
        assert (taken.version, RollChange.objects.count(), DisciplineEvent.objects.count()) == (1, 0, 1)

    def test_after_the_days_of_late_scores_a_roll_needs_a_reason_that_stays_with_the_change(
        self, class_a, seats, trainer, at_day
    ):
        take_roll(class_a, MONDAY, WAKE_UP, {}, by=trainer)
        at_day(7)
        with pytest.raises(Refused) as refused:
            take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "izin"}, by=trainer)
        assert refused.value.sentences() == ["Tulis kenapa absen ini baru diisi atau diubah sekarang."]
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "izin"}, by=trainer, reason=" Suratnya baru datang. ")
        assert RollChange.objects.get().reason == RollCall.objects.get().late_reason == "Suratnya baru datang."

    @pytest.mark.parametrize("day", [date(2026, 8, 4), date(2026, 8, 1), date(2026, 5, 29)])
    def test_days_to_come_weekends_and_days_outside_the_class_are_refused(self, class_a, trainer, day):
        with pytest.raises(Refused):
            take_roll(class_a, day, WAKE_UP, {}, by=trainer)
        assert RollCall.objects.count() == 0

    def test_a_holiday_is_refused_with_its_name(self, class_a, trainer):
        HolidayFactory(day=MONDAY, name="Libur contoh")
        with pytest.raises(Refused) as refused:
            take_roll(class_a, MONDAY, WAKE_UP, {}, by=trainer)
        assert "Libur contoh" in refused.value.sentences()[0]

    def test_a_stranger_to_the_class_or_an_unknown_mark_is_refused(self, class_a, seats, trainer):
        other = EnrolmentFactory(training_class=TrainingClassFactory())
        for marks in ({other.pk: "hadir"}, {seats[0]: "bolos"}):
            with pytest.raises(Refused):
                take_roll(class_a, MONDAY, WAKE_UP, marks, by=trainer)

    def test_whoever_is_on_approved_leave_is_excused(self, class_a, seats, trainer):
        on_leave(class_a, trainee_no=2)
        take_roll(class_a, MONDAY, WAKE_UP, {}, by=trainer)
        assert dict(RollEntry.objects.values_list("enrolment", "mark")) == {seats[0]: "hadir", seats[1]: "izin"}

    def test_a_leave_approved_since_the_page_was_opened_is_asked_about(self, class_a, seats, trainer):
        on_leave(class_a, trainee_no=2)
        with pytest.raises(SomebodyWasFirst) as refused:
            take_roll(class_a, MONDAY, WAKE_UP, dict.fromkeys(seats, "hadir"), by=trainer, on_leave=())
        assert "izin Bayu Contoh disetujui" in refused.value.sentences()[0]
        assert RollCall.objects.count() == RollEntry.objects.count() == 0
        take_roll(class_a, MONDAY, WAKE_UP, dict.fromkeys(seats, "hadir"), by=trainer, on_leave=seats[1:])
        assert set(RollEntry.objects.values_list("mark", flat=True)) == {"hadir"}  # he was there all the same

    def test_a_leave_taken_back_since_is_asked_about_too(self, class_a, seats, trainer):
        with pytest.raises(SomebodyWasFirst):
            take_roll(class_a, MONDAY, WAKE_UP, {seats[1]: "izin"}, by=trainer, on_leave=seats[1:])
        take_roll(class_a, MONDAY, WAKE_UP, {seats[1]: "hadir"}, by=trainer, on_leave=seats[1:])
        assert set(RollEntry.objects.values_list("mark", flat=True)) == {"hadir"}

    def test_a_mark_that_is_on_file_already_is_not_asked_about_again(self, class_a, seats, trainer):
        take_roll(class_a, MONDAY, WAKE_UP, {}, by=trainer)
        on_leave(class_a, trainee_no=2)
        taken = take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "tidak", seats[1]: "hadir"}, by=trainer, on_leave=())
        assert taken.corrections == 1

    def test_being_late_breaks_the_rule_of_the_house_once_and_is_taken_back_when_put_right(
        self, class_a, seats, trainer, lpk
    ):
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "terlambat"}, by=trainer)
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "tidak"}, by=trainer)
        [event] = DisciplineEvent.objects.counting()
        assert (event.enrolment_id, event.kind.slug, event.day, event.by) == (seats[0], "late_wake_up", MONDAY, trainer)
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "izin"}, by=lpk)
        event.refresh_from_db()
        assert (event.withdrawn_by, event.withdrawn_reason) == (lpk, "Absen diperbaiki.")

    def test_a_rule_that_is_not_in_use_records_nothing(self, class_a, seats, trainer):
        DisciplineKind.objects.filter(slug="late_briefing").update(is_active=False)
        take_roll(class_a, MONDAY, RollKind.BRIEFING, {seats[0]: "terlambat"}, by=trainer)
        assert (DisciplineEvent.objects.count(), RollCall.objects.count()) == (0, 1)

    def test_discipline_counts_late_and_not_there_but_not_the_excused(self, class_a, seats, trainer):
        take_roll(class_a, MONDAY, WAKE_UP, {seats[0]: "izin", seats[1]: "terlambat"}, by=trainer)
        take_roll(class_a, MONDAY, RollKind.BRIEFING, {seats[1]: "tidak"}, by=trainer)
        found = missed(seats, MONDAY, MONDAY).values_list("enrolment_id", "kind", "mark")
        assert list(found) == [(seats[1], "bangun", "terlambat"), (seats[1], "briefing", "tidak")]


@pytest.mark.django_db
@pytest.mark.usefixtures("monday_evening")
class TestItsPage:
    def test_one_press_saves_everybody_and_says_so(self, client_of, trainer, class_a):
        seats = class_a.enrolments.order_by("trainee_no")
        form = {"versi": 0, f"h-{seats[0].pk}": "hadir", f"h-{seats[1].pk}": "terlambat"}
        page = client_of(trainer).post(PAGE, form, follow=True)
        assert "2 dari 2 tersimpan, pukul 21.04" in unescape(page.content.decode())

    def test_a_late_roll_asks_why_on_the_page(self, client_of, trainer, class_a, at_day):
        at_day(7)
        client, form = client_of(trainer), {"versi": 0, "alasan": ""}
        assert "Kenapa absen ini baru diisi" in unescape(client.get(PAGE).content.decode())
        assert client.post(PAGE, form).status_code == 422
        assert client.post(PAGE, form | {"alasan": "Lupa"}).status_code == 302

    def test_the_next_morning_opens_early_and_is_not_saved_early(self, client_of, trainer, class_a):
        client, tuesday = client_of(trainer), PAGE.replace("08-03", "08-04")
        assert "Untuk pagi Selasa, 4 Agustus" in unescape(client.get(tuesday).content.decode())
        refused = client.post(tuesday, {"versi": 0})
        assert refused.status_code == 422 and "4 Agustus 2026 belum tiba" in unescape(refused.content.decode())
        wednesday = unescape(client.get(PAGE.replace("08-03", "08-05")).content.decode())
        assert "belum tiba" in wednesday and 'id="nilai"' not in wednesday

    def test_another_persons_roll_is_shown_beside_mine(self, client_of, trainer, lpk, class_a):
        seat = class_a.enrolments.get(trainee_no=1)
        take_roll(class_a, MONDAY, WAKE_UP, {seat.pk: "tidak"}, by=lpk)
        page = client_of(trainer).post(PAGE, {"versi": 0, f"h-{seat.pk}": "terlambat"})
        words = unescape(page.content.decode())
        assert page.status_code == 409
        assert "Pak Agus Contoh" in words and "tercatat: Tidak ada" in words
        assert 'name="versi" value="1"' in words

    def test_a_page_that_lay_on_the_device_shows_the_leave_and_asks(self, client_of, trainer, class_a):
        client, andi, bayu = client_of(trainer), *class_a.enrolments.order_by("trainee_no")
        form = {"versi": 0, "cuti": "", f"h-{andi.pk}": "terlambat", f"h-{bayu.pk}": "hadir"}
        on_leave(class_a, trainee_no=2)
        page = client.post(PAGE, form)
        words = unescape(page.content.decode())
        assert (page.status_code, RollEntry.objects.count()) == (409, 0)
        assert "izinnya baru disetujui, isian Anda tadi: Hadir" in words
        assert [(line.mark, line.instead_of) for line in page.context["lines"]] == [
            ("terlambat", ""),
            ("izin", "Hadir"),
        ]
        assert client.post(PAGE, form | {"cuti": f"{bayu.pk} ", f"h-{bayu.pk}": "izin"}).status_code == 302
        assert dict(RollEntry.objects.values_list("enrolment", "mark")) == {andi.pk: "terlambat", bayu.pk: "izin"}

    def test_one_exception_takes_the_same_queries_among_2_and_among_25(self, client_of, trainer, class_a):
        client, counts = client_of(trainer), []
        client.get(PAGE)
        for size, version, mark in ((2, 0, "hadir"), (2, 1, "tidak"), (25, 2, "hadir"), (25, 3, "tidak")):
            while class_a.enrolments.count() < size:
                EnrolmentFactory(training_class=class_a)
            form = {f"h-{seat.pk}": "hadir" for seat in class_a.enrolments.all()}
            form[f"h-{class_a.enrolments.get(trainee_no=1).pk}"] = mark
            with CaptureQueriesContext(connection) as queries:
                assert client.post(PAGE, form | {"versi": version}).status_code == 302
            counts.append(len(queries))
        assert counts[1] == counts[3]

    def test_a_trainer_of_another_class_gets_404(self, client_of, class_a):
        stranger = ClassTrainerFactory(training_class=TrainingClassFactory()).user
        assert client_of(stranger).get(PAGE).status_code == 404


@pytest.mark.browser
@pytest.mark.django_db(transaction=True, serialized_rollback=False)
@pytest.mark.usefixtures("monday_evening")
def test_a_morning_is_a_few_taps_and_one_press(browser_page, class_a, trainer):
    for number in range(23):
        EnrolmentFactory(training_class=class_a, journey__candidate__name=f"Peserta{number + 3} Panjang Sekali Contoh")
    page = browser_page(PAGE, user=trainer, phone=True)
    andi, bayu = (page.get_by_role("button", name=name) for name in ("Andi Contoh", "Bayu Contoh"))
    expect(andi).to_contain_text("Hadir")
    andi.click()
    bayu.click(click_count=2)
    expect(page.locator("#jumlah")).to_have_text("2 diubah, belum tersimpan")
    assert_fits(page)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    assert_accessible(page)
    shot(page, "roll_phone_tapped")
    page.get_by_role("button", name="Simpan 25 orang").click()
    expect(page.get_by_role("status").first).to_have_text("25 dari 25 tersimpan, pukul 21.04")
    expect(andi).to_contain_text("Terlambat")
    shot(page, "roll_phone")
    assert sorted(RollEntry.objects.exclude(mark="hadir").values_list("mark", flat=True)) == ["terlambat", "tidak"]
    desk = browser_page(PAGE, user=trainer)
    assert_fits(desk)
    assert_accessible(desk)
    shot(desk, "roll_desk")

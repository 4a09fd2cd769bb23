import threading
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection, connections
from hypothesis import given
from hypothesis import strategies as st

from core.refusal import Refused, SomebodyWasFirst
from tests.factories.training import EnrolmentFactory, HolidayFactory, PhoneRuleFactory, TrainingClassFactory
from training.models import Attendance, AttendanceChange, Criterion, DayWaiver, Evening, Score, ScoreChange
from training.scoring import CellsRefused, EveningChanged, Row, parse_score, save_evening, waive_day

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 8, 3)
NOW = datetime(2026, 8, 3, 14, 4, tzinfo=UTC)  # 21.04 in Serang


@pytest.fixture
def training_class(reference):
    return TrainingClassFactory()


@pytest.fixture
def kaiwa(training_class):
    return Criterion.objects.get(slug="kaiwa")


@pytest.fixture
def bunpou(training_class):
    return Criterion.objects.get(slug="bunpou")


@pytest.fixture
def andi(training_class):
    return EnrolmentFactory(training_class=training_class)


def save(seat, scores, *, by, version=0, attendance="hadir", now=NOW, day=MONDAY, **kwargs):
    row = Row(seat.pk, attendance, {criterion.pk: value for criterion, value in scores.items()})
    return save_evening(seat.training_class, day, [row], by=by, version=version, now=now, **kwargs)


def on_file():
    return {(score.criterion.slug, score.value) for score in Score.objects.select_related("criterion")}


def test_an_evening_is_saved_with_who_and_when(andi, kaiwa, trainer):
    saved = save(andi, {kaiwa: "82,5"}, by=trainer)
    assert (saved.people, saved.of, saved.at, saved.version) == (1, 1, NOW, 1)
    assert on_file() == {("kaiwa", Decimal("82.50"))}
    evening = Evening.objects.get()
    assert (evening.entered_by, evening.entered_at, evening.version) == (trainer, NOW, 1)
    assert Attendance.objects.get().status == "hadir"


def test_an_empty_cell_is_not_entered_and_never_zero(andi, kaiwa, bunpou, trainer):
    save(andi, {kaiwa: "", bunpou: "0"}, by=trainer)
    assert on_file() == {("bunpou", Decimal(0))}


def test_a_correction_keeps_the_old_value_who_and_why(andi, kaiwa, trainer, lpk):
    save(andi, {kaiwa: "80"}, by=trainer)
    saved = save(andi, {kaiwa: "85"}, by=lpk, version=1, reason="salah baca")
    change = ScoreChange.objects.get()
    assert saved.corrections == 1
    assert list(change.values()) == [(kaiwa.pk, 80, 85)]
    assert (change.by, change.reason) == (lpk, "salah baca")
    assert on_file() == {("kaiwa", Decimal(85))}


def test_an_emptied_cell_leaves_a_trace(andi, kaiwa, trainer):
    save(andi, {kaiwa: "80"}, by=trainer)
    save(andi, {kaiwa: ""}, by=trainer, version=1)
    assert on_file() == set()
    assert list(ScoreChange.objects.get().values()) == [(kaiwa.pk, 80, None)]


def test_a_line_corrected_at_once_is_one_correction_with_every_old_value(andi, kaiwa, bunpou, trainer):
    save(andi, {kaiwa: "80", bunpou: "70"}, by=trainer)
    saved = save(andi, {kaiwa: "85", bunpou: ""}, by=trainer, version=1)
    assert set(ScoreChange.objects.get().values()) == {(kaiwa.pk, 80, 85), (bunpou.pk, 70, None)}
    assert saved.corrections == 2


def test_saving_the_same_values_again_is_no_correction(andi, kaiwa, trainer, lpk):
    save(andi, {kaiwa: "80"}, by=trainer)
    saved = save(andi, {kaiwa: "80,00"}, by=lpk, version=1)
    assert (saved.corrections, Score.objects.get().entered_by) == (0, trainer)


def test_every_wrong_cell_is_named_and_nothing_is_saved(training_class, andi, kaiwa, bunpou, trainer):
    budi = EnrolmentFactory(training_class=training_class)
    rows = [Row(andi.pk, "hadir", {kaiwa.pk: "101", bunpou.pk: "delapan"}), Row(budi.pk, "", {kaiwa.pk: "80"})]
    with pytest.raises(CellsRefused) as refused:
        save_evening(training_class, MONDAY, rows, by=trainer, now=NOW)
    assert set(refused.value.cells) == {(andi.pk, kaiwa.pk), (andi.pk, bunpou.pk), (budi.pk, "attendance")}
    assert (Score.objects.count(), Evening.objects.count()) == (0, 0)


def test_a_trainee_left_out_of_the_rows_is_asked_for(training_class, andi, kaiwa, trainer):
    budi = EnrolmentFactory(training_class=training_class)
    with pytest.raises(CellsRefused) as refused:
        save(andi, {kaiwa: "80"}, by=trainer)
    assert set(refused.value.cells) == {(budi.pk, "attendance")}


def test_a_trainee_of_another_class_is_refused(training_class, andi, kaiwa, trainer):
    stranger = EnrolmentFactory()
    rows = [Row(andi.pk), Row(stranger.pk, "hadir", {kaiwa.pk: "100"})]
    with pytest.raises(CellsRefused) as refused:
        save_evening(training_class, MONDAY, rows, by=trainer, now=NOW)
    assert refused.value.codes == ["sheet_changed"]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 8, 4), "future"),
        (date(2026, 8, 1), "weekend"),
        (date(2026, 7, 29), "holiday"),
        (date(2026, 5, 29), "outside_class"),
    ],
)
def test_a_day_without_class_is_refused_with_the_reason(andi, kaiwa, trainer, day, code):
    HolidayFactory(day=date(2026, 7, 29))
    with pytest.raises(Refused) as refused:
        save(andi, {kaiwa: "80"}, by=trainer, day=day)
    assert refused.value.codes == [code]


def test_an_old_day_needs_a_reason(andi, kaiwa, trainer):
    friday = date(2026, 7, 30)  # four days before Monday: one more than the rule allows
    with pytest.raises(CellsRefused) as refused:
        save(andi, {kaiwa: "80"}, by=trainer, day=friday)
    assert refused.value.codes == ["reason_missing"]
    save(andi, {kaiwa: "80"}, by=trainer, day=friday, reason="pelatih sakit")
    assert Evening.objects.get().late_reason == "pelatih sakit"


def test_how_many_days_is_data(andi, kaiwa, trainer):
    PhoneRuleFactory(valid_from=date(2026, 7, 1), late_entry_days=10)
    assert save(andi, {kaiwa: "80"}, by=trainer, day=date(2026, 7, 28)).people == 1


def test_the_day_in_serang_decides_not_the_one_in_greenwich(andi, kaiwa, trainer):
    just_after_midnight = datetime(2026, 8, 2, 17, 30, tzinfo=UTC)  # Monday 00.30 in Serang
    assert save(andi, {kaiwa: "80"}, by=trainer, now=just_after_midnight).people == 1


def test_another_trainers_value_is_shown_beside_mine_and_nothing_is_lost(andi, kaiwa, trainer, lpk):
    save(andi, {kaiwa: "85"}, by=trainer)
    with pytest.raises(EveningChanged) as changed:
        save(andi, {kaiwa: "80"}, by=lpk, version=0)
    difference = changed.value.differences[0]
    assert (difference.cell, difference.theirs.value, difference.theirs.by, difference.mine) == (
        (andi.pk, kaiwa.pk), 85, "Bu Sari Contoh", 80,
    )  # fmt: skip
    assert changed.value.version == 1
    assert on_file() == {("kaiwa", Decimal(85))}
    assert save(andi, {kaiwa: "80"}, by=lpk, version=changed.value.version).corrections == 1


def test_two_trainers_who_filled_different_columns_are_merged(andi, kaiwa, bunpou, trainer, lpk):
    save(andi, {kaiwa: "85", bunpou: ""}, by=trainer)
    save(andi, {kaiwa: "", bunpou: "70"}, by=lpk, version=0)
    assert on_file() == {("kaiwa", Decimal(85)), ("bunpou", Decimal(70))}
    assert ScoreChange.objects.count() == 0


def test_a_different_attendance_is_a_difference(andi, kaiwa, trainer, lpk):
    save(andi, {}, by=trainer, attendance="sakit")
    with pytest.raises(EveningChanged) as changed:
        save(andi, {}, by=lpk, attendance="hadir")
    assert [difference.cell for difference in changed.value.differences] == [(andi.pk, "attendance")]


def test_without_a_version_the_newest_is_taken(andi, kaiwa, trainer):
    save(andi, {kaiwa: "80"}, by=trainer)
    assert save(andi, {kaiwa: "85"}, by=trainer, version=None).version == 2


def test_values_left_standing_are_marked_as_usual(training_class, andi, kaiwa, bunpou, trainer):
    row = Row(andi.pk, "hadir", {kaiwa.pk: "80", bunpou.pk: "81"}, {kaiwa.pk: Decimal(80), bunpou.pk: Decimal(80)})
    save_evening(training_class, MONDAY, [row], by=trainer, now=NOW)
    assert dict(Score.objects.values_list("criterion__slug", "source")) == {"kaiwa": "usual", "bunpou": "typed"}


def test_saving_takes_four_queries_at_any_size(training_class, kaiwa, trainer, django_assert_num_queries):
    for _ in range(3):
        EnrolmentFactory(training_class=training_class)
    rows = [Row(seat.pk, "hadir", {kaiwa.pk: "80"}) for seat in training_class.enrolments.all()]
    with django_assert_num_queries(4):
        save_evening(training_class, MONDAY, rows, by=trainer, version=0, now=NOW)


def test_a_day_is_waived_by_a_named_person_with_a_reason(training_class, lpk):
    with pytest.raises(Refused):
        waive_day(training_class, MONDAY, by=lpk, reason=" ")
    waive_day(training_class, MONDAY, by=lpk, reason="listrik padam")
    assert DayWaiver.objects.get().by == lpk
    with pytest.raises(SomebodyWasFirst):
        waive_day(training_class, MONDAY, by=lpk, reason="listrik padam")


@given(st.text(max_size=8))
def test_a_score_is_a_number_from_0_to_100_or_refused(text):
    try:
        value = parse_score(text)
    except ValueError:
        return
    assert value is None or 0 <= value <= 100


@pytest.mark.parametrize("text", ["-1", "1e2", "100,01", "٨٠", "80.123", "NaN", "0x10", "8 0", "."])
def test_what_is_no_score_is_refused(text):
    with pytest.raises(ValueError):
        parse_score(text)


@pytest.mark.django_db(transaction=True)
def test_two_trainers_saving_at_once_one_is_told_and_nothing_is_mixed(training_class, andi, kaiwa, trainer, lpk):
    start = threading.Barrier(2)
    outcomes = []

    def evening_of(user, value):
        start.wait()
        try:
            outcomes.append(save(andi, {kaiwa: value}, by=user))
        except EveningChanged as changed:
            outcomes.append(changed)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=evening_of, args=args) for args in [(trainer, "85"), (lpk, "80")]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [outcome for outcome in outcomes if isinstance(outcome, EveningChanged)]
    assert (len(outcomes), len(told)) == (2, 1)
    assert {told[0].differences[0].theirs.value, told[0].differences[0].mine} == {Decimal(80), Decimal(85)}
    assert Score.objects.get().value == told[0].differences[0].theirs.value
    assert (Evening.objects.get().version, ScoreChange.objects.count()) == (1, 0)
    assert connection.vendor == "postgresql"


def test_a_corrected_attendance_keeps_what_stood_before(andi, kaiwa, trainer, lpk):
    save(andi, {kaiwa: "80"}, by=trainer)
    save(andi, {kaiwa: "80"}, by=lpk, version=1, attendance="sakit", reason="Surat dokter menyusul")
    change = AttendanceChange.objects.get()
    assert (change.old, change.new, change.by, change.reason) == ("hadir", "sakit", lpk, "Surat dokter menyusul")
    save(andi, {kaiwa: "80"}, by=lpk, version=2, attendance="sakit")
    assert AttendanceChange.objects.count() == 1


def test_the_usual_values_of_somebody_who_was_not_there_are_not_saved(class_a, trainer, monday_evening):
    andi, bayu = class_a.enrolments.order_by("trainee_no")
    kaiwa, moji = Criterion.objects.order_by("position")[:2]
    usual = {kaiwa.pk: Decimal(80), moji.pk: Decimal(75)}
    rows = [
        Row(andi.pk, "sakit", {kaiwa.pk: "80", moji.pk: "70"}, usual),
        Row(bayu.pk, "hadir", {kaiwa.pk: "80"}, usual),
    ]
    save_evening(class_a, date(2026, 8, 3), rows, by=trainer, now=monday_evening)
    kept = Score.objects.values_list("enrolment", "criterion", "source")
    assert set(kept) == {(andi.pk, moji.pk, "typed"), (bayu.pk, kaiwa.pk, "usual")}

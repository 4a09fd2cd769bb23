"""Points for broken rules of the house, the talks that follow, and the way back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from core.refusal import Refused, SomebodyWasFirst
from tests.factories.training import DisciplineEventFactory, DisciplineKindFactory, EnrolmentFactory
from training import discipline
from training.models import DisciplineEvent, DisciplineKind, DisciplineThreshold

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]
MONDAY = date(2026, 8, 3)


@pytest.fixture
def andi(class_a):
    return class_a.enrolments.get(trainee_no=1)


@pytest.fixture
def phone_found(reference):
    return DisciplineKind.objects.get(slug="phone_found")


def test_what_comes_with_the_portal_names_waking_briefing_and_phones(reference):
    assert {"late_wake_up", "late_briefing", "phone_found"} <= set(
        DisciplineKind.objects.values_list("slug", flat=True)
    )
    assert DisciplineThreshold.objects.count() == 3


def test_recording_keeps_the_points_of_that_day(andi, phone_found, trainer):
    event = discipline.record(andi, phone_found, by=trainer, note="Di bawah bantal")
    phone_found.points = 99
    phone_found.save()
    event.refresh_from_db()
    assert (event.day, event.points, event.note, event.by) == (MONDAY, 10, "Di bawah bantal", trainer)
    assert discipline.points_of([andi.pk]) == {andi.pk: 10}


def test_a_second_tap_counts_nothing_and_names_who_was_first(andi, phone_found, trainer):
    discipline.record(andi, phone_found, by=trainer)
    with pytest.raises(SomebodyWasFirst) as refused:
        discipline.record(andi, phone_found, by=trainer)
    assert refused.value.sentences() == [
        "Bu Sari Contoh sudah mencatat “HP ditemukan di hari kelas” untuk 3 Agustus 2026."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        DisciplineEventFactory(enrolment=andi, kind=phone_found, day=MONDAY)


@pytest.mark.parametrize(("day", "code"), [(date(2026, 8, 4), "future"), (date(2026, 5, 4), "not_in_class")])
def test_tomorrow_and_days_before_the_class_are_refused(andi, phone_found, trainer, day, code):
    with pytest.raises(Refused) as refused:
        discipline.record(andi, phone_found, by=trainer, on=day)
    assert code in refused.value.codes


def test_a_rule_that_is_switched_off_is_refused(andi, trainer):
    with pytest.raises(Refused):
        discipline.record(andi, DisciplineKindFactory(is_active=False), by=trainer)


def test_every_limit_that_is_crossed_opens_one_warning(andi, trainer, phone_found):
    heavy = DisciplineKindFactory(points=9)
    discipline.record(andi, heavy, by=trainer, on=date(2026, 7, 31))
    assert not andi.discipline_warnings.exists()
    discipline.record(andi, phone_found, by=trainer, on=date(2026, 7, 30))
    discipline.record(andi, DisciplineKindFactory(points=1), by=trainer)
    limits = andi.discipline_warnings.order_by("points").values_list("threshold__points", "points")
    assert list(limits) == [(10, 19), (20, 20)]


def test_taking_back_keeps_the_trace_and_lets_the_warning_fall(andi, phone_found, trainer, lpk):
    event = discipline.record(andi, phone_found, by=trainer)
    with pytest.raises(Refused):
        discipline.withdraw(event, by=lpk, reason="  ")
    discipline.withdraw(event, by=lpk, reason="HP milik orang lain")
    event.refresh_from_db()
    assert (event.withdrawn_by, event.withdrawn_reason) == (lpk, "HP milik orang lain")
    assert discipline.points_of([andi.pk]) == {}
    assert andi.discipline_warnings.get().outcome == "Gugur: sebuah catatan dibatalkan."
    with pytest.raises(SomebodyWasFirst):
        discipline.withdraw(event, by=lpk, reason="Lagi")
    discipline.record(andi, phone_found, by=trainer)
    assert (DisciplineEvent.objects.count(), andi.discipline_warnings.open().count()) == (2, 1)


def test_a_talk_is_settled_with_what_was_agreed_and_can_be_opened_again(andi, phone_found, trainer, lpk):
    discipline.record(andi, phone_found, by=trainer)
    warning = andi.discipline_warnings.get()
    with pytest.raises(Refused):
        discipline.settle(warning, by=lpk, outcome="")
    discipline.settle(warning, by=lpk, outcome="Berjanji menyerahkan HP")
    with pytest.raises(SomebodyWasFirst):
        discipline.settle(warning, by=lpk, outcome="Berjanji")
    assert discipline.reopen(warning).settled_at is None


def test_points_of_a_class_are_one_query(class_a, phone_found, trainer, django_assert_num_queries):
    for seat in (*class_a.enrolments.all(), EnrolmentFactory(training_class=class_a)):
        discipline.record(seat, phone_found, by=trainer)
    seats = list(class_a.enrolments.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert set(discipline.points_of(seats).values()) == {10}

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates.enums import Stage
from tests.factories.candidates import JourneyFactory
from tests.factories.training import (
    AttendanceFactory,
    CriterionWeightFactory,
    DayWaiverFactory,
    EnrolmentFactory,
    HolidayFactory,
    PhoneRuleFactory,
    ScoreFactory,
)
from training.models import Criterion
from training.own_week import own_verdict, weekend_phone
from training.phone_list import Week, week_list

pytestmark = pytest.mark.django_db
WEEK = Week.parse("2026-W32")
FRIDAY = date(2026, 8, 7)


def enter(seat, *values):
    for day, value in zip(WEEK.days, values, strict=False):
        if value is not None:
            AttendanceFactory(enrolment=seat, day=day)
            ScoreFactory(enrolment=seat, day=day, value=Decimal(str(value)))


@pytest.fixture
def seat(reference):
    return EnrolmentFactory()


def test_a_week_that_is_enough_says_so(seat):
    enter(seat, "83.4", "83.4", "83.4", "83.4", "83.4")
    section = weekend_phone(seat.journey, FRIDAY)
    assert [(row.label, row.state, row.note) for row in section.rows] == [
        ("Pekan 3 Agustus – 7 Agustus", "Boleh", "rata-rata 83,40")
    ]
    assert section.text == ""


def test_a_week_that_is_not_enough_says_by_how_much(seat):
    enter(seat, 80, 80, 80, 80, "79.99")
    row = weekend_phone(seat.journey, FRIDAY).rows[0]
    assert (row.state, row.note) == ("Belum", "rata-rata 79,99, kurang 0,01")


def test_a_day_the_trainer_did_not_enter_is_named(seat):
    enter(seat, 80, 80, None, 80)
    section = weekend_phone(seat.journey, FRIDAY)
    assert section.text == "Daftar belum final, nilai Rabu belum diisi pelatih."
    assert (section.rows[0].kind, section.rows[0].state) == ("waiting", "Belum final")


def test_in_mid_week_the_list_waits_for_its_days(seat):
    enter(seat, 80, 80)
    section = weekend_phone(seat.journey, date(2026, 8, 5))
    assert section.text == "Daftar belum final, minggunya belum selesai."
    assert section.rows[0].note == "rata-rata 80,00, baru 2 hari dihitung"


def test_whoever_sits_in_no_class_reads_nothing_of_it(reference):
    assert weekend_phone(JourneyFactory(at=Stage.SELECTED), FRIDAY) is None


def test_it_costs_the_own_page_one_query(seat, django_assert_num_queries):
    enter(seat, 80, 80)
    with django_assert_num_queries(1):
        weekend_phone(seat.journey, FRIDAY)


day = st.sampled_from(WEEK.days)
status = st.sampled_from(["hadir", "terlambat", "izin", "sakit", "alpa"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    attendance=st.dictionaries(day, status),
    scores=st.dictionaries(st.tuples(day, st.sampled_from(["kaiwa", "bunpou"])), st.decimals(0, 100, places=2)),
    weights=st.dictionaries(st.tuples(day, st.sampled_from(["kaiwa", "bunpou"])), st.decimals(0, 9, places=2)),
    holidays=st.sets(day, max_size=2),
    waived=st.sets(day, max_size=2),
    span=st.tuples(day, day),
    rule=st.tuples(st.decimals(0, 100, places=2), st.sampled_from(["average", "every_day"]), st.integers(0, 5)),
)
def test_the_own_page_says_what_the_list_says(reference, attendance, scores, weights, holidays, waived, span, rule):
    with transaction.atomic():
        seat = EnrolmentFactory(from_on=min(span), to_on=max(span))
        criteria = {criterion.slug: criterion for criterion in Criterion.objects.all()}
        for on, word in attendance.items():
            AttendanceFactory(enrolment=seat, day=on, status=word)
        for (on, slug), value in scores.items():
            ScoreFactory(enrolment=seat, day=on, criterion=criteria[slug], value=value)
        for (on, slug), weight in weights.items():
            CriterionWeightFactory(criterion=criteria[slug], valid_from=on, weight=weight)
        for on in holidays:
            HolidayFactory(day=on)
        for on in waived:
            DayWaiverFactory(training_class=seat.training_class, day=on)
        PhoneRuleFactory(threshold=rule[0], mode=rule[1], minimum_days=rule[2])
        [line] = week_list(seat.training_class, WEEK).lines
        own = own_verdict(seat.journey, WEEK)
        transaction.set_rollback(True)
    assert own == line.verdict


def test_after_the_class_the_phone_is_nobody_s_business(seat):
    assert weekend_phone(seat.journey, date(2026, 11, 30)) is not None
    assert weekend_phone(seat.journey, date(2026, 12, 7)) is None


def test_the_page_of_a_trainee_who_logged_in_takes_at_most_eight_queries(
    class_a, client_of, candidate_user, django_assert_max_num_queries
):
    trainee = class_a.enrolments.first().journey.candidate
    trainee.user = candidate_user
    trainee.save(update_fields=["user"])
    mine = client_of(candidate_user)
    with django_assert_max_num_queries(8):
        assert mine.get("/saya/").status_code == 200

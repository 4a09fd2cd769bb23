from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.factories.training import (
    AttendanceFactory,
    CriterionWeightFactory,
    DayWaiverFactory,
    EnrolmentFactory,
    HolidayFactory,
    PhoneRuleFactory,
    ScoreFactory,
    TrainingClassFactory,
)
from training.models import Criterion
from training.phone_list import Rule, Week, week_list, week_lists

pytestmark = pytest.mark.django_db
WEEK = Week.parse("2026-W32")


@pytest.fixture
def training_class(reference):
    return TrainingClassFactory(code="A-2026")


def enter(enrolment, *values, status="hadir"):
    """Monday onwards, one value a day; None leaves the day out."""
    for day, value in zip(WEEK.days, values, strict=False):
        if value is not None:
            AttendanceFactory(enrolment=enrolment, day=day, status=status)
            ScoreFactory(enrolment=enrolment, day=day, value=Decimal(str(value)))


def test_a_full_week_gives_a_final_list(training_class):
    enter(EnrolmentFactory(training_class=training_class), 80, 80, 80, 80, 80)
    enter(EnrolmentFactory(training_class=training_class), 80, 80, 80, 80, "79.99")
    sheet = week_list(training_class, WEEK)
    assert sheet.final
    assert [(line.seat.trainee_no, line.verdict.allowed, line.verdict.shown) for line in sheet.lines] == [
        (1, True, Decimal("80.00")),
        (2, False, Decimal("79.99")),
    ]


def test_a_day_nobody_entered_keeps_the_list_open(training_class):
    enter(EnrolmentFactory(training_class=training_class), 80, 80, None, 80, 80)
    sheet = week_list(training_class, WEEK)
    assert (sheet.final, sheet.missing) == (False, (date(2026, 8, 5),))


def test_one_trainee_without_an_entry_keeps_the_list_open(training_class):
    enter(EnrolmentFactory(training_class=training_class), 80, 80, 80, 80, 80)
    enter(EnrolmentFactory(training_class=training_class), 80, 80, 80, 80)
    assert week_list(training_class, WEEK).missing == (date(2026, 8, 7),)


def test_a_waived_day_makes_it_final(training_class):
    enter(EnrolmentFactory(training_class=training_class), 80, 80, None, 80, 80)
    DayWaiverFactory(training_class=training_class, day=date(2026, 8, 5))
    sheet = week_list(training_class, WEEK)
    assert (sheet.final, sheet.waived) == (True, (date(2026, 8, 5),))


def test_a_holiday_is_no_class_day(training_class):
    enter(EnrolmentFactory(training_class=training_class), 80, 80, None, 80, 80)
    HolidayFactory(day=date(2026, 8, 5))
    sheet = week_list(training_class, WEEK)
    assert (sheet.final, len(sheet.class_days)) == (True, 4)


def test_whoever_came_in_mid_week_is_asked_for_their_own_days(training_class):
    late = EnrolmentFactory(training_class=training_class, from_on=date(2026, 8, 5))
    enter(late, None, None, 90, 90, 90)
    sheet = week_list(training_class, WEEK)
    assert (sheet.final, sheet.lines[0].verdict.allowed) == (True, True)


def test_whoever_left_before_the_week_is_not_on_the_list(training_class):
    EnrolmentFactory(training_class=training_class, to_on=date(2026, 7, 31))
    assert week_list(training_class, WEEK).lines == ()


def test_a_journey_closed_mid_week_leaves_no_gap(training_class):
    enrolment = EnrolmentFactory(training_class=training_class)
    enter(enrolment, 80, 80, 80)
    enrolment.journey.closed_on, enrolment.journey.closed_reason = date(2026, 8, 5), "withdrew"
    enrolment.journey.save(update_fields=["closed_on", "closed_reason"])
    assert week_list(training_class, WEEK).final


def test_weights_count_from_their_first_day(training_class):
    enrolment = EnrolmentFactory(training_class=training_class)
    kaiwa, bunpou = Criterion.objects.get(slug="kaiwa"), Criterion.objects.get(slug="bunpou")
    for day in WEEK.days[:3]:
        ScoreFactory(enrolment=enrolment, day=day, criterion=kaiwa, value=90)
        ScoreFactory(enrolment=enrolment, day=day, criterion=bunpou, value=60)
    CriterionWeightFactory(criterion=kaiwa, weight=2, valid_from=date(2026, 8, 5))
    # 75, 75 and from Wednesday 80
    assert week_list(training_class, WEEK).lines[0].verdict.shown == Decimal("76.66")


def test_the_programmes_own_rule_comes_before_the_general_one(training_class):
    PhoneRuleFactory(programme=training_class.programme, valid_from=date(2026, 1, 1), threshold=75)
    PhoneRuleFactory(threshold=70, valid_from=date(2026, 8, 1))
    PhoneRuleFactory(programme=training_class.programme, valid_from=date(2026, 9, 1), threshold=85)
    assert week_list(training_class, WEEK).rule == Rule(threshold=Decimal(75))


def test_forty_lists_cost_the_queries_of_one(training_class, django_assert_num_queries):
    classes = [training_class, *TrainingClassFactory.create_batch(2)]
    for one in classes:
        enter(EnrolmentFactory(training_class=one), 80, 80, 80, 80, 80)
    with django_assert_num_queries(6):
        week_list(training_class, WEEK)
    with django_assert_num_queries(6):
        assert [sheet.final for sheet in week_lists(classes, WEEK)] == [True, True, True]


def test_the_command_prints_the_list_for_other_programs(training_class):
    enter(EnrolmentFactory(training_class=training_class), 80, 80, 80, 80, 80)
    enter(EnrolmentFactory(training_class=training_class), 80, 80, 80, 80, "79.95")
    enter(EnrolmentFactory(training_class=training_class), 90, 90, status="sakit")
    out = StringIO()
    call_command("phone_list", "--class", "A-2026", "--week", "2026-W32", "--format", "csv", stdout=out)
    assert out.getvalue() == (
        "trainee_no,average,allowed,reason,final\n1,80.00,yes,,no\n2,79.99,no,short by 0.01,no\n3,,no,too few days,no\n"
    )


@pytest.mark.parametrize(("code", "week"), [("nowhere", "2026-W32"), ("A-2026", "2026-32"), ("A-2026", "2026-W60")])
def test_the_command_says_what_it_does_not_know(training_class, code, week):
    with pytest.raises(CommandError):
        call_command("phone_list", "--class", code, "--week", week, stdout=StringIO())

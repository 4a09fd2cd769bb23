"""Classes and evenings for tests. They need the `reference` fixture (sectors, criteria, holidays, phone rule)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory

from accounts.roles import Role
from candidates.enums import Stage
from tests.factories.accounts import UserFactory
from tests.factories.candidates import JourneyFactory, programme
from training.models import (
    Attendance,
    ClassTrainer,
    Criterion,
    CriterionWeight,
    DayWaiver,
    Enrolment,
    Evening,
    Holiday,
    PhoneRule,
    Score,
    ScoreChange,
    Site,
    TrainingClass,
)

AN_EVENING = datetime(2026, 8, 3, 14, 4, tzinfo=UTC)  # 21.04 in Serang, Monday of 2026-W32


class SiteFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Site
        django_get_or_create = ["name"]

    name = "Kota Serang"


class TrainingClassFactory(factory.django.DjangoModelFactory):
    """A class of 25 from June to November 2026; 2026-W32 (3–7 August) has five class days."""

    class Meta:
        model = TrainingClass

    code = factory.Sequence(lambda n: f"A-{n}")
    name = "Kelas A"
    site = factory.SubFactory(SiteFactory)
    programme = factory.LazyFunction(programme)
    starts_on = date(2026, 6, 1)
    ends_on = date(2026, 11, 30)


class ClassTrainerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ClassTrainer

    training_class = factory.SubFactory(TrainingClassFactory)
    user = factory.SubFactory(UserFactory, role=Role.TRAINER)
    from_on = date(2026, 6, 1)


class EnrolmentFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enrolment

    training_class = factory.SubFactory(TrainingClassFactory)
    journey = factory.SubFactory(JourneyFactory, at=Stage.TRAINING, training_on=date(2026, 6, 1))
    from_on = date(2026, 6, 1)

    @factory.lazy_attribute
    def trainee_no(self):
        return self.training_class.enrolments.count() + 1


class CriterionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Criterion

    slug = factory.Sequence(lambda n: f"criterion-{n}")
    name = factory.Sequence(lambda n: f"Nilai {n}")
    position = factory.Sequence(lambda n: 100 + n)


class CriterionWeightFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CriterionWeight

    criterion = factory.SubFactory(CriterionFactory)
    valid_from = date(2026, 1, 1)


class HolidayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Holiday
        django_get_or_create = ["day"]

    day = date(2026, 8, 5)
    name = "Libur contoh"


class PhoneRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PhoneRule

    valid_from = date(2026, 2, 1)


class EveningFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evening

    training_class = factory.SubFactory(TrainingClassFactory)
    day = date(2026, 8, 3)
    entered_by = factory.SubFactory(UserFactory, role=Role.TRAINER)
    entered_at = AN_EVENING


class DayWaiverFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DayWaiver

    training_class = factory.SubFactory(TrainingClassFactory)
    day = date(2026, 8, 3)
    reason = "Listrik padam semalaman"
    by = factory.SubFactory(UserFactory, role=Role.LPK_OFFICER)


class AttendanceFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Attendance

    enrolment = factory.SubFactory(EnrolmentFactory)
    day = date(2026, 8, 3)
    status = "hadir"
    entered_by = factory.SubFactory(UserFactory, role=Role.TRAINER)
    entered_at = AN_EVENING


class ScoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Score

    enrolment = factory.SubFactory(EnrolmentFactory)
    day = date(2026, 8, 3)
    criterion = factory.LazyFunction(lambda: Criterion.objects.get(slug="kaiwa"))
    value = Decimal(80)
    entered_by = factory.SubFactory(UserFactory, role=Role.TRAINER)
    entered_at = AN_EVENING


class ScoreChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ScoreChange

    enrolment = factory.SubFactory(EnrolmentFactory)
    day = date(2026, 8, 3)
    criterion = factory.LazyFunction(lambda: Criterion.objects.get(slug="kaiwa"))
    old = Decimal(80)
    new = Decimal(85)
    by = factory.SubFactory(UserFactory, role=Role.TRAINER)
    at = AN_EVENING

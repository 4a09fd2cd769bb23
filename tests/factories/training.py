"""Classes and evenings for tests. They need the `reference` fixture (sectors, criteria, holidays, phone rule)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factory
from django.core.files.base import ContentFile

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
    DisciplineEvent,
    DisciplineKind,
    DisciplineThreshold,
    DisciplineWarning,
    Duty,
    Enrolment,
    Evening,
    Holiday,
    LeavePaper,
    LeaveRequest,
    LeaveRule,
    PhoneRule,
    RollCall,
    RollChange,
    RollEntry,
    Room,
    RoomStay,
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


class LeaveRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LeaveRule

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
    criteria = factory.LazyFunction(lambda: [Criterion.objects.get(slug="kaiwa").pk])
    before = [Decimal(80)]
    after = [Decimal(85)]
    by = factory.SubFactory(UserFactory, role=Role.TRAINER)
    at = AN_EVENING


class RoomFactory(factory.django.DjangoModelFactory):
    """Four beds for women."""

    class Meta:
        model = Room

    site = factory.SubFactory(SiteFactory)
    name = factory.Sequence(lambda n: f"Melati {n}")
    sex = "P"


class RoomStayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RoomStay
        skip_postgeneration_save = True

    room = factory.SubFactory(RoomFactory)
    bed = factory.LazyAttribute(lambda stay: stay.room.stays.count() + 1)
    journey = factory.SubFactory(JourneyFactory, at=Stage.TRAINING, training_on=date(2026, 6, 1), candidate__sex="P")
    sex = factory.LazyAttribute(lambda stay: stay.journey.candidate.sex)
    from_on = date(2026, 6, 1)

    @factory.post_generation
    def seat(stay, create, given):
        """A bed goes with a class: whoever sits in none gets a seat in a class of their own."""
        if create and not stay.journey.enrolments.exists():
            EnrolmentFactory(journey=stay.journey, training_class__site=stay.room.site)


class LeaveRequestFactory(factory.django.DjangoModelFactory):
    """Sick on Tuesday and Wednesday of 2026-W32."""

    class Meta:
        model = LeaveRequest

    class Params:
        approved = factory.Trait(
            state="approved", decided_at=AN_EVENING, decided_by=factory.SubFactory(UserFactory, role=Role.TRAINER)
        )

    journey = factory.LazyFunction(lambda: EnrolmentFactory().journey)
    kind = "sakit"
    from_on = date(2026, 8, 4)
    to_on = date(2026, 8, 5)
    reason = "Demam sejak semalam"


class LeavePaperFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LeavePaper

    leave = factory.SubFactory(LeaveRequestFactory)
    file = factory.LazyFunction(lambda: ContentFile(b"\xff\xd8\xff", "photo.jpg"))
    sha256 = factory.Sequence(lambda n: f"{n:064x}")
    size = 3


class DisciplineKindFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DisciplineKind

    slug = factory.Sequence(lambda n: f"kind-{n}")
    name = factory.Sequence(lambda n: f"Aturan contoh {n}")
    points = 2


class DisciplineThresholdFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DisciplineThreshold

    points = factory.Sequence(lambda n: 100 + n)
    name = "Teguran contoh"
    meaning = "Pelatih mengajak bicara."


class DisciplineEventFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DisciplineEvent

    enrolment = factory.SubFactory(EnrolmentFactory)
    kind = factory.SubFactory(DisciplineKindFactory)
    day = date(2026, 8, 3)
    points = factory.SelfAttribute("kind.points")
    by = factory.SubFactory(UserFactory, role=Role.TRAINER)


class DisciplineWarningFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DisciplineWarning

    enrolment = factory.SubFactory(EnrolmentFactory)
    threshold = factory.SubFactory(DisciplineThresholdFactory)
    points = factory.SelfAttribute("threshold.points")
    opened_on = date(2026, 8, 3)


class DutyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Duty

    name = factory.Sequence(lambda n: f"Piket contoh {n}")


class RollCallFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RollCall

    training_class = factory.SubFactory(TrainingClassFactory)
    day = date(2026, 8, 3)
    kind = "bangun"
    taken_by = factory.SubFactory(UserFactory, role=Role.TRAINER)
    taken_at = AN_EVENING


class RollEntryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RollEntry

    enrolment = factory.SubFactory(EnrolmentFactory)
    day = date(2026, 8, 3)
    kind = "bangun"
    mark = "hadir"
    entered_by = factory.SubFactory(UserFactory, role=Role.TRAINER)
    entered_at = AN_EVENING


class RollChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RollChange

    enrolment = factory.SubFactory(EnrolmentFactory)
    day = date(2026, 8, 3)
    kind = "bangun"
    old = "hadir"
    new = "terlambat"
    by = factory.SubFactory(UserFactory, role=Role.TRAINER)
    at = AN_EVENING

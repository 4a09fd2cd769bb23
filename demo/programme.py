"""A small programme, told through the verbs: people who registered, were chosen and are in training."""

from datetime import date, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from accounts.models import User
from accounts.roles import Role
from candidates import journey as journeys
from candidates.enums import Purpose, Sex, Stage
from candidates.models import Candidate, ConsentText, Journey, Kelurahan, Programme
from candidates.registration import PersonData, register
from training.enrolment import enrol
from training.models import ClassTrainer, Site, TrainingClass

NAMES = ["Rina", "Andi", "Bayu", "Citra", "Dewi", "Eka", "Fajar", "Gita", "Hadi", "Indah", "Joko", "Lina"]
SECTORS = ["caregiver", "agriculture", "automotive", "ground_handling"]
IN_TRAINING = 8
WOMEN = frozenset({"Rina", "Citra", "Dewi", "Eka", "Gita", "Indah", "Lina"})


def tell(*, people: dict[str, User], on: date) -> int:
    """Create the demo people, once. Returns how many were registered; 0 when they are there already."""
    if Candidate.objects.exists():
        return 0
    start = on - timedelta(days=60)
    _open_programme(on)
    training_class = _class_of(people[Role.TRAINER], start=start, on=on)
    found = [_registered(number, name, start) for number, name in enumerate(NAMES)]
    officer = people[Role.DISNAKER_OFFICER]
    for journey in found[:IN_TRAINING]:
        journeys.reach(journey, Stage.VERIFIED, by=officer, on=start + timedelta(days=3))
        journeys.reach(journey, Stage.SELECTED, by=officer, on=start + timedelta(days=10))
        enrol(journey, training_class, by=officer, on=start + timedelta(days=20))
    rina = found[0].candidate
    rina.user = people[Role.CANDIDATE]
    rina.save(update_fields=["user"])
    return len(found)


def _open_programme(on: date) -> None:
    """Whatever day the demo is opened on, registration of that year must have been open sixty days before."""
    for year in {on.year, (on - timedelta(days=60)).year}:
        Programme.objects.get_or_create(
            year=year,
            defaults={"opens_on": date(year, 1, 5), "closes_on": date(year, 12, 12), "ends_on": date(year, 12, 31)},
        )


def _class_of(trainer: User, *, start: date, on: date) -> TrainingClass:
    training_class = TrainingClass.objects.create(
        code="KELAS-A",
        name="Kelas A",
        site=Site.objects.order_by("pk").first(),
        programme=Programme.objects.get(year=start.year),
        capacity=25,
        starts_on=start + timedelta(days=15),
        ends_on=on + timedelta(days=150),
    )
    ClassTrainer.objects.create(training_class=training_class, user=trainer, from_on=training_class.starts_on)
    return training_class


def _registered(number: int, name: str, start: date) -> Journey:
    born = date(2003, 1 + number % 12, 1 + number)
    day = born.day + 40 if name in WOMEN else born.day
    person = PersonData(
        nik=f"367302{day:02d}{born:%m%y}{number + 1:04d}",
        name=f"{name} Contoh",
        birth_date=born,
        sex=Sex.FEMALE if name in WOMEN else Sex.MALE,
        phone=f"+62812000{number:05d}",
        kelurahan_id=Kelurahan.objects.order_by("code")[number * 5].code,
    )
    key: UUID = uuid5(NAMESPACE_URL, f"demo:{number}")
    consents = ConsentText.objects.filter(purpose__in=[Purpose.REGISTRATION, Purpose.MESSAGES], valid_to__isnull=True)
    return register(
        person=person, sector=SECTORS[number % 4], consents=list(consents), submission_key=key, on=start
    ).journey

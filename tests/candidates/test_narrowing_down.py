"""The filters and columns of the lists of people at the desk."""

from datetime import date
from uuid import uuid4

import pytest

from candidates import deciding, inviting
from candidates.deciding import Decision
from candidates.enums import BatchDeed, Stage
from candidates.models import Kelurahan
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.training import EnrolmentFactory, TrainingClassFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
JOURNEYS, PEOPLE = "/admin/candidates/journey/", "/admin/candidates/candidate/"


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def lives(name, kecamatan=""):
    place = Kelurahan.objects.filter(kecamatan=kecamatan).first() if kecamatan else None
    return CandidateFactory(name=name, kelurahan=place, address_outside="" if place else "Kramatwatu, Kab. Serang")


def names(client, url):
    page = client.get(url)
    assert page.status_code == 200
    return [getattr(row, "candidate", row).name for row in page.context["cl"].result_list]


def test_journeys_are_narrowed_down_by_kecamatan_and_to_those_outside(desk):
    for name, kecamatan in [("Rina", "Curug"), ("Budi", "Kasemen"), ("Sari", "")]:
        JourneyFactory(candidate=lives(name, kecamatan))
    assert names(desk, f"{JOURNEYS}?address=Curug") == ["Rina"]
    assert names(desk, f"{JOURNEYS}?address=outside") == ["Sari"]
    assert len(names(desk, f"{JOURNEYS}?address=nowhere")) == 3


def test_the_list_names_the_kelurahan_with_its_kecamatan(desk):
    rina = JourneyFactory(candidate=lives("Rina", "Curug")).candidate
    JourneyFactory(candidate=lives("Sari"))
    page = desk.get(JOURNEYS).content.decode()
    assert f"{rina.kelurahan.name}, Curug" in page
    assert "di luar Kota Serang" in page


def test_journeys_are_narrowed_down_by_class(desk):
    room = TrainingClassFactory(name="Kelas E")
    seat = EnrolmentFactory(training_class=room)
    EnrolmentFactory(training_class=TrainingClassFactory())
    assert names(desk, f"{JOURNEYS}?class={room.pk}") == [seat.journey.candidate.name]
    assert "Kelas E" in desk.get(JOURNEYS).content.decode()
    assert len(names(desk, f"{JOURNEYS}?class=abc")) == 2


def test_journeys_are_narrowed_down_by_test_day(desk, officer):
    rina, _budi = (JourneyFactory(candidate__name=name, at=Stage.VERIFIED) for name in ("Rina", "Budi"))
    session = inviting.Session(on=date(2099, 12, 7), place="Kantor Disnaker")
    decision = Decision(BatchDeed.INVITE, session=session)
    deciding.decide(decision, [(rina.pk, Stage.VERIFIED)], key=uuid4(), by=officer)
    assert names(desk, f"{JOURNEYS}?test=2099-12-07") == ["Rina"]
    assert "7 Desember 2099" in desk.get(JOURNEYS).content.decode()
    assert len(names(desk, f"{JOURNEYS}?test=2099-99-99")) == 2


def test_people_are_narrowed_down_by_address_and_by_what_differs(desk):
    lives("Rina", "Curug")
    sari = lives("Sari")
    sari.nik_differs = True
    sari.save(update_fields=["nik_differs"])
    assert names(desk, f"{PEOPLE}?address=Curug") == ["Rina"]
    assert names(desk, f"{PEOPLE}?address=outside") == ["Sari"]
    assert names(desk, f"{PEOPLE}?nik_differs__exact=1") == ["Sari"]


@pytest.mark.parametrize("number", [1, 3])
def test_more_people_take_no_more_queries(desk, number, django_assert_max_num_queries):
    for each in range(number):
        JourneyFactory(candidate=lives(f"Orang {each}", "Curug"))
    desk.get(JOURNEYS)
    with django_assert_max_num_queries(9):
        desk.get(f"{JOURNEYS}?address=Curug")

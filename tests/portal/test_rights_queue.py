"""The desk's queue of what people ask about their own data."""

from datetime import timedelta

import pytest
from django.utils import timezone

from candidates.enums import RequestKind, RequestState
from candidates.models import AccessLog, Candidate, DataRequest
from notifications.models import Message
from tests.factories.candidates import ConsentFactory, DataRequestFactory, JourneyFactory

pytestmark = pytest.mark.django_db
URL = "/admin/antrean/data/"


@pytest.fixture
def asked(reference):
    person = JourneyFactory(candidate__name="Rina Contoh").candidate
    now = timezone.now()
    asked_at = now - timedelta(hours=60, minutes=1)
    return DataRequestFactory(candidate=person, asked_at=asked_at)


def test_the_desk_shows_the_hours_left_on_top(client_of, officer, asked):
    page = client_of(officer).get("/admin/").content.decode()
    assert "Salinan di kertas data pribadi: Rina Contoh" in page
    assert "11 jam lagi" in page


def test_each_deadline_opens_its_own_request(client_of, officer, asked):
    later = DataRequestFactory(candidate=JourneyFactory(candidate__name="Budi Contoh").candidate)
    desk = client_of(officer)
    rows = desk.get("/admin/").context["deadlines"]
    assert [desk.get(row.url).context["item"] for row in rows] == [asked, later]


def test_a_late_one_says_so(client_of, officer, reference):
    person = JourneyFactory().candidate
    DataRequestFactory(candidate=person, asked_at=timezone.now() - timedelta(hours=75))
    assert "terlambat 3 jam" in client_of(officer).get(URL).content.decode()


def test_a_copy_is_printed_from_the_page_and_the_look_is_written_down(client_of, officer, asked):
    page = client_of(officer).get(URL).content.decode()
    assert asked.candidate.nik in page
    assert AccessLog.objects.get(candidate=asked.candidate).what == "record"
    client_of(officer).post(URL, {"orang": asked.pk, "ke": 1, "deed": "fulfil", "expected": ""})
    assert DataRequest.objects.get().state == RequestState.FULFILLED


def test_a_deletion_wants_the_person_told_first(client_of, officer, reference):
    request = DataRequestFactory(candidate=JourneyFactory().candidate, kind=RequestKind.ERASE)
    desk = client_of(officer)
    data = {"orang": request.pk, "ke": 1, "deed": "fulfil", "expected": ""}
    assert "Beri tahu dulu" in desk.post(URL, data).content.decode()
    assert DataRequest.objects.get().is_open
    desk.post(URL, data | {"told": "on"})
    assert Candidate.objects.get(pk=request.candidate_id).erased_at is not None
    assert DataRequest.objects.get().state == RequestState.FULFILLED


def test_who_agreed_to_messages_is_told_by_the_portal(client_of, officer, reference):
    person = JourneyFactory().candidate
    ConsentFactory(candidate=person, purpose="messages")
    request = DataRequestFactory(candidate=person, kind=RequestKind.ERASE)
    desk = client_of(officer)
    data = {"orang": request.pk, "ke": 1, "deed": "fulfil", "expected": ""}
    desk.post(URL, data)
    assert Message.objects.get().template.code == "data_erased"


def test_a_refusal_is_read_by_the_person(client_of, officer, asked):
    data = {"orang": asked.pk, "ke": 1, "deed": "refuse", "expected": "", "reason": "KTP belum ditunjukkan."}
    client_of(officer).post(URL, data)
    assert DataRequest.objects.get().reason == "KTP belum ditunjukkan."


def test_it_is_disnakers_alone(client_of, lpk, welfare, asked):
    assert client_of(welfare).get(URL).status_code == 403
    assert client_of(lpk).get(URL).status_code in {302, 403}

"""A search for a person works as ever, and no name and no NIK ever stands in an address."""

import pytest

from candidates.enums import Stage
from core.private_search import KEPT
from tests.factories.candidates import CandidateFactory, JourneyFactory
from tests.factories.placements import JobOrderFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PEOPLE = "/admin/candidates/journey/"


@pytest.fixture
def desk(client_of, officer):
    for name in ("Rina Contoh", "Dewi Contoh"):
        JourneyFactory(candidate=CandidateFactory(name=name))
    return client_of(officer)


def names(page):
    return sorted(journey.candidate.name for journey in page.context["cl"].queryset)


def test_the_words_wait_in_the_session_and_the_address_carries_a_handle(desk):
    answer = desk.post(PEOPLE, {"words": " rina "})
    assert answer.status_code == 302
    assert "rina" not in answer.url.lower()
    page = desk.get(answer.url)
    assert names(page) == ["Rina Contoh"]
    assert 'value="rina"' in page.content.decode()


def test_pages_and_filters_of_a_search_carry_the_handle_on(desk):
    address = desk.post(f"{PEOPLE}?stage__exact=registered", {"words": "rina"}).url
    assert "stage__exact=registered" in address
    page = desk.get(address)
    assert names(page) == ["Rina Contoh"]
    links = [line for line in page.content.decode().split('href="')[1:] if line.startswith("?")]
    assert links
    assert not [line for line in links if "rina" in line.split('"')[0].lower()]
    assert any(page.request["QUERY_STRING"].split("q=")[1] in line for line in links)


def test_an_empty_search_shows_everybody_again(desk):
    assert desk.post(PEOPLE, {"words": "  "}).url == PEOPLE
    assert names(desk.get(PEOPLE)) == ["Dewi Contoh", "Rina Contoh"]


def test_a_handle_means_nothing_to_anybody_else(desk, client_of, admin2):
    address = desk.post(PEOPLE, {"words": "rina"}).url
    assert names(client_of(admin2).get(address)) == []


def test_a_session_keeps_its_newest_searches_only(desk):
    first = desk.post(PEOPLE, {"words": "rina"}).url
    for number in range(KEPT):
        last = desk.post(PEOPLE, {"words": f"dewi {number}"}).url
    assert names(desk.get(first)) == []
    assert len(desk.session["searches"]) == KEPT
    assert desk.get(last).context["cl"].query == f"dewi {KEPT - 1}"


def test_actions_of_the_list_are_still_actions(desk):
    journey = JourneyFactory(at=Stage.VERIFIED)
    page = desk.post(PEOPLE, {"action": "to_excel", "_selected_action": journey.pk})
    assert page.status_code == 200


def test_the_office_searches_people_for_an_order_in_the_same_way(client_of, lpk):
    JourneyFactory(at=Stage.QUALIFIED, candidate__name="Rina Contoh", sector_id="agriculture")
    order, office = JobOrderFactory(sector_id="agriculture"), client_of(lpk)
    answer = office.post(f"/lpk/job-order/{order.pk}/", {"words": "rina"})
    assert "rina" not in answer.url.lower()
    assert [journey.candidate.name for journey in office.get(answer.url).context["fitting"]] == ["Rina Contoh"]

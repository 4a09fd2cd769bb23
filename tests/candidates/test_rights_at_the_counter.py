"""Requests made by mouth and agreements given by mouth, on the page of a journey."""

from datetime import timedelta

import pytest
from django.urls import reverse

from candidates import consenting
from candidates.enums import Origin, Purpose, RequestKind, RequestState
from candidates.models import AccessLog, DataRequest
from tests.factories.candidates import ConsentFactory, JourneyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


@pytest.fixture
def journey(reference):
    journey = JourneyFactory(candidate__name="Rina Contoh")
    ConsentFactory(candidate=journey.candidate, purpose=Purpose.REGISTRATION)
    return journey


@pytest.fixture
def imported(reference):
    return JourneyFactory(origin=Origin.IMPORT)


def page_of(journey, name="candidates_journey_change"):
    return reverse(f"admin:{name}", args=[journey.pk])


def ask(desk, journey, **typed):
    return desk.post(page_of(journey, "candidates_data_request"), {"seen": "on"} | typed, follow=True)


@pytest.mark.parametrize(
    ("typed", "state"),
    [
        ({"kind": "copy"}, RequestState.OPEN),
        ({"kind": "erase", "should_be": "left over from another choice"}, RequestState.OPEN),
        ({"kind": "correct", "field": "name", "should_be": "Rina Contoh Sari"}, RequestState.OPEN),
        ({"kind": "withdraw", "purpose": "registration"}, RequestState.OPEN),
    ],
)
def test_an_officer_writes_down_what_is_asked_and_the_clock_runs(desk, officer, journey, typed, state):
    page = ask(desk, journey, **typed)
    request = DataRequest.objects.get()
    assert (request.kind, request.state, request.asked_by) == (typed["kind"], state, officer)
    assert request.due_at - request.asked_at == timedelta(hours=72)
    assert "Tercatat. Jawabannya paling lambat tiga kali 24 jam lagi." in page.content.decode()
    assert "dicatat Bu Ratna Contoh" in page.content.decode()


def test_it_is_in_the_queue_of_the_desk_and_on_the_persons_page(desk, journey):
    ask(desk, journey, kind="copy")
    assert "Dicatat oleh" in desk.get("/admin/antrean/data/").content.decode()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "kind"),
        ({"kind": "correct", "should_be": "x"}, "field"),
        ({"kind": "correct", "field": "name"}, "should_be"),
        ({"kind": "withdraw"}, "purpose"),
        ({"kind": "withdraw", "purpose": "employers"}, "purpose"),  # never agreed to
        ({"kind": "copy", "seen": ""}, "seen"),
    ],
)
def test_what_is_missing_stands_beside_its_field(desk, journey, typed, field):
    assert field in ask(desk, journey, **typed).context["form"].errors
    assert not DataRequest.objects.exists()


def test_the_same_is_written_down_once(desk, journey):
    ask(desk, journey, kind="copy")
    assert "sudah diminta" in ask(desk, journey, kind="copy").content.decode().lower()
    assert DataRequest.objects.count() == 1


def test_a_correction_that_cannot_be_is_told_at_once(desk, journey):
    page = ask(desk, journey, kind="correct", field="birth_date", should_be="31 Februari 2004")
    assert page.context["gaps"]
    assert not DataRequest.objects.exists()


def test_who_came_in_by_a_list_has_still_to_be_asked(desk, imported):
    page = desk.get(page_of(imported)).content.decode()
    assert "Persetujuan perlu diminta" in page
    assert "Masuk lewat daftar, jadi belum pernah ditanya." in page
    assert page_of(imported, "candidates_agree") in page


def test_an_agreement_is_written_down_with_the_officers_name(desk, officer, imported):
    typed = {"purposes": ["registration", "messages"], "seen": "on"}
    desk.post(page_of(imported, "candidates_agree"), typed, follow=True)
    live = imported.candidate.consents.live()
    assert {consent.text.purpose for consent in live} == {"registration", "messages"}
    assert {(row.what, row.by) for row in AccessLog.objects.filter(candidate=imported.candidate)} == {
        ("consent:registration", officer),
        ("consent:messages", officer),
    }
    page = desk.get(page_of(imported)).content.decode()
    assert "Persetujuan perlu diminta" not in page
    assert "Tidak disetujui" in page  # employers: their right


def test_pressing_twice_agrees_once(imported, officer):
    for _press in range(2):
        consenting.agree(imported.candidate, ["registration"], by=officer)
    assert imported.candidate.consents.count() == 1


def test_without_a_tick_nothing_is_agreed_to(desk, imported):
    answer = desk.post(page_of(imported, "candidates_agree"), {"seen": "on"})
    assert answer.context["form"].errors["purposes"]
    assert not imported.candidate.consents.exists()


@pytest.mark.parametrize("who", ["lpk", "trainer", "welfare", "leader", "candidate_user"])
def test_only_disnaker_writes_these_down(request, client_of, journey, who):
    person = request.getfixturevalue(who)
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    client = client_of(person)
    for name in ("candidates_data_request", "candidates_agree"):
        assert client.post(page_of(journey, name), {"kind": RequestKind.COPY, "seen": "on"}).status_code in {403, 404}
    assert not DataRequest.objects.exists()

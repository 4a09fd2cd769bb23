"""The outbox of the LPK office: its own people's messages, and nobody else's."""

from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from notifications.enums import State
from notifications.models import Message
from placements.views import messages as message_pages
from tests.factories.accounts import UserFactory
from tests.factories.candidates import JourneyFactory
from tests.factories.notifications import MessageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "roles")]
PAGE = "/lpk/pesan/"
CALLS = "/lpk/pesan/?tampil=telepon"


@pytest.fixture
def office(client_of, lpk):
    return client_of(lpk)


def message_to(journey, **kwargs):
    return MessageFactory(person_key=f"candidate:{journey.candidate_id}", name=journey.candidate.name, **kwargs)


def do(message, verb):
    return reverse("placements:message_do", args=[message.pk, verb])


def call(message):
    return reverse("placements:message_call", args=[message.pk])


def rows(response):
    return [row["it"] for row in response.context["rows"]]


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def test_the_office_sees_the_messages_of_people_in_training_or_later(office):
    seen = [message_to(JourneyFactory(at=stage)) for stage in ("training", "offered", "visa")]
    magang = JourneyFactory(at="offered", scheme_id="magang", selected_on=None, training_on=None, qualified_on=None)
    seen.append(message_to(magang))
    for stage in ("registered", "verified", "selected"):
        message_to(JourneyFactory(at=stage))
    message_to(JourneyFactory(at="training", closed_on=timezone.localdate(), closed_reason="withdrew"))
    MessageFactory(person_key=f"user:{UserFactory(role=Role.TRAINER).pk}")
    assert rows(office.get(PAGE)) == seen[::-1]


def test_the_text_of_others_is_nowhere_on_the_page(office):
    message_to(JourneyFactory(at="selected"), body="Rahasia orang lain", sent=True)
    message_to(JourneyFactory(at="training"), body="Untuk peserta", sent=True)
    page = unescape(office.get(PAGE).content.decode())
    assert ("Rahasia orang lain" in page, "Untuk peserta" in page) == (False, True)


def test_disnaker_sees_everybodys_and_strangers_none(officer, admin2, trainer, lpk, superuser):
    message_to(JourneyFactory(at="registered"))
    counts = [Message.objects.visible_to(user).count() for user in (officer, admin2, superuser, lpk, trainer)]
    assert counts == [1, 1, 1, 0, 0]


def test_who_works_for_both_sees_everything(roles):
    both = UserFactory(role=Role.LPK_OFFICER)
    both.groups.add(*UserFactory(role=Role.DISNAKER_OFFICER).groups.all())
    message_to(JourneyFactory(at="registered"))
    assert Message.objects.visible_to(both).count() == 1


def test_the_call_list_leads_to_the_person_and_shows_no_whole_number(office):
    journey = JourneyFactory(at="training")
    message_to(journey, failed=True, address="+6281234567890")
    message_to(journey, sent=True)
    response = office.get(CALLS)
    page = response.content.decode()
    assert len(rows(response)) == 1
    assert (f"/lpk/peserta/{journey.pk}/" in page, "81234567890" in page) == (True, False)


def test_a_call_is_noted_once_by_whoever_made_it(office, lpk, client_of, officer):
    message = message_to(JourneyFactory(at="training"), failed=True)
    response = office.post(call(message), {"outcome": "reached"})
    assert (response["Location"], rows(office.get(CALLS))) == (CALLS, [])
    again = client_of(officer).post(call(message), {"outcome": "reached"})
    message.refresh_from_db()
    assert message.handled_by == lpk
    assert "Pak Agus Contoh" in again.text


def test_a_call_asks_what_came_of_it_and_is_tried_again_without_an_answer(office, lpk):
    journey = JourneyFactory(at="training")
    message = message_to(journey, failed=True)
    assert call(message) in office.get(CALLS).text
    assert office.post(call(message)).context["form"].errors["outcome"] == ["Pilih salah satu."]
    office.post(call(message), {"outcome": "wrong_number", "note": "nomor mati"})
    assert rows(office.get(CALLS)) == [message]
    note = journey.contact_notes.get()
    assert (note.outcome, note.note, note.by) == ("wrong_number", "nomor mati", lpk)


def test_a_call_noted_by_mistake_is_taken_back_by_who_noted_it(office, client_of, officer):
    journey = JourneyFactory(at="training")
    message = message_to(journey, failed=True)
    office.post(call(message), {"outcome": "reached"})
    assert do(message, "back") in office.get(PAGE).text
    colleague = client_of(officer)
    assert do(message, "back") not in colleague.get(PAGE).text
    refused = said(colleague.post(do(message, "back")))
    assert refused == ["Ini dicatat oleh Pak Agus Contoh, jadi hanya Pak Agus Contoh yang bisa membatalkan."]
    office.post(do(message, "back"))
    assert rows(office.get(CALLS)) == [message]
    assert not journey.contact_notes.standing().exists()


def test_a_failed_message_is_sent_again(office):
    message = message_to(JourneyFactory(at="training"), failed=True)
    assert office.post(do(message, "again"))["Location"] == PAGE
    message.refresh_from_db()
    assert message.state == State.QUEUED


def test_what_cannot_be_done_is_told(office):
    message = message_to(JourneyFactory(at="training"), sent=True)
    assert said(office.post(do(message, "again"))) == ["Hanya pesan yang gagal atau dibatalkan yang bisa dikirim lagi."]


def test_the_message_of_another_is_a_404_and_so_is_an_unknown_deed(office):
    other = message_to(JourneyFactory(at="selected"), failed=True)
    own = message_to(JourneyFactory(at="training"), failed=True)
    assert [office.post(call(other)).status_code, office.post(do(own, "burn")).status_code] == [404, 404]


def test_older_ones_reaches_every_message_once(office, monkeypatch):
    monkeypatch.setattr(message_pages, "PAGE", 2)
    journey = JourneyFactory(at="training")
    made = [message_to(journey, failed=True).pk for _ in range(5)]
    seen, query = [], "tampil=telepon"
    while query:
        response = office.get(f"{PAGE}?{query}")
        seen += [message.pk for message in rows(response)]
        query = response.context["next_query"]
    assert seen == made[::-1]


@pytest.mark.parametrize("query", ["setelah=x", "setelah=²", "tampil=x", "setelah=" + "9" * 30])
def test_nonsense_in_the_address_breaks_nothing(office, query):
    assert office.get(f"{PAGE}?{query}").status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_five_queries_at_most(office, django_assert_max_num_queries, count):
    for _ in range(count):
        message_to(JourneyFactory(at="training"), failed=True)
    with django_assert_max_num_queries(5):
        office.get(PAGE)

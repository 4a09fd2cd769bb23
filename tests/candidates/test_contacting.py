"""What came of a call: written down on the record, and the person is not silent."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates import contacting
from candidates.disclosure import everything
from candidates.models import ContactNote, Journey
from core.refusal import Refused
from tests.candidates.test_desk import page_of, press, told
from tests.factories.candidates import JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TODAY = timezone.localdate()
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def journey():
    return JourneyFactory(registered_on=TODAY - timedelta(days=40))


def day(on):
    return {"on_day": on.day, "on_month": on.month, "on_year": on.year}


def test_an_officer_notes_a_call_on_the_record(client_of, officer, journey):
    desk = client_of(officer)
    typed = {"way": "whatsapp", "outcome": "call_back", "note": "ke loket hari Senin", **day(YESTERDAY)}
    page = press(desk, journey, "contact", **typed)
    assert told(page) == [f"{journey.candidate.name}: kontak sudah dicatat."]
    assert "ke loket hari Senin" in page.text and "Akan menghubungi balik" in page.text
    note = journey.contact_notes.get()
    assert (note.on, note.by, note.way) == (YESTERDAY, officer, "whatsapp")
    assert journey.events.count() == 0


@pytest.mark.parametrize(
    ("on", "sentence"),
    [
        (TODAY + timedelta(days=1), "Tanggalnya belum tiba. Catat setelah terjadi."),
        (TODAY - timedelta(days=41), "Pada hari itu orang ini belum terdaftar."),
    ],
)
def test_a_day_that_cannot_be_stands_beside_its_field(client_of, officer, journey, on, sentence):
    page = press(client_of(officer), journey, "contact", way="phone", outcome="reached", note="sehat", **day(on))
    assert page.context["form"].errors["on"] == [sentence]
    assert 'value="sehat"' in page.text
    assert not ContactNote.objects.exists()


def test_who_was_called_yesterday_is_not_silent_today(officer, journey):
    assert list(Journey.objects.silent(TODAY)) == [journey]
    contacting.write_down(journey, by=officer, way="phone", outcome="no_answer", on=TODAY - timedelta(days=15))
    assert list(Journey.objects.silent(TODAY)) == [journey]
    contacting.write_down(journey, by=officer, way="phone", outcome="no_answer", on=YESTERDAY)
    assert list(Journey.objects.silent(TODAY)) == []


def test_the_person_reads_it_and_with_the_person_its_words_go(officer, journey):
    with pytest.raises(Refused):
        contacting.write_down(journey, by=officer, way="phone", outcome="reached", on=TODAY + timedelta(days=9))
    contacting.write_down(journey, by=officer, way="visit", outcome="family", note="ibunya sakit")
    rows = next(part.rows for part in everything(journey.candidate) if part.key == "contacts")
    assert [fact.words for fact in rows[0]][1:] == ["Kunjungan ke rumah", "Bicara dengan keluarga", "ibunya sakit"]


def test_only_who_works_with_candidates_notes_contacts(client_of, leader, journey):
    leader.is_staff = True
    leader.save(update_fields=["is_staff"])
    url = reverse("admin:candidates_journey_verb", args=[journey.pk, "contact"])
    assert client_of(leader).post(url, {"way": "phone", "outcome": "reached", **day(TODAY)}).status_code in {403, 404}
    assert client_of(leader).get(page_of(journey)).status_code in {302, 403, 404}
    assert not ContactNote.objects.exists()


def written(journey, by, **facts):
    return contacting.write_down(journey, by=by, **{"way": "phone", "outcome": "reached"} | facts)


def take_back(client, note):
    url = reverse("admin:candidates_contact_undo", args=[note.journey_id])
    return client.post(url, {"note": note.pk}, follow=True)


def test_what_was_written_by_mistake_is_taken_back_on_the_record(client_of, officer, journey):
    note = written(journey, officer, note="orang yang salah")
    desk = client_of(officer)
    assert "orang yang salah" in desk.get(page_of(journey)).text
    page = take_back(desk, note)
    assert told(page) == ["Catatan kontak dibatalkan."]
    assert "orang yang salah" not in page.text
    assert list(Journey.objects.silent(TODAY)) == [journey]
    assert told(take_back(desk, note)) == ["Kontak hanya bisa dibatalkan oleh yang mencatatnya, satu kali saja."]


def test_a_colleague_reads_a_contact_and_does_not_take_it_back(client_of, officer, admin2, journey):
    note = written(journey, officer, note="ke loket Senin")
    desk = client_of(admin2)
    assert "contact/undo" not in desk.get(page_of(journey)).text
    page = take_back(desk, note)
    assert told(page) == ["Kontak hanya bisa dibatalkan oleh yang mencatatnya, satu kali saja."]
    assert "ke loket Senin" in page.text

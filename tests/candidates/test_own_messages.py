"""`/saya/pesan/`: one's own messages, by both doors, and nobody else's."""

from datetime import timedelta

import pytest
from django.utils import timezone

from candidates import status_door
from candidates.telling import key_of
from notifications.models import Message, MessageTemplate
from tests.factories.candidates import CandidateFactory, JourneyFactory

pytestmark = pytest.mark.django_db
URL = "/saya/pesan/"


@pytest.fixture
def rina(reference, candidate_user):
    return JourneyFactory(candidate=CandidateFactory(name="Rina Contoh", user=candidate_user)).candidate


def message(candidate, body, code="verified", **more):
    facts = {"address": candidate.phone, "body": body, "state": "sent", "sent_at": timezone.now()}
    template = MessageTemplate.objects.get(code=code)
    key = key_of(candidate)
    return Message.objects.create(rule=body, person_key=key, name="Rina", template=template, **facts | more)


def test_the_newest_message_stands_first_with_what_became_of_it(rina, client_of, candidate_user):
    message(rina, "Data Anda sudah diperiksa.", queued_at=timezone.now() - timedelta(days=3))
    message(rina, "Selamat, lolos seleksi.")
    message(rina, "Besok tes seleksi.", state="failed", error_code="131026", sent_at=None)
    page = client_of(candidate_user).get(URL).content.decode()
    assert page.index("Selamat, lolos seleksi.") < page.index("Data Anda sudah diperiksa.")
    assert "Terkirim" in page
    assert "Tidak sampai" in page


def test_codes_and_what_was_called_back_are_not_shown(rina, client_of, candidate_user, settings):
    settings.DEMO = True
    message(rina, "Kode Anda ABCD-EFGH", code="access_code_by_message")
    message(rina, "Salah pencet", state="cancelled", sent_at=None)
    page = client_of(candidate_user).get(URL).content.decode()
    assert "ABCD" not in page
    assert "Salah pencet" not in page
    assert "Belum ada pesan untuk Anda" in page


def test_nobody_elses_messages_are_shown(rina, client_of, candidate_user):
    message(JourneyFactory().candidate, "Untuk orang lain")
    assert "Untuk orang lain" not in client_of(candidate_user).get(URL).content.decode()


def test_the_door_with_number_and_code_opens_them_too(client, rina):
    message(rina, "Selamat, lolos seleksi.")
    assert client.get(URL).url == "/status/"
    session = client.session
    session[status_door.KEY] = {
        "candidate": rina.pk,
        "seen": int(timezone.now().timestamp()),
        "code": rina.access_code[:12],
    }
    session.save()
    assert "Selamat, lolos seleksi." in client.get(URL).content.decode()
    assert f'href="{URL}"' in client.get("/status/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_many_messages_take_no_more_queries(rina, client_of, candidate_user, number, django_assert_max_num_queries):
    for each in range(number):
        message(rina, f"Pesan {each}")
    browser = client_of(candidate_user)
    browser.get(URL)
    with django_assert_max_num_queries(5):
        browser.get(URL)

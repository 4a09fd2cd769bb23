"""Whom we tell in the family: named with consent, told without the contents, forgotten with the consent."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates import disclosure, family, withdrawing
from candidates.enums import Purpose
from candidates.models import AccessLog, Consent, FamilyContact
from core.refusal import Refused
from notifications import tasks
from notifications.enums import State
from notifications.models import Message, MessageTemplate
from notifications.queueing import queue_message
from notifications.rendering import outgoing
from tests.factories.candidates import FamilyContactFactory, JourneyFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
MOTHER = {"name": "Siti Contoh", "relation": "mother", "phone": "+6281255556666"}


@pytest.fixture
def monday_evening(monkeypatch):
    now = datetime(2026, 8, 3, 13, tzinfo=UTC)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def rina():
    return JourneyFactory(candidate__name="Rina Contoh", at="training").candidate


def urgent_and_held(candidate, **about):
    """What an urgent reminder of a class day leaves behind."""
    return queue_message(**{
        "template": "offer", "person_key": f"candidate:{candidate.pk}", "name": "Rina", "address": candidate.phone,
        "context": {"employer": "RAHASIA K.K.", "answer_by": "2026-08-10", "link": "x"}, "due_on": date(2026, 8, 3),
        "urgent": True, "hold_until": timezone.now() + timedelta(days=2), **about,
    })  # fmt: skip


def test_naming_somebody_puts_the_consent_on_file_and_a_second_one_takes_the_place(rina, trainer):
    family.name_contact(rina, **MOTHER)
    family.name_contact(rina, name="Pak Contoh", relation="father", phone="+6281255557777", by=trainer)
    contact = FamilyContact.objects.get()
    assert (contact.name, contact.by, contact.phone_masked) == ("Pak Contoh", trainer, "0812-****-7777")
    assert Consent.objects.live().filter(candidate=rina, text__purpose=Purpose.FAMILY).count() == 1


def test_the_own_number_is_refused_because_that_phone_is_locked_too(rina):
    with pytest.raises(Refused) as refused:
        family.name_contact(rina, **{**MOTHER, "phone": rina.phone})
    assert refused.value.sentences() == ["Ini nomor peserta sendiri. Tulis nomor salah satu keluarga."]


def test_the_family_hears_once_that_there_is_news_and_never_which(rina, monday_evening):
    FamilyContactFactory(candidate=rina)
    urgent_and_held(rina, hold_until=datetime(2026, 8, 7, 10, tzinfo=UTC))
    assert (family.tell_families(), family.tell_families()) == (1, 0)
    copy = Message.objects.get(person_key=f"family:{rina.pk}")
    assert (copy.address, copy.state, copy.urgent) == ("+6281255556666", State.QUEUED, True)
    words = outgoing(copy).body
    assert words.startswith("Bapak/Ibu Siti Contoh, ada kabar penting untuk Rina.") and "Jumat, 7 Agustus" in words
    assert "RAHASIA" not in str(copy.context) + words and "offer" not in copy.about


def test_one_tick_of_the_sender_tells_the_family_while_the_message_itself_waits(rina):
    FamilyContactFactory(candidate=rina)
    waits = urgent_and_held(rina)
    tasks.deliver_messages()
    copy = Message.objects.get(person_key=f"family:{rina.pk}")
    waits.refresh_from_db()
    assert (copy.state, copy.attempts, waits.state) == (State.SENT, 1, State.HELD)
    assert "RAHASIA" not in copy.body
    tasks.deliver_messages()
    assert Message.objects.filter(person_key=f"family:{rina.pk}").count() == 1


def test_a_family_that_cannot_be_told_keeps_nobody_elses_message(rina):
    FamilyContactFactory(candidate=rina)
    urgent_and_held(rina)
    MessageTemplate.objects.get(code=family.COPY).delete()
    other = urgent_and_held(JourneyFactory(at="training").candidate, hold_until=None)
    tasks.deliver_messages()
    other.refresh_from_db()
    assert other.state == State.SENT


@pytest.mark.parametrize("about", [
    {"urgent": False},  # can wait for Friday
    {"hold_until": None},  # the phone is not locked
    {"hold_until": datetime(2026, 8, 7, 10, tzinfo=UTC)},  # the phone has been given out since
])  # fmt: skip
def test_the_family_is_left_alone_when_the_person_can_read_it_in_time(rina, about):
    FamilyContactFactory(candidate=rina)
    urgent_and_held(rina, **about)
    assert family.tell_families() == 0


def test_taking_the_consent_back_deletes_the_contact_and_stops_what_waits(rina):
    FamilyContactFactory(candidate=rina)
    urgent_and_held(rina)
    family.tell_families()
    withdrawing.withdraw(rina, Purpose.FAMILY)
    assert not FamilyContact.objects.exists()
    assert Message.objects.get(person_key=f"family:{rina.pk}").state == State.CANCELLED
    urgent_and_held(rina, about="another")
    assert family.tell_families() == 0


def test_it_stands_in_my_data(rina):
    FamilyContactFactory(candidate=rina)
    [contact] = disclosure.as_data(rina)["family_contact"]
    assert (contact["name"], contact["phone"]) == ("Siti Contoh", "+6281255556666")


def test_the_person_names_changes_and_deletes_the_contact_on_their_own_page(rina, client_of, candidate_user):
    rina.user = candidate_user
    rina.save(update_fields=["user"])
    client, page = client_of(candidate_user), reverse("candidates:family")
    answer = client.post(page, {"name": "", "relation": "aunt", "phone": "0812", "agreed": ""})
    assert answer.status_code == 422 and "<title>Perbaiki:" in answer.content.decode()
    typed = {"name": "Siti <b>", "relation": "mother", "phone": "0812 5555 6666", "agreed": "on"}
    answer = client.post(page, typed)
    assert list(answer.context["form"].errors) == ["name"] and 'value="Siti &lt;b&gt;"' in answer.content.decode()
    typed["name"] = "Siti Contoh"
    assert "0812-****-6666" in client.post(page, typed, follow=True).content.decode()
    assert "0812-****-6666" not in client.post(reverse("candidates:family_forget"), follow=True).content.decode()
    assert not FamilyContact.objects.exists()
    assert not Consent.objects.live().filter(text__purpose=Purpose.FAMILY).exists()


def test_it_is_not_asked_with_the_registration(client):
    assert "keluarga yang saya tulis di sini" not in client.get("/daftar/").content.decode()


def test_a_minor_reads_the_own_data_page_with_the_guardians_permission(rina, client_of, candidate_user):
    from tests.factories.candidates import ConsentFactory

    rina.user = candidate_user
    rina.save(update_fields=["user"])
    ConsentFactory(candidate=rina, purpose=Purpose.GUARDIAN)
    assert client_of(candidate_user).get(reverse("candidates:data")).status_code == 200
    assert not AccessLog.objects.filter(what="family").exists()

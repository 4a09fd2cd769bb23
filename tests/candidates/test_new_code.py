"""A lost access code: a new one at the counter, the old one opens nothing any more."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from candidates import access
from candidates.models import AccessLog, Consent, ConsentText
from candidates.registration import register
from notifications.models import Message
from tests.candidates.races import at_once
from tests.candidates.test_registration import RINA, TODAY, consents
from tests.factories.accounts import UserFactory
from tests.factories.candidates import JourneyFactory

CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")


@pytest.fixture
def receipt(reference):
    return register(person=RINA, sector="caregiver", consents=consents(), submission_key=uuid.uuid4(), on=TODAY)


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def page_of(journey):
    return reverse("admin:candidates_new_code", args=[journey.pk])


def make(client, journey, **typed):
    form = client.get(page_of(journey)).context["form"]
    return client.post(page_of(journey), {"key": str(form["key"].value()), "seen": "on"} | typed, follow=True)


def enter(client, receipt, code):
    typed = {"number": receipt.journey.registration_no, "code": code}
    return "Perjalanan Anda" in client.post("/status/", typed, follow=True).content.decode()


def test_the_new_code_opens_the_page_and_the_old_one_does_not(client, desk, receipt):
    code = CODE.search(make(desk, receipt.journey).content.decode()).group()
    assert code != receipt.access_code
    assert not enter(client, receipt, receipt.access_code)
    assert enter(client, receipt, code)


def test_who_came_in_with_the_old_code_goes_out(client, desk, receipt):
    assert enter(client, receipt, receipt.access_code)
    make(desk, receipt.journey)
    assert "Perjalanan Anda" not in client.get("/status/").content.decode()


def test_without_looking_at_the_ktp_no_code_is_made(client, desk, receipt):
    response = make(desk, receipt.journey, seen="")
    assert response.context["form"].errors["seen"] == [
        "Lihat KTP-nya dulu. Siapa pun yang memegang kode bisa membuka halaman orang ini."
    ]
    assert enter(client, receipt, receipt.access_code)


def test_the_code_is_shown_once(desk, receipt):
    assert CODE.search(make(desk, receipt.journey).content.decode())
    again = desk.get(f"{page_of(receipt.journey)}receipt/", follow=True)
    assert not CODE.search(again.content.decode())
    assert [str(m) for m in again.context["messages"]] == [
        "Kode hanya ditampilkan sekali. Kalau hilang lagi, buat yang baru."
    ]


def test_it_is_written_down_and_the_person_is_told_without_the_code(desk, officer, receipt):
    code = CODE.search(make(desk, receipt.journey).content.decode()).group()
    entry = AccessLog.objects.get(what="new_code")
    assert (entry.candidate, entry.by) == (receipt.journey.candidate, officer)
    message = Message.objects.get(template__code="new_access_code")
    assert message.address == RINA.phone
    assert access.normalise(code) not in access.normalise(str(message.context))


def test_the_own_page_says_that_a_new_code_was_made(client, desk, receipt):
    code = CODE.search(make(desk, receipt.journey).content.decode()).group()
    typed = {"number": receipt.journey.registration_no, "code": code}
    page = client.post("/status/", typed, follow=True).content.decode()
    assert "Kode yang baru dibuat di loket tanggal" in page
    assert "Data Anda belum pernah dibuka petugas." in page


def test_the_first_receipt_no_longer_shows_its_code(client, desk, receipt):
    from tests.candidates.test_registration_page import answers

    page = client.post("/daftar/periksa/", answers(nik="3673024505040888"), follow=True).content.decode()
    assert CODE.search(page)
    journey = receipt.journey.__class__.objects.get(candidate__nik="3673024505040888")
    make(desk, journey)
    page = client.get("/daftar/selesai/").content.decode()
    assert not CODE.search(page)
    assert "Tetap kode yang sudah Anda punya." in page


@pytest.mark.parametrize("who", ["lpk", "trainer", "welfare", "leader", "candidate_user"])
def test_only_the_counter_makes_codes(request, client_of, receipt, who):
    person = request.getfixturevalue(who)
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    assert client_of(person).post(page_of(receipt.journey), {"key": str(uuid.uuid4()), "seen": "on"}).status_code == 403
    receipt.journey.candidate.refresh_from_db()
    assert access.matches(receipt.access_code, receipt.journey.candidate.access_code)


def test_the_button_stands_on_the_journeys_page_also_of_a_closed_one(desk, receipt, officer):
    from candidates import journey as journeys

    journeys.close(receipt.journey, "withdrew", by=officer)
    page = desk.get(reverse("admin:candidates_journey_change", args=[receipt.journey.pk])).content.decode()
    assert page_of(receipt.journey) in page


def test_pressing_twice_at_once_makes_one_code_and_one_message(committed_reference):
    journey, officer, key = JourneyFactory(), UserFactory(), uuid.uuid4()
    Consent.objects.create(candidate=journey.candidate, text=ConsentText.objects.get(purpose="messages"))
    codes = at_once(*[lambda: access.renew(journey.candidate, key=key, by=officer)] * 2)
    assert codes[0] == codes[1]
    assert Message.objects.count() == AccessLog.objects.count() == 1


def test_two_officers_at_once_leave_one_code_that_works(committed_reference):
    journey, officer = JourneyFactory(), UserFactory()
    codes = at_once(*[lambda: access.renew(journey.candidate, key=uuid.uuid4(), by=officer)] * 2)
    journey.candidate.refresh_from_db()
    assert sum(access.matches(code, journey.candidate.access_code) for code in codes) == 1


class TestByPhone:
    def ask(self, client, receipt, phone="0812-3456-7890", number=None):
        return client.post("/status/kode/", {"number": number or receipt.journey.registration_no, "phone": phone})

    def sent(self):
        return Message.objects.filter(template__code="access_code_by_message")

    def test_a_new_code_goes_to_the_phone_on_file(self, client, receipt):
        page = self.ask(client, receipt).content.decode()
        message = self.sent().get()
        assert message.address == RINA.phone
        assert message.urgent
        assert message.context["code"] not in page
        assert not enter(client, receipt, receipt.access_code)
        assert enter(client, receipt, message.context["code"])

    def test_the_answer_is_the_same_for_a_stranger(self, client, receipt):
        right = self.ask(client, receipt)
        wrong = self.ask(client, receipt, phone="0813-1111-2222")
        nobody = self.ask(client, receipt, number="SJ-2026-99999")

        def words(response):
            return re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())

        assert words(right) == words(wrong) == words(nobody)
        assert self.sent().count() == 1

    def test_a_stranger_does_not_make_the_old_code_useless(self, client, receipt):
        self.ask(client, receipt, phone="0813-1111-2222")
        assert enter(client, receipt, receipt.access_code)

    def test_it_cannot_be_asked_for_without_end(self, client, receipt):
        for _ in range(10):
            assert self.ask(client, receipt).status_code == 200
        assert self.ask(client, receipt).status_code == 429
        assert self.sent().count() == 3  # a day; the last of them stays the one that works

    def test_a_stranger_who_asks_without_end_does_not_keep_the_person_from_a_new_code(self, client, receipt):
        stranger = Client(REMOTE_ADDR="198.51.100.7")
        answers = [self.ask(stranger, receipt, phone="0813-1111-2222").status_code for _ in range(11)]
        assert answers == [200] * 10 + [429]
        assert self.ask(client, receipt).status_code == 200
        assert self.sent().count() == 1

    @pytest.mark.parametrize("junk", ["", "\x00", "<script>", "9" * 9999])
    def test_junk_is_answered_politely(self, client, receipt, junk):
        response = self.ask(client, receipt, phone=junk, number=junk or " ")
        assert response.status_code == 200
        assert response.context["form"].errors
        assert not self.sent().exists()

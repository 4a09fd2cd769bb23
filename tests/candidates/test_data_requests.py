"""A person's rights over their data: ask, be answered within three days, refuse, take back."""

import json
import uuid
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError
from django.utils import timezone

from candidates import data_requests, disclosure
from candidates.data_requests import ask, fulfil, refuse, take_back
from candidates.enums import CloseReason, Purpose, RequestKind, RequestState
from candidates.models import AccessLog, DataRequest, ImportBatch, ImportRow
from candidates.telling import key_of
from core.refusal import Refused, SomebodyWasFirst
from notifications.enums import State
from notifications.models import Message
from notifications.queueing import queue_message
from tests.factories.candidates import CandidateFactory, ConsentFactory, DataRequestFactory, JourneyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def rina(reference, candidate_user):
    """Registered, with every consent, and a login."""
    candidate = CandidateFactory(name="Rina Contoh", user=candidate_user, phone="+6281200000777")
    JourneyFactory(candidate=candidate)
    for purpose in (Purpose.REGISTRATION, Purpose.MESSAGES, Purpose.EMPLOYERS):
        ConsentFactory(candidate=candidate, purpose=purpose)
    return candidate


@pytest.fixture
def hers(client_of, candidate_user, rina):
    return client_of(candidate_user)


def test_the_clock_runs_three_times_24_hours_also_over_a_weekend(rina):
    friday = datetime(2026, 11, 27, 19, 42, tzinfo=ZoneInfo("Asia/Jakarta"))
    request = ask(rina, RequestKind.COPY, at=friday)
    assert request.due_at == datetime(2026, 11, 30, 19, 42, tzinfo=ZoneInfo("Asia/Jakarta"))
    assert request.hours_left(friday + timedelta(hours=70, minutes=30)) == 1
    assert request.hours_left(friday + timedelta(hours=72, minutes=1)) == -1
    assert list(DataRequest.objects.overdue(friday + timedelta(hours=73))) == [request]
    assert not DataRequest.objects.overdue(friday + timedelta(hours=71)).exists()


def test_the_database_knows_the_three_days_too(rina):
    with pytest.raises(IntegrityError, match="request_due_in_three_days"):
        DataRequestFactory(candidate=rina, due_at=timezone.now() + timedelta(days=9))


def test_the_same_is_asked_once_until_it_is_answered(rina, officer):
    first = ask(rina, RequestKind.COPY)
    with pytest.raises(Refused) as refusal:
        ask(rina, RequestKind.COPY)
    assert refusal.value.codes == ["asked_already"]
    fulfil(first, by=officer)
    assert ask(rina, RequestKind.COPY).is_open


def test_a_correction_is_written_when_the_officer_agrees(rina, officer):
    request = ask(rina, RequestKind.CORRECT, field="birth_date", should_be="6 Mei 2004")
    assert rina.birth_date == date(2004, 5, 5)
    fulfil(request, by=officer)
    rina.refresh_from_db()
    assert (rina.birth_date, rina.nik_differs) == (date(2004, 5, 6), True)
    assert (request.state, request.decided_by) == (RequestState.FULFILLED, officer)


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("name", "Rina  Contoh Baru", "Rina Contoh Baru"),
        ("phone", "0813 1111 2222", "+6281311112222"),
        ("sex", "laki-laki", "L"),
    ],
)
def test_what_the_person_writes_is_understood(rina, officer, field, typed, stored):
    fulfil(ask(rina, RequestKind.CORRECT, field=field, should_be=typed), by=officer)
    rina.refresh_from_db()
    assert getattr(rina, field) == stored


def test_what_cannot_be_is_told_at_once(rina):
    with pytest.raises(Refused) as refusal:
        ask(rina, RequestKind.CORRECT, field="birth_date", should_be="31 Februari 2004")
    assert refusal.value.codes == ["should_be"]
    assert not DataRequest.objects.exists()


def test_withdrawing_messages_holds_at_once_and_stops_what_waits(rina):
    message = queue_message(
        template="verified",
        person_key=key_of(rina),
        name="Rina",
        address=rina.phone,
        context={"link": "x"},
        due_on=None,
    )
    request = ask(rina, RequestKind.WITHDRAW, purpose=Purpose.MESSAGES)
    assert request.state == RequestState.FULFILLED
    assert not rina.consents.live().filter(text__purpose=Purpose.MESSAGES).exists()
    assert Message.objects.get(pk=message.pk).state == State.CANCELLED
    with pytest.raises(Refused) as refusal:
        ask(rina, RequestKind.WITHDRAW, purpose=Purpose.MESSAGES)
    assert refusal.value.codes == ["no_consent"]


def test_withdrawing_from_the_programme_waits_for_an_officer_who_ends_the_journey(rina, officer):
    request = ask(rina, RequestKind.WITHDRAW, purpose=Purpose.REGISTRATION)
    assert request.is_open
    fulfil(request, by=officer)
    assert rina.journeys.get().closed_reason == CloseReason.WITHDREW
    assert not rina.consents.live().exists()


def told():
    return [(m.template.code, m.address, m.context) for m in Message.objects.select_related("template").order_by("pk")]


def test_the_person_is_told_of_a_correction_at_the_corrected_phone(rina, officer):
    fulfil(ask(rina, RequestKind.CORRECT, field="phone", should_be="0813 1111 2222"), by=officer)
    ((template, address, context),) = told()
    assert (template, address, context["what"]) == ("data_request_done", "+6281311112222", "Perbaikan")


def test_the_person_is_told_of_a_refusal_and_reads_the_reason_on_the_page(rina, hers, officer):
    refuse(ask(rina, RequestKind.ERASE), by=officer, reason="Data dipakai untuk klaim")
    ((template, _address, context),) = told()
    assert template == "data_request_refused"
    assert "klaim" not in str(context)
    assert "Data dipakai untuk klaim" in hers.get("/saya/data/").content.decode()


def test_who_took_the_consent_to_messages_back_is_not_told_by_message(rina, officer):
    ask(rina, RequestKind.WITHDRAW, purpose=Purpose.MESSAGES)
    fulfil(ask(rina, RequestKind.CORRECT, field="name", should_be="Rina Baru"), by=officer)
    assert told() == []


def test_a_refusal_needs_its_reason(rina, officer):
    request = ask(rina, RequestKind.COPY)
    with pytest.raises(Refused):
        refuse(request, by=officer, reason="  ")
    assert refuse(request, by=officer, reason="Belum menunjukkan KTP").state == RequestState.REFUSED


def test_the_second_answer_is_told_who_was_first(rina, officer):
    request = ask(rina, RequestKind.COPY)
    stale = DataRequest.objects.get(pk=request.pk)
    take_back(request)
    with pytest.raises(SomebodyWasFirst):
        fulfil(stale, by=officer)


# Her page


def test_the_page_says_who_opened_the_data_and_when(hers, rina, officer):
    AccessLog.objects.create(
        candidate=rina, by=officer, what="record", at=datetime(2026, 11, 3, 2, 12, tzinfo=ZoneInfo("UTC"))
    )
    page = hers.get("/saya/data/").content.decode()
    assert "Bu Ratna Contoh" in page
    assert "Petugas Disnaker" in page
    assert "3 November 2026, 09.12" in page
    assert officer.email not in page


def test_the_other_door_leads_there_too(client, reference):
    from candidates.access import hashed

    journey = JourneyFactory(candidate__access_code=hashed("ABCDE-FGHJK"))
    client.post("/status/", {"number": journey.registration_no, "code": "ABCDE-FGHJK"})
    assert "Data saya" in client.get("/saya/data/").content.decode()


def test_a_correction_is_asked_on_the_page_and_shown_with_its_hours(hers, rina):
    sent = hers.post("/saya/data/minta/perbaikan/", {"field": "name", "should_be": "Rina Contoh Sari"}, follow=True)
    page = sent.content.decode()
    assert "Nama lengkap: Rina Contoh Sari" in page
    assert "71 jam lagi" in page
    again = hers.post("/saya/data/batal/", {"request": DataRequest.objects.get().pk}, follow=True)
    assert "Ditarik kembali" in again.content.decode()
    assert DataRequest.objects.get().state == RequestState.TAKEN_BACK


def test_a_correction_that_cannot_be_stands_beside_its_field(hers, rina):
    answer = hers.post("/saya/data/minta/perbaikan/", {"field": "phone", "should_be": "123"})
    assert answer.context["form"].errors["should_be"]


def test_deletion_asks_to_be_sure(hers, rina):
    assert not hers.post("/saya/data/minta/penghapusan/", {}).context["form"].is_valid()
    hers.post("/saya/data/minta/penghapusan/", {"sure": "on"})
    assert DataRequest.objects.get().kind == RequestKind.ERASE


def test_a_consent_is_taken_back_with_one_press(hers, rina):
    page = hers.post("/saya/data/tarik/", {"purpose": "employers"}, follow=True).content.decode()
    assert "Persetujuan ditarik." in page
    assert not rina.consents.live().filter(text__purpose="employers").exists()
    assert hers.post("/saya/data/tarik/", {"purpose": "nonsense"}).status_code == 404


def test_a_consent_taken_back_may_be_given_again(hers, rina):
    hers.post("/saya/data/tarik/", {"purpose": "messages"})
    page = hers.get("/saya/data/").content.decode()
    assert "Belum disetujui, atau sudah ditarik" in page
    page = hers.post("/saya/data/setuju/", {"purpose": "messages"}, follow=True).content.decode()
    assert "persetujuannya tersimpan" in page
    assert rina.consents.live().filter(text__purpose="messages").count() == 1
    assert rina.consents.filter(text__purpose="messages").count() == 2  # the proof of the first stays
    assert hers.post("/saya/data/setuju/", {"purpose": "nonsense"}).status_code == 404


def test_who_wrote_it_down_at_the_counter_and_why_it_was_refused_stand_on_the_page(hers, rina, officer):
    refuse(ask(rina, RequestKind.COPY, by=officer), by=officer, reason="KTP belum ditunjukkan.")
    page = hers.get("/saya/data/").content.decode()
    assert "Dicatat di loket oleh Bu Ratna Contoh" in page
    assert "KTP belum ditunjukkan." in page


def test_the_download_holds_everything_and_leaves_a_trace(hers, rina):
    response = hers.post("/saya/data/unduh/")
    data = json.loads(response.content)
    assert data["example_data"] is True
    assert data["person"][0]["nik"] == rina.nik
    assert data["journeys"][0]["registered_on"] == "2026-01-10"
    assert {consent["text_purpose"] for consent in data["consents"]} == {"registration", "messages", "employers"}
    assert rina.nik not in response["Content-Disposition"]
    assert AccessLog.objects.get(candidate=rina).what == AccessLog.OWN_COPY


def test_the_copy_to_print_is_in_words(hers, rina):
    page = hers.get("/saya/data/semua/").content.decode()
    assert rina.nik in page
    assert "5 Mei 2004" in page
    assert "10 Januari 2026" in page


def folded(response):
    return response.text.partition('<div class="tanya">')[2]


def test_the_copy_is_folded_by_subject_and_of_many_entries_the_newest_stand_first(hers, rina, officer):
    start = datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
    for day in range(12):
        AccessLog.objects.create(candidate=rina, by=officer, what="record", at=start + timedelta(days=day))
    first, *others = hers.get("/saya/data/semua/").context["subjects"]
    assert (str(first.title), first.number, first.earlier) == ("Identitas", 2, [])
    opened = next(subject for subject in others if subject.number == 12)
    days = [row[0].value.day for row in (*opened.rows, *opened.earlier)]
    assert (days, len(opened.rows)) == ([*range(12, 0, -1)], 5)
    page = folded(hers.get("/saya/data/semua/"))
    assert page.count("<details") - 1 == page.count("<summary><h2>")  # one of them has earlier entries
    assert page.count("<details open") == 1
    assert "12 catatan" in page and "7 catatan sebelumnya" in page
    whole = folded(hers.get("/saya/data/semua/", {"buka": "semua"}))
    assert whole.count(" open>") == whole.count("<details")
    assert len(json.loads(hers.post("/saya/data/unduh/").content)["opened_by"]) == 12


def test_what_a_kelurahan_sent_about_a_person_is_in_their_copy_and_of_nobody_else(hers, rina):
    sent = ImportBatch.objects.create(key=uuid.uuid4(), name="Kaligandu.xlsx", on=date(2026, 1, 9), state="ready")
    row = {"batch": sent, "sheet": "1", "can_import": False}
    ImportRow.objects.create(row=2, nik=rina.nik, cells={"name": "RINA C", "birth_place": "Serang"}, **row)
    ImportRow.objects.create(row=3, nik="3673024505049999", cells={"name": "Orang Lain"}, **row)
    ImportRow.objects.create(row=4, nik=rina.nik, cells={}, **row)  # emptied after thirty days
    (told,) = json.loads(hers.post("/saya/data/unduh/").content)["lists"]
    assert (told["list"], told["name"], told["birth_place"]) == ("Kaligandu.xlsx", "RINA C", "Serang")
    page = hers.get("/saya/data/semua/").content.decode()
    assert "Yang dikirim kelurahan" in page
    assert "Tempat lahir" in page
    assert "Orang Lain" not in page


def test_nobody_reaches_somebody_elses_request(hers, rina):
    other = DataRequestFactory()
    assert hers.post("/saya/data/batal/", {"request": other.pk}).status_code == 404
    assert hers.post("/saya/data/batal/", {"request": "x"}).status_code == 404
    assert DataRequest.objects.get(pk=other.pk).is_open


def test_downloading_again_and_again_is_stopped(hers, rina):
    answers = [hers.post("/saya/data/unduh/").status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_every_kind_has_its_deed():
    assert set(data_requests.DEEDS) >= {RequestKind.COPY, RequestKind.CORRECT, RequestKind.WITHDRAW}


def test_each_column_of_an_agreement_has_a_label_of_its_own(rina):
    row = next(part for part in disclosure.everything(rina) if part.key == "consents").rows[0]
    labels = [str(fact.label) for fact in row]
    assert len(set(labels)) == len(labels)

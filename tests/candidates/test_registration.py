"""The verb: one form, one person, whatever the network and the fingers do."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from candidates import access
from candidates.enums import Deed, Origin, Purpose, Stage
from candidates.models import Candidate, Consent, ConsentText, Journey, Programme
from candidates.registration import PersonData, register
from core.refusal import Refused
from notifications.models import Message, MessageTemplate
from tests.candidates.races import at_once

TODAY = date(2026, 11, 24)
RINA = PersonData(
    nik="3673024505040001",
    name="Rina Contoh",
    birth_date=date(2004, 5, 5),
    sex="P",
    phone="+6281234567890",
    kelurahan_id="36.73.02.1001",
)


def consents(*purposes):
    return ConsentText.objects.filter(purpose__in=purposes or [Purpose.REGISTRATION, Purpose.MESSAGES])


def send(person=RINA, key=None, **changes):
    values = {"sector": "caregiver", "consents": consents(), "on": TODAY, "submission_key": key or uuid.uuid4()}
    return register(person=person, **(values | changes))


def test_a_person_registers_and_gets_number_and_code(reference):
    receipt = send()
    journey = Journey.objects.select_related("candidate").get()
    assert receipt.journey == journey
    assert journey.registration_no.startswith("SJ-2026-")
    assert len(journey.registration_no) >= len("SJ-2026-0001")
    assert (journey.stage, journey.registered_on, journey.origin) == (Stage.REGISTERED, TODAY, Origin.ONLINE)
    assert (journey.scheme_id, journey.sector_id, journey.programme.year) == ("ssw", "caregiver", 2026)
    assert journey.candidate.name == "Rina Contoh"
    assert access.matches(receipt.access_code, journey.candidate.access_code)
    assert receipt.access_code not in str(vars(journey.candidate))
    assert [wish.sector_id for wish in journey.wishes.all()] == ["caregiver"]


def test_the_ledger_and_the_consents_say_what_happened(reference):
    journey = send(ip_address="192.0.2.7").journey
    event = journey.events.get()
    assert (event.deed, event.stage, event.on, event.by) == (Deed.REACHED, Stage.REGISTERED, TODAY, None)
    given = Consent.objects.filter(candidate=journey.candidate).select_related("text")
    assert {(c.text.purpose, c.text.version) for c in given} == {("registration", 1), ("messages", 1)}
    assert {c.ip_address for c in given} == {"192.0.2.7"}


def test_the_message_says_the_number_and_until_when(reference):
    journey = send().journey
    message = Message.objects.get()
    assert message.address == "+6281234567890"
    assert message.context["number"] == journey.registration_no
    assert message.context["due_on"] == "2026-11-27"
    assert "3673024505040001" not in str(message.context)


def test_who_did_not_agree_to_messages_gets_none(reference):
    send(consents=consents(Purpose.REGISTRATION))
    assert not Message.objects.exists()


def test_without_the_needed_consent_nothing_is_stored(reference):
    with pytest.raises(Refused) as refusal:
        send(consents=consents(Purpose.MESSAGES))
    assert refusal.value.codes == ["consent_missing"]
    assert not Candidate.objects.exists()


def test_numbers_go_up_and_never_repeat(reference):
    first = send().journey.registration_no
    second = send(replace(RINA, nik="3673024505040002")).journey.registration_no
    assert int(second[-4:]) == int(first[-4:]) + 1


def test_a_known_nik_is_told_the_way_and_makes_no_second_person(reference):
    send()
    with pytest.raises(Refused) as refusal:
        send(replace(RINA, name="Orang Lain"))
    assert refusal.value.sentences() == [
        "NIK ini sudah terdaftar, tidak perlu mendaftar lagi. Masuk dengan nomor pendaftaran dan kode. "
        "Kodenya hilang? Minta yang baru lewat HP atau di loket."
    ]
    assert Candidate.objects.get().name == "Rina Contoh"


def test_the_same_form_again_gives_the_same_receipt(reference):
    key = uuid.uuid4()
    first, second = send(key=key), send(key=key)
    assert (first.journey, first.access_code) == (second.journey, second.access_code)
    assert Candidate.objects.count() == Journey.objects.count() == Message.objects.count() == 1


def test_a_sister_who_types_over_the_same_form_is_her_own_person(reference):
    key = uuid.uuid4()
    rina = send(key=key)
    sister = send(replace(RINA, nik="3673024606060002", name="Rini Contoh"), key=key)
    assert sister.journey != rina.journey
    assert sister.access_code != rina.access_code


def test_registration_is_refused_between_two_programmes(reference):
    Programme.objects.filter(year=2026).update(closes_on=date(2026, 11, 23))
    with pytest.raises(Refused) as refusal:
        send()
    assert refusal.value.codes == ["registration_closed"]
    assert not Candidate.objects.exists()


def test_an_officer_at_the_counter_is_on_record(reference, officer):
    journey = send(origin=Origin.WALK_IN, by=officer).journey
    assert journey.origin == Origin.WALK_IN
    assert journey.candidate.created_by == officer
    assert journey.events.get().by == officer


def test_someone_from_outside_the_city_is_kept_and_flagged(reference):
    person = replace(RINA, kelurahan_id=None, address_outside="Jl. Contoh 1, Cilegon")
    assert not send(person).journey.candidate.is_resident


def test_a_registration_takes_one_query(reference, django_assert_max_num_queries):
    send(replace(RINA, nik="3673024505040009"))  # warms the offer
    with django_assert_max_num_queries(5) as queries:  # with BEGIN-less savepoints of the test
        register(
            person=RINA, sector="caregiver", consents=[c.pk for c in consents()], on=TODAY, submission_key=uuid.uuid4()
        )
    work = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(work) - 1 == 1  # one of them is this test's own question for the texts


def test_pressing_send_twice_at_once_makes_one_person_with_one_receipt(committed_reference):
    key = uuid.uuid4()
    first, second = at_once(lambda: send(key=key), lambda: send(key=key))
    assert first.journey == second.journey
    assert first.access_code == second.access_code
    assert Candidate.objects.count() == Journey.objects.count() == Message.objects.count() == 1


def test_two_forms_with_one_nik_at_once_make_one_person(committed_reference):
    outcomes = at_once(send, send, send)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [refusal.codes for refusal in refused] == [["nik_known"], ["nik_known"]]
    assert Candidate.objects.count() == 1


def test_many_people_at_once_all_get_different_numbers(committed_reference):
    people = [replace(RINA, nik=f"367302450504{n:04d}") for n in range(1, 9)]
    outcomes = at_once(*(lambda person=person: send(person) for person in people))
    assert len({outcome.journey.registration_no for outcome in outcomes}) == 8


def test_twenty_clients_at_once_lose_nobody_and_double_nobody(committed_reference):
    """Sixty people by twenty clients, each form sent by two of them at the same moment."""
    people = [replace(RINA, nik=f"367302450504{n:04d}") for n in range(1, 61)]
    forms = [(person, uuid.uuid4()) for person in people]

    def client(place):
        mine = [form for number, form in enumerate(forms) if number % 10 == place // 2]
        return [send(person, key).journey.registration_no for person, key in mine]

    outcomes = at_once(*(lambda place=place: client(place) for place in range(20)))
    assert [outcome for outcome in outcomes if isinstance(outcome, Exception)] == []
    assert outcomes[::2] == outcomes[1::2], "who sends the same form gets the same receipt"
    assert len({number for outcome in outcomes for number in outcome}) == 60
    assert Candidate.objects.count() == Journey.objects.count() == Message.objects.count() == 60


def test_without_the_text_of_the_receipt_nothing_is_saved_and_it_is_said(reference):
    """Somebody who agreed to messages would wait for one that nobody can write."""
    MessageTemplate.objects.filter(code="registration_received").update(placeholders=["name", "counter"])
    with pytest.raises(LookupError, match="counter"):
        send(consents=consents(*Purpose.values))
    assert not Candidate.objects.exists()
    quiet = send(consents=consents(Purpose.REGISTRATION))  # who wants no messages registers all the same
    assert quiet.journey.registration_no

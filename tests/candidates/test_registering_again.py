"""Registering again: a new journey of the same person, from the promised day, and nothing of the old record shown."""

import re
import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates import access, again, selecting
from candidates import journey as journeys
from candidates.enums import Again, CloseReason, Origin, Purpose, Stage
from candidates.merging import merge
from candidates.models import Candidate, Consent, Journey, Programme
from candidates.offer import offered
from candidates.registration import Background, register_again
from core.refusal import Refused
from notifications.models import Message
from tests.candidates.races import at_once
from tests.candidates.test_registration import RINA, TODAY, consents, send
from tests.candidates.test_registration_page import answers
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory, programme

NEXT = date(2026, 12, 13)  # the next programme opens
CODE = re.compile(r"[0-9A-Z]{5}-[0-9A-Z]{5}")


def not_chosen(officer):
    """Rina registered in March and was told on 24 November that she was not chosen."""
    receipt = send(on=date(2026, 3, 2))
    journey = selecting.verify(receipt.journey, by=officer, on=date(2026, 3, 4))
    selecting.decline(journey, by=officer, reason="nilai tes di bawah batas", on=TODAY)
    return receipt


@pytest.fixture
def first(reference, officer):
    return not_chosen(officer)


def refusal_of(deed):
    with pytest.raises(Refused) as refusal:
        deed()
    return refusal.value.sentences()


def test_from_the_promised_day_a_new_journey_of_the_same_person(first):
    receipt = send(on=NEXT)
    assert Candidate.objects.count() == 1
    assert receipt.journey.candidate == first.journey.candidate
    assert receipt.journey.registration_no != first.journey.registration_no
    assert (receipt.journey.stage, receipt.journey.programme.year) == (Stage.REGISTERED, 2027)
    assert [event.on for event in receipt.journey.events.all()] == [NEXT]


def test_with_the_nik_of_a_joined_record_it_is_the_same_person(first, officer):
    """Registered twice once, under a NIK with a slip; the next year the slip is typed again."""
    twin = JourneyFactory(candidate__nik="3673024505040077", registered_on=date(2026, 3, 5)).candidate
    merge(first.journey.candidate, twin, by=officer, reason="KTP dilihat")
    journeys.close(twin.journeys.model.objects.open().get(), CloseReason.NOT_CHOSEN, by=officer, on=TODAY)
    receipt = send(replace(RINA, nik=twin.nik), on=NEXT)
    assert receipt.journey.candidate == first.journey.candidate
    assert Candidate.objects.count() == 2


def test_the_day_before_a_sentence_says_from_when(first):
    sentences = refusal_of(lambda: send(on=NEXT - timedelta(days=1)))
    assert sentences == ["Boleh mendaftar lagi mulai 13 Desember 2026."]
    assert Journey.objects.count() == 1


def test_the_code_stays_and_is_not_shown(first):
    receipt = send(on=NEXT)
    assert receipt.access_code == ""
    receipt.journey.candidate.refresh_from_db()
    assert access.matches(first.access_code, receipt.journey.candidate.access_code)


@pytest.mark.parametrize("typed", [{"phone": "+6281311112222"}, {"birth_date": date(2004, 5, 6)}])
def test_who_only_knows_the_nik_learns_nothing_and_changes_nothing(first, typed):
    stranger = replace(RINA, name="Orang Lain", **typed)
    for day in (TODAY, NEXT):
        assert refusal_of(lambda day=day: send(stranger, on=day))[0].startswith("NIK ini sudah terdaftar")
    assert Journey.objects.count() == 1
    assert Candidate.objects.get().phone == RINA.phone


def test_what_is_on_file_stays_and_the_officer_sees_what_was_typed(first, client_of, officer):
    moved = replace(RINA, name="Rina Contoh Baru", kelurahan_id="36.73.02.1002")
    journey = send(moved, on=NEXT).journey
    candidate = Candidate.objects.get()
    assert (candidate.name, candidate.kelurahan_id) == ("Rina Contoh", "36.73.02.1001")
    page = client_of(officer).get(reverse("admin:candidates_journey_change", args=[journey.pk])).content.decode()
    assert "Nama lengkap: tercatat Rina Contoh, diketik Rina Contoh Baru" in page
    assert "Cocokkan dengan KTP" in page


def test_the_message_goes_to_the_phone_on_file(first):
    Message.objects.all().delete()
    receipt = send(on=NEXT)
    message = Message.objects.get()
    assert (message.address, message.context["number"]) == (RINA.phone, receipt.journey.registration_no)


def test_the_same_text_is_agreed_to_once(first):
    send(on=NEXT)
    assert Consent.objects.filter(candidate=first.journey.candidate).count() == 2


def test_the_same_form_again_gives_the_same_receipt(first):
    key = uuid.uuid4()
    assert send(on=NEXT, key=key) == send(on=NEXT, key=key)
    assert Journey.objects.count() == 2


def test_a_typo_mended_in_the_same_first_form_still_shows_the_receipt(reference):
    key = uuid.uuid4()
    assert send(key=key) == send(replace(RINA, phone="+6281311112222"), key=key)


def test_a_list_from_a_kelurahan_makes_no_new_journey(first):
    assert refusal_of(lambda: send(on=NEXT, origin=Origin.IMPORT))[0].startswith("NIK ini sudah terdaftar")


def test_at_the_counter_the_ktp_is_enough_and_a_new_code_is_printed(first, officer):
    receipt = send(replace(RINA, phone="+6281311112222"), on=NEXT, origin=Origin.WALK_IN, by=officer)
    receipt.journey.candidate.refresh_from_db()
    assert access.matches(receipt.access_code, receipt.journey.candidate.access_code)
    assert not access.matches(first.access_code, receipt.journey.candidate.access_code)
    assert receipt.journey.candidate.phone == RINA.phone
    assert receipt.journey.typed_anew == {"phone": "+6281311112222"}


def test_a_marriage_told_this_time_goes_to_the_officer_and_no_answer_is_no_difference(first, officer, client_of):
    Candidate.objects.update(was_trainee="yes")
    receipt = send(replace(RINA, marital_status="married"), on=NEXT, origin=Origin.WALK_IN, by=officer)
    assert receipt.journey.typed_anew == {"marital_status": "married"}
    page = client_of(officer).get(f"/admin/candidates/journey/{receipt.journey.pk}/change/").content.decode()
    assert re.search("<li>Status kawin: .*Kawin</li>", page)


@pytest.mark.parametrize(
    ("reason", "policy"),
    [
        (CloseReason.NOT_CHOSEN, Again.NEXT_PROGRAMME),
        (CloseReason.WITHDREW, Again.AT_ONCE),
        (CloseReason.LOST_CONTACT, Again.AT_ONCE),
        (CloseReason.DISMISSED, Again.BY_OFFICER),
        (CloseReason.UNFIT, Again.BY_OFFICER),
        (CloseReason.DIED, Again.BY_OFFICER),
    ],
)
def test_every_way_out_has_its_way_back(reason, policy):
    assert again.usual(reason) == policy


def test_who_withdrew_may_come_back_at_once(reference, officer):
    journeys.close(send().journey, CloseReason.WITHDREW, by=officer, on=TODAY)
    assert send().journey.stage == Stage.REGISTERED


def test_who_was_dismissed_needs_an_officer_who_reopens(reference, officer):
    journey = journeys.close(send().journey, CloseReason.DISMISSED, by=officer, on=TODAY)
    assert refusal_of(send) == ["Perjalanan sebelumnya diakhiri oleh program. Tanyakan di loket Disnaker."]
    journeys.reopen(journey, by=officer, on=TODAY, reason="sudah dibicarakan")
    journey.refresh_from_db()
    assert (journey.stage, journey.again_from) == (Stage.REGISTERED, None)


def test_reopening_is_refused_once_the_person_has_registered_again(first, officer):
    send(on=NEXT)
    assert refusal_of(lambda: journeys.reopen(first.journey, by=officer, on=NEXT)) == [
        "Orang ini masih punya perjalanan yang terbuka. Tutup dulu yang itu."
    ]


@given(
    on=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    opens=st.lists(st.dates(date(2027, 1, 1), date(2030, 1, 1)), max_size=3, unique_by=lambda day: day.year),
)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_promised_day_is_always_later_and_never_passes_over_a_programme(db, on, opens):
    Programme.objects.all().delete()
    journey = Journey(programme=programme(2026))
    for day in opens:
        Programme.objects.create(
            year=day.year, opens_on=day, closes_on=day + timedelta(days=9), ends_on=day + timedelta(days=99)
        )
    promised = again.day(journey, Again.NEXT_PROGRAMME, on)
    assert promised > on
    later = sorted(day for day in (journey.programme.opens_on, *opens) if day > on)
    assert promised == (later[0] if later else promised)


def test_who_is_under_18_does_not_come_back_without_a_guardian(reference, officer):
    young = replace(RINA, nik="3673024505100001", birth_date=date(2009, 5, 5))
    texts = consents(Purpose.REGISTRATION, Purpose.GUARDIAN)
    mother = Background(guardian="mother", guardian_name="Siti Contoh", guardian_phone="+6281299990000")
    journey = send(young, background=mother, consents=texts).journey
    journeys.close(journey, CloseReason.WITHDREW, by=officer, on=TODAY)

    def come_back(**more):
        form = {"sector": "agriculture", "consents": texts, "submission_key": uuid.uuid4(), "on": TODAY} | more
        return register_again(journey.candidate, **form)

    with pytest.raises(Refused, match="guardian_missing"):
        come_back()
    with pytest.raises(Refused, match="guardian_consent_missing"):
        come_back(background=mother, consents=consents())
    assert come_back(background=mother).journey.guardian_name == "Siti Contoh"


def test_registering_again_takes_five_queries(first, django_assert_max_num_queries):
    texts = [text.pk for text in consents()]
    offered(NEXT)  # warm, as for every visitor but the first
    with django_assert_max_num_queries(13) as queries:
        send(on=NEXT, consents=texts)
    work = [q["sql"] for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
    assert len(work) == 5


def test_two_forms_at_once_make_one_new_journey(committed_reference):
    not_chosen(UserFactory())
    outcomes = at_once(*[lambda: send(on=NEXT)] * 3)
    refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
    assert [refusal.codes for refusal in refused] == [["nik_known"], ["nik_known"]]
    assert Journey.objects.count() == 2
    assert Candidate.objects.count() == 1


def test_pressing_send_twice_at_once_makes_one_new_journey_with_one_receipt(committed_reference):
    not_chosen(UserFactory())
    key = uuid.uuid4()
    one, two = at_once(*[lambda: send(on=NEXT, key=key)] * 2)
    assert one.journey == two.journey
    assert Journey.objects.count() == 2


class TestOnThePages:
    """The pages use today's date, so the day has come when the closing lies far back."""

    @pytest.fixture
    def rina(self, reference, officer):
        Programme.objects.create(
            year=2090, opens_on=date(2020, 1, 1), closes_on=date(2090, 1, 1), ends_on=date(2090, 12, 31)
        )
        receipt = send()
        journeys.close(receipt.journey, CloseReason.WITHDREW, by=officer, on=TODAY)
        return receipt

    def enter(self, client, receipt):
        typed = {"number": receipt.journey.registration_no, "code": receipt.access_code}
        return client.post("/status/", typed, follow=True).content.decode()

    def test_the_receipt_shows_neither_name_nor_code(self, client, rina):
        page = client.post("/daftar/periksa/", answers(name="Siapa Saja"), follow=True).content.decode()
        assert Journey.objects.order_by("-pk").first().registration_no in page
        assert not CODE.search(page)
        assert "Rina" not in page
        assert "Tetap kode yang sudah Anda punya." in page

    def test_from_the_own_page_with_the_code(self, client, rina):
        assert "/daftar/lagi/" in self.enter(client, rina)
        form = client.get("/daftar/lagi/").context["form"]
        typed = {"submission_key": str(form["submission_key"].value()), "sector": "agriculture", "education": "SMA"}
        empty = client.post("/daftar/lagi/", typed)
        assert empty.context["form"].errors
        required = next(c for c in form.offer.consents if c.required)
        page = client.post("/daftar/lagi/", typed | {f"consent_{required.text_id}": "on"}, follow=True)
        assert page.redirect_chain == [("/daftar/selesai/", 302)]
        journey = Journey.objects.order_by("-pk").first()
        assert (journey.candidate, journey.sector_id) == (rina.journey.candidate, "agriculture")
        assert "/daftar/lagi/" not in client.get("/status/").content.decode()

    def test_what_was_told_last_time_stands_there_already(self, client, rina):
        told = {"scheme_id": "magang", "education": "SMK", "occupation": "jaga toko", "heard_from_id": "sekolah"}
        Journey.objects.filter(pk=rina.journey.pk).update(**told)
        rina.journey.wishes.create(sector_id="automotive", rank=2)
        self.enter(client, rina)
        form = client.get("/daftar/lagi/").context["form"]
        shown = {name: form[name].value() for name in form.fields if "consent" not in name and "guardian" not in name}
        assert shown.pop("submission_key")
        assert shown == {
            "sector": "caregiver",
            "wish_2": "automotive",
            "wish_3": None,
            "scheme": "magang",
            "education": "SMK",
            "occupation": "jaga toko",
            "heard_from": "sekolah",
        }
        assert not any(field.value() for field in form.consent_fields())  # agreeing is asked anew
        page = self.send_again(client, form)
        assert page.redirect_chain == [("/daftar/selesai/", 302)]
        journey = Journey.objects.order_by("-pk").first()
        assert list(journey.wishes.values_list("sector", flat=True)) == ["caregiver", "automotive"]
        assert {name: getattr(journey, name) for name in told} == told
        assert journey.guardian_name == ""

    def send_again(self, client, form, **changes):
        """What the page shows, with the needed agreement."""
        names = [name for name in form.fields if "consent" not in name]
        required = next(consent for consent in form.offer.consents if consent.required)
        typed = (
            {name: form[name].value() or "" for name in names}
            | {"education": "SMK"}
            | {f"consent_{required.text_id}": "on"}
        )
        return client.post("/daftar/lagi/", typed | changes, follow=True)

    def test_who_is_still_under_18_comes_back_with_the_permission_of_a_guardian(self, client, rina):
        today = timezone.localdate()
        Candidate.objects.update(birth_date=today.replace(year=today.year - 17, day=min(today.day, 28)))
        self.enter(client, rina)
        form = client.get("/daftar/lagi/").context["form"]
        refused = self.send_again(client, form, guardian_name="")
        assert refused.context["form"].errors.keys() == {
            "guardian",
            "guardian_name",
            "guardian_phone",
            "guardian_consent",
        }
        mother = {"guardian": "mother", "guardian_name": "Siti Contoh", "guardian_phone": RINA.phone}
        refused = self.send_again(client, form, **mother, guardian_consent="on")
        assert refused.context["form"].errors.keys() == {"guardian_phone"}
        mother["guardian_phone"] = "0812-9999-0000"
        page = self.send_again(client, form, **mother, guardian_consent="on")
        assert page.redirect_chain == [("/daftar/selesai/", 302)]
        journey = Journey.objects.order_by("-pk").first()
        assert (journey.guardian, journey.guardian_name) == ("mother", "Siti Contoh")
        assert journey.candidate.consents.live().filter(text__purpose=Purpose.GUARDIAN).exists()

    def test_a_grown_up_is_not_asked_for_a_guardian_and_none_is_kept(self, client, rina):
        self.enter(client, rina)
        response = client.get("/daftar/lagi/")
        assert "orang tua" not in response.content.decode()
        self.send_again(client, response.context["form"], guardian_name="Siti Contoh")
        assert Journey.objects.order_by("-pk").first().guardian_name == ""

    def test_from_the_own_page_with_a_login(self, client_of, candidate_user, rina):
        rina.journey.candidate.user = candidate_user
        rina.journey.candidate.save(update_fields=["user"])
        assert "/daftar/lagi/" in client_of(candidate_user).get("/saya/").content.decode()
        assert client_of(candidate_user).get("/daftar/lagi/").status_code == 200

    def test_an_open_journey_is_told_so(self, client, reference, candidate_user, client_of):
        JourneyFactory(candidate=CandidateFactory(user=candidate_user))
        with pytest.raises(Refused):
            register_again(
                candidate_user.candidate,
                sector="agriculture",
                consents=consents(),
                submission_key=uuid.uuid4(),
            )
        assert "/daftar/lagi/" not in client_of(candidate_user).get("/saya/").content.decode()

    def test_known_niks_cannot_be_tried_without_end(self, client, rina):
        for _ in range(20):
            assert client.post("/daftar/periksa/", answers(phone="0813-1111-2222")).status_code == 200
        assert client.post("/daftar/periksa/", answers(phone="0813-1111-2222")).status_code == 429

"""Journeys and candidates at the desk: verbs that can be undone, masked lists, looks that are written down."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from candidates import admin_verbs
from candidates import journey as journeys
from candidates.enums import CloseReason, Deed, Origin, Stage
from candidates.models import AccessLog, Candidate, ClosingReason, Consent, ConsentText, Journey
from notifications.models import Message
from tests.candidates.test_registration_page import an_open_programme, answers  # noqa: F401
from tests.factories.candidates import CandidateFactory, JourneyFactory

NOT_CHOSEN = "tidak hadir di tes seleksi"


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def page_of(journey):
    return reverse("admin:candidates_journey_change", args=[journey.pk])


def press(client, journey, slug, expected=None, **data):
    url = reverse("admin:candidates_journey_verb", args=[journey.pk, slug])
    return client.post(url, {"expected": expected or journey.stage, **data}, follow=True)


def undo(client, journey):
    event = journey.events.first()
    return client.post(reverse("admin:candidates_journey_undo", args=[journey.pk]), {"event": event.pk}, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def agree_to_messages(journey):
    Consent.objects.create(candidate=journey.candidate, text=ConsentText.objects.get(purpose="messages"))


def test_an_officer_checks_selects_and_takes_it_back(desk, reference):
    journey = JourneyFactory()
    assert told(press(desk, journey, "verify")) == [f"{journey.candidate.name} sekarang: Terverifikasi."]
    journey.refresh_from_db()
    assert told(press(desk, journey, "select")) == [f"{journey.candidate.name} sekarang: Lolos seleksi."]
    journey.refresh_from_db()
    assert (journey.stage, journey.selected_on) == (Stage.SELECTED, timezone.localdate())
    assert told(undo(desk, journey)) == [f"Dibatalkan. {journey.candidate.name} sekarang: Terverifikasi."]
    journey.refresh_from_db()
    assert (journey.stage, journey.selected_on) == (Stage.VERIFIED, None)
    assert [(e.deed, e.stage) for e in journey.events.all()] == [
        (Deed.UNDONE, Stage.SELECTED),
        (Deed.REACHED, Stage.SELECTED),
        (Deed.REACHED, Stage.VERIFIED),
    ]


def test_the_last_deed_stands_on_top_with_its_way_back(desk, officer, reference):
    journey = JourneyFactory()
    page = press(desk, journey, "verify").content.decode()
    assert "Terakhir" in page
    assert "Bu Ratna Contoh" in page
    assert "Batalkan" in page
    journey.refresh_from_db()
    assert "Batalkan</button>" not in undo(desk, journey).content.decode()


def test_the_reserve_list_and_from_there_selected(desk, reference):
    journey = JourneyFactory(at=Stage.VERIFIED)
    press(desk, journey, "reserve", reason=ClosingReason.objects.filter(kind="reserve").first().text)
    journey.refresh_from_db()
    assert journey.stage == Stage.RESERVE
    press(desk, journey, "select")
    journey.refresh_from_db()
    assert journey.stage == Stage.SELECTED


def test_not_chosen_asks_for_the_reason_first(desk, reference):
    journey = JourneyFactory(at=Stage.VERIFIED)
    url = reverse("admin:candidates_journey_verb", args=[journey.pk, "decline"])
    assert "Calon peserta membaca ini." in desk.get(url).content.decode()
    assert "Kolom ini" not in desk.get(url).content.decode()
    empty = desk.post(url, {"expected": "verified", "reason": ""})
    assert empty.context["form"].errors["reason"]
    press(desk, journey, "decline", reason="nilai tes di bawah batas")
    journey.refresh_from_db()
    assert (journey.stage, journey.closed_reason) == (Stage.CLOSED, CloseReason.NOT_CHOSEN)
    assert journey.events.first().reason == "nilai tes di bawah batas"


def test_closing_can_be_taken_back_and_reopened_with_a_reason(desk, reference):
    journey = JourneyFactory(at=Stage.SELECTED)
    press(desk, journey, "close", reason="withdrew", note="menikah")
    journey.refresh_from_db()
    assert journey.stage == Stage.CLOSED
    undo(desk, journey)
    journey.refresh_from_db()
    assert journey.stage == Stage.SELECTED
    press(desk, journey, "close", reason="withdrew")
    journey.refresh_from_db()
    press(desk, journey, "reopen", reason="berubah pikiran")
    journey.refresh_from_db()
    assert journey.stage == Stage.SELECTED


def test_a_second_officer_is_told_who_was_first(desk, client_of, admin2, reference):
    journey = JourneyFactory(at=Stage.VERIFIED)
    press(client_of(admin2), journey, "select")
    sentences = told(press(desk, journey, "reserve", expected=Stage.VERIFIED))
    clock = timezone.localtime(journey.events.first().at).strftime("%H.%M")
    assert sentences == [
        f"Pak Bambang Contoh lebih dulu memindahkan orang ini ke “Lolos seleksi”, pukul {clock}. "
        "Pilihan Anda belum disimpan."
    ]
    journey.refresh_from_db()
    assert (journey.stage, journey.reserved_on) == (Stage.SELECTED, None)


def test_an_impossible_move_is_explained_in_full(desk, reference):
    journey = JourneyFactory()
    assert told(press(desk, journey, "select")) == ["Periksa datanya dulu sebelum memutuskan seleksi."]


def test_only_what_fits_the_stage_is_offered(desk, reference):
    def labels(journey):
        return [str(verb["label"]) for verb in desk.get(page_of(journey)).context["verbs"]]

    assert labels(JourneyFactory())[:1] == ["Data benar"]
    assert "Lolos seleksi" not in labels(JourneyFactory())
    assert {"Lolos seleksi", "Cadangan", "Tidak terpilih"} <= set(labels(JourneyFactory(at=Stage.VERIFIED)))


def test_undo_is_refused_when_something_newer_is_on_record(desk, reference, officer):
    journey = JourneyFactory()
    press(desk, journey, "verify")
    stale = journey.events.first()
    journeys.reach(journey, Stage.SELECTED, by=officer)
    response = desk.post(reverse("admin:candidates_journey_undo", args=[journey.pk]), {"event": stale.pk}, follow=True)
    assert told(response) == ["Ini tidak bisa dibatalkan lagi, sudah ada catatan yang lebih baru."]
    journey.refresh_from_db()
    assert journey.stage == Stage.SELECTED


def test_the_person_is_told_and_a_message_that_has_not_left_is_called_back(desk, reference):
    journey = JourneyFactory(at=Stage.VERIFIED)
    agree_to_messages(journey)
    press(desk, journey, "select")
    first = Message.objects.get()
    assert (first.template.code, first.state) == ("selected", "queued")
    journey.refresh_from_db()
    undo(desk, journey)
    first.refresh_from_db()
    assert first.state == "cancelled"
    journey.refresh_from_db()
    press(desk, journey, "select")
    assert sorted(Message.objects.values_list("state", flat=True)) == ["cancelled", "queued"]


def test_who_did_not_agree_to_messages_reads_it_on_the_page_only(desk, reference):
    press(desk, JourneyFactory(at=Stage.VERIFIED), "select")
    assert not Message.objects.exists()


@pytest.mark.parametrize("who", ["lpk", "trainer", "welfare", "leader", "candidate_user"])
def test_only_disnaker_moves_journeys(request, client_of, reference, who):
    person = request.getfixturevalue(who)
    person.is_staff = True
    person.save(update_fields=["is_staff"])
    journey = JourneyFactory(at=Stage.VERIFIED)
    url = reverse("admin:candidates_journey_verb", args=[journey.pk, "select"])
    assert client_of(person).post(url, {"expected": "verified"}).status_code in {403, 404}
    journey.refresh_from_db()
    assert journey.stage == Stage.VERIFIED


def test_milestones_cannot_be_typed_into_the_page(desk, reference):
    journey = JourneyFactory()
    assert desk.post(page_of(journey), {"verified_on": "2026-11-01"}).status_code == 403
    journey.refresh_from_db()
    assert journey.verified_on is None


def test_reopening_calls_back_the_message_that_says_not_chosen(desk, reference):
    journey = JourneyFactory(at=Stage.VERIFIED)
    agree_to_messages(journey)
    press(desk, journey, "decline", reason=NOT_CHOSEN)
    assert Message.objects.get().state == "queued"
    journey.refresh_from_db()
    press(desk, journey, "reopen", reason="salah pilih orang")
    assert Message.objects.get().state == "cancelled"


def test_a_message_that_has_left_is_not_touched_by_reopening(desk, reference):
    journey = JourneyFactory(at=Stage.VERIFIED)
    agree_to_messages(journey)
    press(desk, journey, "decline", reason=NOT_CHOSEN)
    Message.objects.update(state="sent", sent_at=timezone.now())
    journey.refresh_from_db()
    press(desk, journey, "reopen", reason="salah pilih orang")
    assert Message.objects.get().state == "sent"


@pytest.mark.parametrize(
    ("slug", "data", "sentence"),
    [
        ("verify", {}, "Sudah dicatat tanggal 17 Januari 2026."),
        ("reopen", {"reason": "x"}, "Tidak bisa pada tahap “Pelatihan”."),
        ("decline", {"reason": NOT_CHOSEN}, "Tidak bisa pada tahap “Pelatihan”."),
    ],
)
def test_a_verb_at_a_stage_it_is_not_for_is_refused_with_the_sentence(desk, reference, slug, data, sentence):
    journey = JourneyFactory(at=Stage.TRAINING)
    assert told(press(desk, journey, slug, **data)) == [sentence]
    url = reverse("admin:candidates_journey_verb", args=[journey.pk, slug])
    assert told(desk.get(url, follow=True)) == [sentence]
    assert Journey.objects.get(pk=journey.pk).stage == Stage.TRAINING


def test_a_get_changes_nothing(desk, reference):
    journey = JourneyFactory()
    desk.get(reverse("admin:candidates_journey_verb", args=[journey.pk, "verify"]))
    journey.refresh_from_db()
    assert journey.stage == Stage.REGISTERED


def test_lists_are_masked_and_findable(desk, reference):
    rina = CandidateFactory(name="Rina Contoh", nik="3673024505040777", phone="+6281234567890")
    CandidateFactory(name="Budi Contoh")
    journey = JourneyFactory(candidate=rina)
    people = reverse("admin:candidates_candidate_changelist")
    page = desk.get(people).content.decode()
    assert "3673********0777" in page
    assert "0812-****-7890" in page
    assert "3673024505040777" not in page

    def names(typed, listing=people):
        return [str(getattr(row, "candidate", row)) for row in desk.get(listing, {"q": typed}).context["cl"].queryset]

    for typed in (
        "rina",
        "3673 0245 0504 0777",
        "0812-3456-7890",
        "+62 812 3456 7890",
        "7890",
        journey.registration_no,
    ):
        assert names(typed) == ["Rina Contoh"], typed
        assert names(typed, reverse("admin:candidates_journey_changelist")) == ["Rina Contoh"], typed
    assert names("tidak ada") == names("%_") == []


def test_opening_a_record_is_written_down_a_list_is_not(desk, officer, reference):
    rina = CandidateFactory()
    desk.get(reverse("admin:candidates_candidate_changelist"))
    assert not AccessLog.objects.exists()
    desk.get(reverse("admin:candidates_candidate_change", args=[rina.pk]))
    look = AccessLog.objects.get()
    assert (look.candidate, look.by, look.what) == (rina, officer, "record")


def test_the_record_shows_what_was_agreed_to_and_when(desk, reference):
    journey = JourneyFactory()
    agree_to_messages(journey)
    page = desk.get(reverse("admin:candidates_candidate_change", args=[journey.candidate.pk])).content.decode()
    assert "Kabar lewat WhatsApp v1" in page
    assert journey.registration_no in page


def test_an_officer_corrects_a_phone_number_as_people_write_it(desk, reference):
    rina = CandidateFactory()
    url = reverse("admin:candidates_candidate_change", args=[rina.pk])
    form = desk.get(url).context["adminform"].form
    typed = {name: form.initial.get(name, "") for name in form.fields} | {"phone": "0813 1111 2222"}
    typed["birth_date"] = "5-5-2004"
    typed.pop("nik_differs")
    typed["address_outside"] = ""
    response = desk.post(url, typed)
    assert response.status_code == 302, response.context["errors"]
    rina.refresh_from_db()
    assert rina.phone == "+6281311112222"
    assert AccessLog.objects.count() == 1


@pytest.mark.usefixtures("an_open_programme")
class TestAtTheCounter:
    URL = "/admin/candidates/journey/walk-in/"

    def test_an_officer_registers_a_walk_in_and_prints_the_receipt(self, desk, officer, reference):
        response = desk.post(self.URL, answers(), follow=True)
        journey = Journey.objects.get()
        assert (journey.origin, journey.candidate.created_by) == (Origin.WALK_IN, officer)
        page = response.content.decode()
        assert journey.registration_no in page
        assert re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page)
        assert "Di loket" in desk.get(page_of(journey)).content.decode()

    def test_the_receipt_is_a_pdf_too_and_comes_again_without_the_code(self, desk, client_of, admin2, reference):
        page = desk.post(self.URL, answers(), follow=True).text
        assert f'href="{self.URL}receipt.pdf"' in page
        paper = desk.get(f"{self.URL}receipt.pdf")
        assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
        again = f"/admin/candidates/journey/{Journey.objects.get().pk}/receipt.pdf"
        assert again in desk.get(page_of(Journey.objects.get())).text
        assert client_of(admin2).get(f"{self.URL}receipt.pdf").url == self.URL
        assert client_of(admin2).get(again).content[:5] == b"%PDF-"

    def test_nobody_but_the_counter_prints_receipts(self, client_of, welfare, reference):
        journey = JourneyFactory()
        assert client_of(welfare).get(f"/admin/candidates/journey/{journey.pk}/receipt.pdf").status_code == 403

    def test_what_was_typed_stays_when_something_is_wrong(self, desk, reference):
        response = desk.post(self.URL, answers(nik="1"))
        assert 'value="Rina Contoh"' in response.content.decode()
        assert response.context["form"].errors["nik"]
        assert not Candidate.objects.exists()

    def test_nobody_else_calls_up_the_receipt(self, desk, client_of, admin2, reference):
        desk.post(self.URL, answers())
        assert client_of(admin2).get(f"{self.URL}receipt/").url == self.URL

    def test_a_stranger_at_the_counter_page_is_refused(self, client_of, welfare, reference):
        assert client_of(welfare).get(self.URL).status_code == 403


def test_a_used_consent_text_stays_as_it_was(client_of, admin2, reference):
    client = client_of(admin2)
    text = ConsentText.objects.get(purpose="messages")
    url = reverse("admin:candidates_consenttext_change", args=[text.pk])
    assert "text" in client.get(url).context["adminform"].form.fields
    Consent.objects.create(candidate=CandidateFactory(), text=text)
    assert list(client.get(url).context["adminform"].form.fields) == ["valid_to"]


def test_a_changed_table_is_seen_on_the_form_at_once(client, client_of, admin2, reference, an_open_programme):  # noqa: F811
    assert "Perawat lansia" in client.get("/daftar/minat/").content.decode()
    client_of(admin2).post(
        reverse("admin:candidates_sector_change", args=["caregiver"]),
        {"slug": "caregiver", "name": "Perawat orang tua", "name_ja": "介護", "position": "2", "is_active": "on"},
    )
    assert "Perawat orang tua" in client.get("/daftar/minat/").content.decode()


def test_officers_do_not_edit_the_tables(desk, reference):
    url = reverse("admin:candidates_programme_change", args=[JourneyFactory().programme.pk])
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"year": "2030"}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_take_the_same_queries_for_one_row_and_three(desk, reference, rows, django_assert_max_num_queries):
    for _ in range(rows):
        JourneyFactory()
    desk.get(reverse("admin:candidates_journey_changelist"))
    for listing, most in (("journey", 12), ("candidate", 10)):
        with django_assert_max_num_queries(most):
            desk.get(reverse(f"admin:candidates_{listing}_changelist"))


def test_two_verbs_of_one_name_are_a_mistake_of_the_programmer():
    verb = admin_verbs.find("verify")
    assert admin_verbs.register(verb) is verb
    with pytest.raises(ValueError, match="verify"):
        admin_verbs.register(admin_verbs.JourneyVerb("verify", "x", [], "x", lambda: None))


def test_the_days_of_the_factory_are_in_the_past():
    assert date(2026, 1, 10) < timezone.localdate()

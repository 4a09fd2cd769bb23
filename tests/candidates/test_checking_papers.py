"""An officer looks at photos beside what was typed: good, or back with a reason, then the next one."""

import re
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from candidates import document_checking, reminders, selecting, uploading
from candidates.enums import DocumentState, Stage
from candidates.integrity import papers_stand_as_checked
from candidates.models import (
    Consent,
    ConsentText,
    Document,
    DocumentKind,
    DocumentPage,
    DocumentRule,
    ReturnReason,
)
from candidates.own_page import own_page
from core.refusal import Refused, SomebodyWasFirst
from notifications.enums import State
from notifications.models import Message
from tests.candidates.test_documents import picture
from tests.factories.candidates import DocumentPageFactory, JourneyFactory
from tests.pictures import photo

TODAY = date(2026, 11, 24)


@pytest.fixture
def rina(reference):
    journey = JourneyFactory(candidate__name="Rina Contoh", registered_on=timezone.localdate())
    Consent.objects.create(candidate=journey.candidate, text=ConsentText.objects.get(purpose="messages"))
    return journey


def paper_of(journey, kind="ktp", **more):
    return DocumentPageFactory(document__candidate=journey.candidate, document__kind_id=kind, **more).document


def blurred():
    return ReturnReason.objects.get(text="fotonya buram")


def screen(journey):
    return reverse("admin:candidates_papers", args=[journey.pk])


def decide(client, journey, slug="ktp", version=1, **answer):
    return client.post(screen(journey), {"berkas": slug, "version": version, **answer}, follow=True)


def test_a_good_paper_is_checked_and_the_check_is_kept(rina, officer):
    document = document_checking.approve(paper_of(rina), version=1, by=officer)
    assert (document.state, document.decided_by) == (DocumentState.APPROVED, officer)
    assert [(check.outcome, check.version, check.by) for check in document.checks.all()] == [("approved", 1, officer)]


def test_a_returned_paper_is_told_once_in_a_message(rina, officer):
    document_checking.send_back(paper_of(rina), version=1, reason=blurred(), by=officer, on=TODAY)
    message = Message.objects.get(rule="paper_returned")
    assert message.context["paper"] == "Foto KTP"
    assert message.context["reason"] == "fotonya buram"
    assert own_page(rina, on=TODAY).headline == "Rina, foto KTP perlu diulang"


def test_who_did_not_agree_to_messages_gets_none(reference, officer):
    document_checking.send_back(paper_of(JourneyFactory()), version=1, reason=blurred(), by=officer)
    assert not Message.objects.exists()


def test_a_decision_is_taken_back_and_its_message_stopped(rina, officer):
    document = document_checking.send_back(paper_of(rina), version=1, reason=blurred(), by=officer, on=TODAY)
    assert document_checking.take_back(document, by=officer).state == DocumentState.WAITING
    assert Message.objects.get().state == State.CANCELLED
    document_checking.send_back(document, version=1, reason=blurred(), by=officer, on=TODAY)
    assert Message.objects.exclude(state=State.CANCELLED).count() == 1
    assert list(papers_stand_as_checked()) == []


def test_nothing_is_taken_back_once_newer_photos_came(rina, officer):
    document = document_checking.send_back(paper_of(rina), version=1, reason=blurred(), by=officer)
    uploading.keep(rina.candidate, DocumentKind.objects.get(slug="ktp"), [picture()])
    with pytest.raises(Refused):
        document_checking.take_back(document, by=officer)


def test_photos_that_came_while_the_officer_looked_are_not_judged_unseen(rina, officer):
    document = paper_of(rina)
    uploading.keep(rina.candidate, document.kind, [picture()], replace=True)
    with pytest.raises(SomebodyWasFirst):
        document_checking.approve(document, version=1, by=officer)


def test_the_second_of_two_officers_is_told(rina, officer, admin2):
    document = paper_of(rina)
    document_checking.approve(document, version=1, by=officer)
    with pytest.raises(SomebodyWasFirst):
        document_checking.send_back(document, version=1, reason=blurred(), by=admin2)


def test_nobody_checks_their_own_paper(rina, officer):
    rina.candidate.user = officer
    rina.candidate.save()
    with pytest.raises(Refused):
        document_checking.approve(paper_of(rina), version=1, by=officer)


@pytest.mark.parametrize(("last_day", "code"), [(None, "no_last_day"), (date(2026, 1, 1), "paper_over")])
def test_a_passport_is_checked_with_its_last_day(reference, officer, last_day, code):
    document = paper_of(JourneyFactory(at="selected"), "paspor")
    with pytest.raises(Refused) as refusal:
        document_checking.approve(document, version=1, by=officer, expires_on=last_day, on=TODAY)
    assert refusal.value.codes == [code]


def test_an_original_seen_at_the_counter_needs_no_photo_and_can_be_taken_back(rina, officer):
    kind = DocumentKind.objects.get(slug="kk")
    document = document_checking.see_original(rina.candidate, kind, by=officer)
    assert (document.state, document.version) == (DocumentState.APPROVED, 0)
    assert list(papers_stand_as_checked()) == []
    with pytest.raises(SomebodyWasFirst):
        document_checking.see_original(rina.candidate, kind, by=officer)
    document_checking.take_back(document, by=officer)
    assert not Document.objects.exists()


# What waits for papers


def test_a_registration_without_papers_can_be_checked(rina, officer):
    assert selecting.verify(rina, by=officer).stage == Stage.VERIFIED


def test_unless_its_rule_says_that_the_step_waits(rina, officer):
    DocumentRule.objects.filter(kind="ktp").update(blocks=True)
    document = paper_of(rina)
    with pytest.raises(Refused) as refusal:
        selecting.verify(rina, by=officer)
    assert refusal.value.sentences() == ["Foto KTP belum dicek. Cek fotonya, atau lihat aslinya."]
    document_checking.approve(document, version=1, by=officer)
    assert selecting.verify(rina, by=officer).stage == Stage.VERIFIED


def test_who_does_not_send_a_returned_paper_again_is_reminded_once(rina, officer):
    document_checking.send_back(paper_of(rina), version=1, reason=blurred(), by=officer)
    Document.objects.update(decided_at=timezone.now() - timedelta(days=4))
    call_command("send_due_reminders")
    call_command("send_due_reminders")
    reminder = Message.objects.get(rule="paper_still_returned")
    assert (reminder.context["paper"], reminder.address) == ("Foto KTP", rina.candidate.phone)
    assert reminders.papers_still_returned(TODAY, -3).count() == 1
    uploading.keep(rina.candidate, DocumentKind.objects.get(slug="ktp"), [picture()])
    assert reminders.papers_still_returned(TODAY, -3).count() == 0


# The screen


def test_the_photo_stands_beside_what_was_typed(client_of, officer, rina):
    document = paper_of(rina)
    page = client_of(officer).get(screen(rina)).content.decode()
    assert f"/berkas/dokumen/{document.pk}/{document.pages.get().pk}/" in page
    assert rina.candidate.nik in page
    assert "fotonya buram" in page


def test_without_a_photo_the_nik_stays_masked(client_of, officer, rina):
    page = client_of(officer).get(screen(rina)).content.decode()
    assert rina.candidate.nik not in page
    assert "Aslinya dilihat di loket" in page


def test_after_a_decision_comes_the_next_paper_and_a_way_back(client_of, officer, rina):
    document, other = paper_of(rina), JourneyFactory(candidate__name="Dewi Contoh")
    paper_of(other)
    page = decide(client_of(officer), rina, deed="approve").content.decode()
    assert "Foto KTP, Dewi Contoh" in page
    assert "Rina Contoh" in page and "Batalkan" in page
    client_of(officer).post(reverse("admin:candidates_paper_undo", args=[rina.pk]), {"selesai": document.pk})
    document.refresh_from_db()
    assert document.state == DocumentState.WAITING


def test_the_papers_of_one_person_come_first(client_of, officer, rina):
    paper_of(JourneyFactory())
    paper_of(rina)
    paper_of(rina, "kk")
    page = decide(client_of(officer), rina, reason=blurred().pk).content.decode()
    assert "Foto KK, Rina Contoh" in page
    assert Document.objects.get(candidate=rina.candidate, kind="ktp").reason == blurred()


def test_the_original_is_noted_on_the_screen(client_of, officer, rina):
    page = decide(client_of(officer), rina, "ijazah", 0, deed="original").content.decode()
    assert "Tanpa foto: aslinya sudah dilihat di loket." in page


@pytest.mark.parametrize(
    "answer", [{}, {"reason": "x"}, {"reason": "99999999999999999999"}, {"deed": "approve", "version": "x"}]
)
def test_junk_decides_nothing(client_of, officer, rina, answer):
    paper_of(rina)
    assert decide(client_of(officer), rina, **answer).status_code == 200
    assert Document.objects.get().state == DocumentState.WAITING


def test_the_queue_opens_the_paper_that_waits_longest(client_of, officer, rina):
    paper_of(rina)
    response = client_of(officer).get(reverse("admin:candidates_next_paper"))
    assert response.url == f"{screen(rina)}?berkas=ktp"


def test_only_who_checks_papers_opens_the_screen(client_of, lpk, welfare, rina):
    paper_of(rina)
    assert [client_of(user).get(screen(rina)).status_code for user in (lpk, welfare)] == [302, 403]


def test_the_journeys_page_shows_its_papers(client_of, officer, rina):
    paper_of(rina)
    page = client_of(officer).get(reverse("admin:candidates_journey_change", args=[rina.pk])).content.decode()
    assert "Berkas: 1 dari 4" in page


def test_the_desk_mentions_what_has_not_come(client_of, officer, rina):
    page = client_of(officer).get("/admin/antrean/periksa/").content.decode()
    assert "Foto KTP: belum ada" in page


def test_the_desk_counts_the_papers_that_wait_and_leads_to_them(client_of, officer, rina):
    paper_of(rina)
    assert "Foto berkas" in client_of(officer).get("/admin/").content.decode()
    response = client_of(officer).get("/admin/antrean/berkas/")
    assert response.url == reverse("admin:candidates_next_paper")


@pytest.mark.parametrize("number", [1, 3])
def test_the_screen_costs_the_same_for_one_paper_and_for_three(
    client_of, officer, rina, number, django_assert_max_num_queries
):
    for kind in ("ktp", "kk", "ijazah")[:number]:
        paper_of(rina, kind)
    browser = client_of(officer)
    with django_assert_max_num_queries(18):
        browser.get(screen(rina))


# A checked paper is asked for once more


def test_a_checked_paper_is_asked_for_anew_and_the_person_told(rina, officer):
    document = document_checking.approve(paper_of(rina), version=1, by=officer)
    document_checking.ask_anew(document, version=1, reason=blurred(), by=officer, on=TODAY)
    assert own_page(rina, on=TODAY).headline == "Rina, foto KTP perlu diulang"
    assert Message.objects.get(rule="paper_returned").context["reason"] == "fotonya buram"
    assert [check.outcome for check in document.checks.all()] == ["returned", "approved"]
    uploading.keep(rina.candidate, document.kind, [picture()])
    document.refresh_from_db()
    assert (document.state, document.version) == (DocumentState.WAITING, 2)
    assert list(papers_stand_as_checked()) == []


def test_asking_anew_is_undone_to_the_checked_paper_with_its_last_day(rina, officer):
    last_day = TODAY + timedelta(days=400)
    document = document_checking.approve(paper_of(rina, "paspor"), version=1, by=officer, expires_on=last_day, on=TODAY)
    document_checking.ask_anew(document, version=1, reason=blurred(), by=officer, on=TODAY)
    document = document_checking.take_back(document, by=officer)
    assert (document.state, document.expires_on, document.reason) == (DocumentState.APPROVED, last_day, None)
    assert Message.objects.get().state == State.CANCELLED
    assert list(papers_stand_as_checked()) == []


def test_an_original_asked_for_anew_is_seen_again_and_each_undone_in_turn(rina, officer):
    kind = DocumentKind.objects.get(slug="kk")
    document = document_checking.see_original(rina.candidate, kind, by=officer)
    document_checking.ask_anew(document, version=0, reason=blurred(), by=officer, on=TODAY)
    document_checking.see_original(rina.candidate, kind, by=officer)
    document = document_checking.take_back(document, by=officer)
    assert (document.state, document.reason) == (DocumentState.RETURNED, blurred())
    assert list(papers_stand_as_checked()) == []


def test_only_a_checked_paper_is_asked_for_anew(rina, officer):
    document = paper_of(rina)
    with pytest.raises(SomebodyWasFirst):
        document_checking.ask_anew(document, version=1, reason=blurred(), by=officer)


def test_the_screen_of_a_checked_paper_asks_for_a_new_one(client_of, officer, rina):
    document = document_checking.approve(paper_of(rina), version=1, by=officer)
    browser = client_of(officer)
    assert "Minta yang baru, karena" in browser.get(screen(rina)).content.decode()
    page = decide(browser, rina, anew=blurred().pk).content.decode()
    assert "fotonya buram" in page and "Batalkan" in page
    document.refresh_from_db()
    assert (document.state, document.reason) == (DocumentState.RETURNED, blurred())


def test_sending_back_what_a_colleague_has_just_checked_does_not_ask_for_a_new_one(client_of, officer, rina):
    document = document_checking.approve(paper_of(rina), version=1, by=officer)
    decide(client_of(officer), rina, reason=blurred().pk)
    document.refresh_from_db()
    assert document.state == DocumentState.APPROVED


def test_every_reason_of_the_list_has_a_key_of_its_own(client_of, officer, rina):
    paper_of(rina)
    page = client_of(officer).get(screen(rina)).content.decode()
    keys = re.findall(r'name="reason" value="\d+" data-key="(\w)"', page)
    assert len(keys) == len(set(keys)) == ReturnReason.objects.filter(is_active=True).count()
    assert {"0", "1", "9", "r"}.isdisjoint(keys)


# Photos taken at the counter


def send_for(client, journey, *files, slug="ktp", **more):
    photos = [SimpleUploadedFile(f"{number}.jpg", data, "image/jpeg") for number, data in enumerate(files)]
    url = reverse("admin:candidates_paper_photos", args=[journey.pk])
    return client.post(url, {"berkas": slug, "photos": photos, **more})


def test_an_officer_sends_the_photo_of_somebody_without_a_phone(client_of, officer, rina):
    browser = client_of(officer)
    assert "Foto di loket" in browser.get(screen(rina)).content.decode()
    assert send_for(browser, rina, photo()).url == f"{screen(rina)}?berkas=ktp"
    document = Document.objects.get()
    page = document.pages.get()
    assert (document.candidate, document.state, page.by) == (rina.candidate, DocumentState.WAITING, officer)
    document_checking.approve(document, version=1, by=officer)
    assert "Foto di loket" not in browser.get(f"{screen(rina)}?berkas=ktp").content.decode()
    assert send_for(browser, rina, photo(text="lain")).status_code == 404
    assert DocumentPage.objects.count() == 1


def test_what_is_no_photo_is_refused_beside_the_field(client_of, officer, rina):
    response = send_for(client_of(officer), rina, b"%PDF-1.4 bukan foto")
    assert "Ini PDF." in response.content.decode()
    assert list(response.context["photos_form"].errors) == ["photos"]
    assert not Document.objects.exists()


def test_for_somebody_who_has_left_nothing_is_sent(client_of, officer, rina):
    type(rina).objects.filter(pk=rina.pk).update(closed_on=TODAY, closed_reason="withdrew")
    assert send_for(client_of(officer), rina, photo()).status_code == 404
    assert "Foto di loket" not in client_of(officer).get(screen(rina)).content.decode()


def test_the_form_at_the_counter_carries_its_token(client_of, officer, rina):
    """Without it the server refuses every photo, and the tests' own browser would not notice."""
    page = client_of(officer).get(screen(rina)).content.decode()
    form = page[page.index(reverse("admin:candidates_paper_photos", args=[rina.pk])) :]
    assert 'name="csrfmiddlewaretoken"' in form[: form.index("</form>")]


def test_a_decision_is_taken_back_from_the_page_of_the_next_person(client_of, officer, rina):
    document = document_checking.approve(paper_of(rina), version=1, by=officer)
    next_one = JourneyFactory(candidate__name="Budi Contoh")
    undo = reverse("admin:candidates_paper_undo", args=[next_one.pk])
    response = client_of(officer).post(undo, {"selesai": document.pk})
    assert response.url == f"{screen(rina)}?berkas=ktp"
    document.refresh_from_db()
    assert document.state == DocumentState.WAITING


def left_for_later(client, response):
    """Where the link "skip" of a screen leads."""
    link = re.search(r'href="([^"]+)" data-key="9"', response.content.decode())
    return client.get(link[1]).url if link else None


def test_a_paper_is_left_for_later_and_the_last_one_leads_back_to_the_oldest(client_of, officer, rina):
    other = JourneyFactory(candidate__name="Sari Contoh", registered_on=timezone.localdate())
    oldest = paper_of(rina, sent_at=timezone.now() - timedelta(days=3))
    newest = paper_of(other, sent_at=timezone.now() - timedelta(days=1))
    Document.objects.filter(pk=oldest.pk).update(sent_at=timezone.now() - timedelta(days=3))
    Document.objects.filter(pk=newest.pk).update(sent_at=timezone.now() - timedelta(days=1))
    client = client_of(officer)
    first, last = f"{screen(rina)}?berkas=ktp", f"{screen(other)}?berkas=ktp"
    assert left_for_later(client, client.get(first)) == last
    assert left_for_later(client, client.get(last)) == first


def test_the_only_paper_that_waits_cannot_be_left_for_later(client_of, officer, rina):
    paper_of(rina)
    client = client_of(officer)
    assert left_for_later(client, client.get(screen(rina))) is None


def test_a_link_to_leave_a_paper_that_is_gone_opens_the_oldest(client_of, officer, rina):
    paper_of(rina)
    for junk in ("999999", "x", "9" * 40, ""):
        response = client_of(officer).get(reverse("admin:candidates_next_paper"), {"sesudah": junk})
        assert response.url == f"{screen(rina)}?berkas=ktp"

"""The desk: what waits for whom, one item after the other, and the way back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from candidates import journey as journeys
from candidates import selecting
from candidates.enums import Attendance, Stage
from candidates.models import AccessLog
from certificates import exempting, overriding
from tests.factories.candidates import CandidateFactory, SelectionTestFactory
from tests.factories.placements import DepartureFactory
from tests.factories.training import TrainingClassFactory
from tests.portal.waiting import TODAY, claimed, failed_message, person, queue, told

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def press(client, slug, journey, deed="verify", expected=None, **data):
    typed = {"orang": journey.pk, "deed": deed, "expected": expected or journey.stage, **data}
    return client.post(queue(slug), typed, follow=True)


def test_a_queue_opens_its_oldest_and_goes_on_by_itself(desk):
    second, first = person("Budi Contoh", days_ago=2), person("Rina Contoh", days_ago=9)
    page = desk.get(queue("periksa"))
    assert page.context["item"] == first
    assert "Pendaftar baru · 1 dari 2" in page.content.decode()
    page = press(desk, "periksa", first)
    first.refresh_from_db()
    assert first.stage == Stage.VERIFIED
    assert page.context["item"] == second
    assert "Pendaftar baru · 2 dari 2" in page.content.decode()
    page = press(desk, "periksa", second)
    assert "Tidak ada yang menunggu lagi" in page.content.decode()


def test_what_was_just_done_can_be_taken_back_on_the_next_page(desk):
    first, _second = person("Rina Contoh", days_ago=9), person("Budi Contoh")
    page = press(desk, "periksa", first)
    done = page.context["done"]
    assert (done.name, done.can_undo) == ("Rina Contoh", True)
    back = desk.post(
        reverse("admin:desk_undo", args=["periksa"]),
        {"orang": first.pk, "event": done.event.pk, "ke": 2},
        follow=True,
    )
    first.refresh_from_db()
    assert first.stage == Stage.REGISTERED
    assert back.context["item"] == first
    assert (back.context["count"], back.context["total"]) == (1, 2)
    assert told(back) == ["Dibatalkan. Silakan putuskan lagi."]


def test_taking_back_something_that_moved_on_is_refused(desk, admin2):
    journey = person("Rina Contoh")
    done = press(desk, "periksa", journey).context["done"]
    journey.refresh_from_db()
    selecting.select(journey, by=admin2)
    answer = desk.post(
        reverse("admin:desk_undo", args=["periksa"]), {"orang": journey.pk, "event": done.event.pk}, follow=True
    )
    assert told(answer) == ["Ini tidak bisa dibatalkan lagi, sudah ada catatan yang lebih baru."]


def test_skipping_leaves_the_person_where_they_are(desk):
    first, second = person("Rina Contoh", days_ago=9), person("Budi Contoh")
    page = desk.get(desk.get(queue("periksa")).context["skip"])
    assert page.context["item"] == second
    assert (page.context["count"], page.context["total"], page.context["done"]) == (2, 2, None)
    end = desk.get(page.context["skip"])
    assert "2 dilewati dan masih menunggu." in end.content.decode()
    assert desk.get(end.context["anew"]).context["item"] == first


def test_two_people_of_one_day_follow_each_other(desk):
    people = [person(f"Orang {number}", days_ago=3) for number in range(3)]
    seen, address = [], queue("periksa")
    for _ in people:
        page = desk.get(address)
        seen.append(page.context["item"])
        address = page.context["skip"]
    assert seen == people


def test_the_second_officer_is_told_who_was_first_and_goes_on(desk, client_of, admin2):
    first, second = person("Rina Contoh", days_ago=9), person("Budi Contoh")
    desk.get(queue("periksa"))
    press(client_of(admin2), "periksa", first)
    page = press(desk, "periksa", first, expected=Stage.REGISTERED)
    assert told(page)[0].startswith("Pak Bambang Contoh lebih dulu memindahkan orang ini ke “Terverifikasi”")
    assert page.context["item"] == second
    assert page.context["done"] is None


def test_a_link_to_somebody_who_left_the_queue_shows_the_next(desk, admin2):
    first, second = person("Rina Contoh", days_ago=9), person("Budi Contoh")
    journeys.reach(first, Stage.VERIFIED, by=admin2)
    page = desk.get(queue("periksa", orang=first.pk))
    assert page.context["item"] == second
    assert told(page) == ["Yang ini sudah tidak di antrean, sudah ditangani."]


def test_not_chosen_asks_its_reason_on_the_same_page(desk):
    first, second = person("Rina Contoh", at=Stage.VERIFIED, days_ago=30), person("Budi", at=Stage.VERIFIED)
    page = desk.get(queue("seleksi"))
    assert [button["key"] for button in page.context["buttons"]][:3] == ["1", "2", "3"]
    asked = desk.get(page.context["buttons"][2]["url"])
    assert (asked.context["item"], asked.context["opened"].slug) == (first, "decline")
    empty = press(desk, "seleksi", first, "decline", reason="")
    assert empty.context["item"] == first
    assert empty.context["form"].errors["reason"]
    page = press(desk, "seleksi", first, "decline", reason="nilai tes di bawah batas")
    assert page.context["item"] == second
    first.refresh_from_db()
    assert first.stage == Stage.CLOSED


def test_who_is_to_be_decided_on_shows_how_every_test_went(desk):
    journey = SelectionTestFactory(score=66, on=date(2026, 8, 5)).journey
    SelectionTestFactory(journey=journey, on=date(2026, 11, 2))
    SelectionTestFactory(journey=journey, on=date(2026, 5, 4), attendance=Attendance.ABSENT)
    facts = desk.get(queue("seleksi")).context["shown"].facts
    tests = [value for label, value in facts if label == "Tes seleksi"]
    assert tests == ["2 November 2026: belum ada hasil", "5 Agustus 2026: nilai 66", "4 Mei 2026: Tidak hadir"]


def test_a_selected_person_is_placed_from_the_queue_and_back(desk):
    training_class = TrainingClassFactory(starts_on=TODAY - timedelta(days=3), ends_on=TODAY + timedelta(days=90))
    TrainingClassFactory(name="Lewat", ends_on=TODAY - timedelta(days=1), starts_on=TODAY - timedelta(days=90))
    journey = person("Rina Contoh", at=Stage.SELECTED, days_ago=60)
    page = desk.get(queue("tempatkan"))
    assert [label for value, label in page.context["form"].fields["training_class"].choices if value] == [
        "Kelas A · Kota Serang · semua bidang · 25 kursi kosong"
    ]
    page = press(desk, "tempatkan", journey, "place", training_class=training_class.pk)
    journey.refresh_from_db()
    assert journey.stage == Stage.TRAINING
    desk.post(
        reverse("admin:desk_undo", args=["tempatkan"]),
        {"orang": journey.pk, "event": page.context["done"].event.pk},
    )
    journey.refresh_from_db()
    assert (journey.stage, journey.enrolments.count()) == (Stage.SELECTED, 0)


def test_placing_goes_on_to_the_next_person_though_a_seat_changes_since_when_they_wait(desk):
    training_class = TrainingClassFactory(starts_on=TODAY - timedelta(days=3), ends_on=TODAY + timedelta(days=90))
    first, second, third = (
        person(f"{name} Contoh", at=Stage.SELECTED, days_ago=60) for name in ("Ayu", "Budi", "Citra")
    )
    page = press(desk, "tempatkan", first, "place", training_class=training_class.pk)
    assert (page.context["item"], page.context["count"], page.context["total"]) == (second, 2, 3)
    assert page.context["done"].name == "Ayu Contoh"
    page = desk.get(page.context["skip"])
    assert (page.context["item"], page.context["behind"]) == (third, 1)


def test_what_was_taken_back_is_not_told_as_done(desk):
    first, _second = person("Rina Contoh", days_ago=9), person("Budi Contoh")
    done = press(desk, "periksa", first).context["done"]
    desk.post(reverse("admin:desk_undo", args=["periksa"]), {"orang": first.pk, "event": done.event.pk, "ke": 2})
    assert desk.get(f"{queue('periksa')}?sesudah={first.pk}&ke=2").context["done"] is None


def test_a_refusal_says_why(desk):
    journey = person("Rina Contoh")
    page = press(desk, "seleksi", journey, "select")
    assert told(page)[0] == "Periksa datanya dulu sebelum memutuskan seleksi."
    journey.refresh_from_db()
    assert journey.stage == Stage.REGISTERED


def test_a_certificate_is_checked_and_the_next_one_opens(desk):
    first, second = claimed("N4-001"), claimed("N4-002")
    page = desk.get(queue("sertifikat"))
    assert page.context["item"] == first
    page = press_item(desk, "sertifikat", first, "original")
    assert page.context["item"] == second
    first.refresh_from_db()
    assert first.state == "verified"


def press_item(client, slug, item, deed, **typed):
    return client.post(queue(slug), {"orang": item.pk, "deed": deed} | typed, follow=True)


def test_a_certificate_that_is_not_accepted_needs_a_reason(desk):
    certificate = claimed("N4-001")
    asked = press_item(desk, "sertifikat", certificate, "refuse")
    assert asked.context["form"].errors["reason"]
    desk.post(
        queue("sertifikat"),
        {"orang": certificate.pk, "deed": "refuse", "reason": "nomor salah ketik", "method": "original"},
    )
    certificate.refresh_from_db()
    assert certificate.state == "refused"


def test_exemptions_and_overrides_wait_for_a_second_person(client_of, officer, admin2):
    journey = person("Rina Contoh", at=Stage.VISA, days_ago=200)
    exemption = exempting.claim(
        candidate=journey.candidate, by=officer, kind="titp2", work_category_id="agri_crop", evidence="CONTOH-1"
    )
    override = overriding.propose(journey, reason="contoh alasan", by=officer)
    for slug, item in (("pengecualian", exemption), ("izin-khusus", override)):
        own = client_of(officer).get(queue(slug))
        assert own.status_code == 403 if slug == "izin-khusus" else "Tidak ada yang menunggu" in own.content.decode()
        page = client_of(admin2).get(queue(slug))
        assert page.context["item"] == item, slug
        assert "Nama Anda" in client_of(admin2).get(page.context["buttons"][0]["url"]).content.decode()
        press_item(client_of(admin2), slug, item, "confirm")
        assert "Tidak ada yang menunggu lagi" in client_of(admin2).get(queue(slug)).content.decode()
        item.refresh_from_db()
    assert (exemption.state, override.confirmed_by) == ("verified", admin2)


def test_a_departure_waits_for_another_person_than_who_recorded_it(client_of, admin2, officer, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    own = DepartureFactory(recorded_by=admin2)
    other = DepartureFactory(recorded_by=officer)
    DepartureFactory(recorded_by=officer, flight_on=TODAY + timedelta(days=3))
    client = client_of(admin2)
    page = client.get(queue("konfirmasi"))
    assert (page.context["item"], page.context["total"]) == (other, 1)
    assert page.context["shown"].warnings
    assert own.confirmed_at is None
    asked = client.get(page.context["buttons"][0]["url"])
    assert "Nama Anda" in asked.content.decode()


def test_who_may_not_sign_has_no_such_queue(desk):
    assert "konfirmasi" not in desk.get("/admin/").content.decode()
    assert desk.get(queue("konfirmasi")).status_code == 403


def test_a_failed_message_is_settled_by_phone(desk, officer):
    budi = CandidateFactory(name="Budi Contoh")
    message = failed_message(person_key=f"candidate:{budi.pk}")
    page = desk.get(queue("hubungi"))
    assert "0812-3456-7890" in page.content.decode()
    assert AccessLog.objects.get(candidate=budi).what == "phone"
    page = press_item(desk, "hubungi", message, "called")
    message.refresh_from_db()
    assert message.handled_by == officer
    assert told(page) == ["Budi: selesai."]


def test_a_call_says_how_it_went_and_who_was_not_reached_stays_on_the_list(desk, officer):
    journey = person("Budi Contoh", days_ago=40)
    message = failed_message(person_key=f"candidate:{journey.candidate_id}")
    assert "Bagaimana hasilnya?" in desk.get(queue("hubungi")).text
    empty = press_item(desk, "hubungi", message, "called", note="mencoba dua kali")
    assert empty.context["form"].errors["outcome"] == ["Pilih salah satu."]
    assert 'value="mencoba dua kali"' in empty.text
    page = press_item(desk, "hubungi", message, "called", outcome="no_answer", note="mencoba dua kali")
    assert told(page) == ["Budi: sudah dicatat, masih di antrean."]
    message.refresh_from_db()
    assert message.handled_by is None
    again = desk.get(queue("hubungi")).text
    assert "Tidak diangkat · mencoba dua kali" in again
    press_item(desk, "hubungi", message, "called", outcome="reached")
    message.refresh_from_db()
    assert message.handled_by == officer
    assert [(note.outcome, note.by) for note in journey.contact_notes.order_by("pk")] == [
        ("no_answer", officer),
        ("reached", officer),
    ]


def test_a_whole_record_in_the_queue_is_written_down_as_a_look(desk, officer):
    journey = person("Rina Contoh")
    page = desk.get(queue("periksa")).content.decode()
    assert journey.candidate.nik in page
    assert [(look.candidate, look.by) for look in AccessLog.objects.all()] == [(journey.candidate, officer)]
    verified = person("Budi Contoh", at=Stage.VERIFIED)
    assert verified.candidate.nik not in desk.get(queue("seleksi")).content.decode()


@pytest.mark.parametrize(
    "typed", ["orang=abc", "sesudah=-1", "ke=0", f"sesudah={'9' * 30}", "orang=999999999", "deed=x"]
)
def test_a_strange_address_opens_the_queue_all_the_same(desk, typed):
    journey = person("Rina Contoh")
    assert desk.get(f"{queue('periksa')}?{typed}").context["item"] == journey


def test_unknown_queues_and_deeds(desk):
    assert desk.get(queue("tidak-ada")).status_code == 404
    journey = person("Rina Contoh")
    assert told(press(desk, "periksa", journey, deed="tidak-ada")) == [
        "Ini tidak bisa lagi dilakukan di sini: orangnya sudah di tahap lain."
    ]
    assert desk.post(queue("periksa"), {"orang": "999999", "deed": "verify"}).status_code == 404

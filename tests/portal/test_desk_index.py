"""The index of the desk: numbers, deadlines, what is stuck, the search, and who sees what."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.formats import date_format

from candidates import deciding, document_checking, selecting
from candidates.deciding import Decision
from candidates.enums import BatchDeed, Stage
from candidates.models import ClosingReason, DocumentKind, Journey, ReturnReason
from certificates import checking, exempting
from core.days_off import working_days_after, working_days_since
from portal.desk import queues, stuck
from tests.factories.candidates import (
    CandidateFactory,
    DocumentFactory,
    JourneyFactory,
    SelectionTestFactory,
    programme,
)
from tests.factories.certificates import SittingFactory
from tests.factories.placements import DepartureFactory, StepFactory, StepKindFactory
from tests.factories.training import (
    ClassTrainerFactory,
    DisciplineWarningFactory,
    EnrolmentFactory,
    TrainingClassFactory,
)
from tests.portal.waiting import TODAY, claimed, failed_message, person, queue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def rows(client):
    return {row["title"]: row["number"] for row in client.get("/admin/").context["queues"]}


def test_every_number_on_the_desk_is_the_length_of_its_list(desk, officer):
    for number in range(3):
        person(f"Baru {number}")
    person("Diperiksa", at=Stage.VERIFIED)
    person("Lolos", at=Stage.SELECTED)
    claimed("A1")
    failed_message()
    counts = queues.count({each.slug: (each.waiting(officer, TODAY), each.since) for each in queues.of(officer)})
    lengths = {each.slug: len(each.in_order(officer, TODAY)) for each in queues.of(officer)}
    assert {slug: waiting.number for slug, waiting in counts.items()} == lengths
    assert {slug: number for slug, number in lengths.items() if number} == {
        "periksa": 3,
        "seleksi": 1,
        "tempatkan": 1,
        "sertifikat": 1,
        "hubungi": 1,
    }


def test_the_oldest_is_measured_against_our_promise(desk):
    person("Lama", days_ago=14)
    page = desk.get("/admin/")
    row = page.context["queues"][0]
    assert (row["note"], row["late"]) == ("tertua 10 hari kerja, janji kita 3", True)


def test_a_test_that_can_soon_not_be_booked_stands_among_the_deadlines(desk):
    sitting = SittingFactory(test_id="jft_basic", book_by=TODAY + timedelta(days=3), held_on=TODAY + timedelta(days=20))
    SittingFactory(test_id="agri_crop", book_by=TODAY + timedelta(days=8), held_on=TODAY + timedelta(days=20))
    JourneyFactory(at="training")
    row = next(row for row in desk.get("/admin/").context["deadlines"] if "JFT" in row.sentence)
    assert row.sentence.startswith("Pesan kursi JFT-Basic")
    assert row.sentence.endswith("1 orang belum punya kursi")
    assert (row.left, row.url) == ("sisa 3 hari", reverse("admin:certificates_sitting_change", args=[sitting.pk]))
    assert [row for row in desk.get("/admin/").context["deadlines"] if "Pesan" in row.sentence] == [row]


@pytest.mark.parametrize("start", range(7))
@pytest.mark.parametrize("number", [0, 1, 3, 5, 12])
def test_working_days_are_counted_back_as_they_are_promised(start, number):
    day = date(2026, 11, 2) + timedelta(days=start)
    assert working_days_since(day, working_days_after(day, number)) == number


class TestWhoSeesWhat:
    def test_the_second_signature_has_its_queue(self, client_of, admin2):
        assert "Keberangkatan menunggu orang kedua" in rows(client_of(admin2))

    def test_the_welfare_officer_hears_of_who_has_departed_and_of_nobody_else(self, client_of, welfare, flown):
        person("Fatimah Contoh")
        away = flown().journey.candidate.name
        page = client_of(welfare).get("/admin/")
        assert [(row["title"], row["number"]) for row in page.context["queues"]] == [
            ("Sudah berangkat, belum melapor tiba", 1)
        ]
        assert away in client_of(welfare).get(queue("tiba"), follow=True).content.decode()
        assert client_of(welfare).get(queue("periksa")).status_code == 403
        people = client_of(welfare).get("/admin/candidates/journey/").content.decode()
        assert away in people and "Fatimah Contoh" not in people


class TestSearching:
    def ask(self, client, typed):
        return client.post(reverse("admin:desk_search"), {"q": typed})

    def test_exactly_one_person_opens_their_newest_journey(self, desk):
        rina = CandidateFactory(name="Rina Contoh", nik="3673024505040777", phone="+6281234567890")
        JourneyFactory(candidate=rina, at=Stage.VERIFIED, closed_on=date(2026, 3, 1), closed_reason="withdrew")
        newest = JourneyFactory(candidate=rina, registered_on=TODAY)
        for typed in ("rina", "3673024505040777", "7890", newest.registration_no):
            assert self.ask(desk, typed).url == reverse("admin:candidates_journey_change", args=[newest.pk]), typed

    def test_several_are_listed_and_masked(self, desk):
        people = [person("Rina Contoh"), person("Rina Teladan")]
        page = self.ask(desk, "rina").content.decode()
        assert "Rina Contoh" in page
        assert "Rina Teladan" in page
        assert people[0].candidate.nik not in page

    def test_nobody_found_offers_the_registration(self, desk):
        page = self.ask(desk, "Zulaikha").content.decode()
        assert "“Zulaikha” tidak ditemukan." in page
        assert reverse("admin:candidates_walk_in") in page

    def test_what_was_typed_never_stands_in_an_address(self, desk):
        person("Rina Contoh")
        assert desk.get(reverse("admin:desk_search"), {"q": "Rina"}).context["found"].journeys == []

    def test_a_stranger_finds_nobody(self, client_of, welfare):
        person("Rina Contoh")
        page = self.ask(client_of(welfare), "rina").content.decode()
        assert "Rina Contoh" not in page
        assert reverse("admin:candidates_walk_in") not in page


class TestAgainstTheClock:
    def test_a_flight_whose_paper_ends_before_it_is_named(self, desk, officer, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        flight = DepartureFactory(flight_on=TODAY + timedelta(days=2), recorded_by=officer)
        coe = StepKindFactory(slug="coe", covers_flight=True)
        StepFactory(journey=flight.journey, kind=coe, done=True, expires_on=TODAY + timedelta(days=1))
        good = DepartureFactory(flight_on=TODAY + timedelta(days=2), recorded_by=officer)
        StepFactory(journey=good.journey, kind=coe, done=True, expires_on=TODAY + timedelta(days=2))
        (row,) = desk.get("/admin/").context["deadlines"]
        assert flight.journey.candidate.name in row.sentence
        assert "COE habis" in row.sentence
        assert row.left == "sisa 2 hari"

    def test_a_checked_paper_on_file_that_ends_before_the_flight_is_named(self, desk, officer, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        flight = DepartureFactory(flight_on=TODAY + timedelta(days=4), recorded_by=officer)
        kind = DocumentKind.objects.get(slug="paspor")
        for_flight = {"by": officer, "expires_on": TODAY + timedelta(days=3)}
        document = document_checking.see_original(flight.journey.candidate, kind, **for_flight)
        (row,) = desk.get("/admin/").context["deadlines"]
        assert "Foto paspor habis" in row.sentence
        reason = ReturnReason.objects.get(text="sudah habis masa berlakunya")
        document_checking.ask_anew(document, version=0, reason=reason, by=officer)
        assert desk.get("/admin/").context["deadlines"] == []
        document_checking.see_original(flight.journey.candidate, kind, by=officer, expires_on=flight.flight_on)
        assert desk.get("/admin/").context["deadlines"] == []

    def test_a_certificate_that_ends_before_the_flight_unless_another_holds(self, desk, officer, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        flight = DepartureFactory(flight_on=TODAY + timedelta(days=5), recorded_by=officer)
        short = claimed("N4-1", expires_on=TODAY + timedelta(days=3), candidate=flight.journey.candidate)
        checking.verify(short, by=officer)
        (row,) = desk.get("/admin/").context["deadlines"]
        assert "sertifikat habis" in row.sentence
        longer = claimed("N4-2", candidate=flight.journey.candidate)
        checking.verify(longer, by=officer)
        assert desk.get("/admin/").context["deadlines"] == []


class TestWhatIsStuck:
    def test_a_class_day_that_nobody_entered(self, desk):
        training_class = TrainingClassFactory(
            name="Kelas C", starts_on=TODAY - timedelta(days=40), ends_on=TODAY + timedelta(days=9)
        )
        ClassTrainerFactory(training_class=training_class)
        EnrolmentFactory(training_class=training_class, from_on=TODAY - timedelta(days=40))
        sentences = [row.sentence for row in desk.get("/admin/").context["stuck"]]
        assert any(sentence.startswith("Kelas C: ") for sentence in sentences)

    def test_silent_people_are_counted_as_their_list_shows_them(self, desk, officer):
        person("Diam", days_ago=40)
        person("Baru", days_ago=2)
        person("Di kelas", days_ago=90, at=Stage.TRAINING)
        assert len(stuck.silent(officer, TODAY)) == 1
        (row,) = [row for row in desk.get("/admin/").context["stuck"] if "diam" in row.sentence]
        assert row.sentence == "1 orang diam lebih dari 14 hari."
        found = desk.get(row.url).context["cl"].queryset
        assert [journey.candidate.name for journey in found] == ["Diam"]

    def test_who_was_left_by_a_programme_that_is_over_is_counted_and_declined_from_the_list(self, desk, officer):
        over = programme(2025)
        for name, at in (("Tak diperiksa", Stage.REGISTERED), ("Terlewat", Stage.VERIFIED), ("Lolos", Stage.SELECTED)):
            person(name, registered_on=date(2025, 6, 1), programme=over, at=at)
        person("Baru")
        (row,) = [row for row in desk.get("/admin/").context["stuck"] if "sudah selesai" in row.sentence]
        assert row.sentence.startswith("2 pendaftaran dari program yang sudah selesai")
        found = list(desk.get(row.url).context["cl"].queryset)
        assert sorted(journey.candidate.name for journey in found) == ["Tak diperiksa", "Terlewat"]
        reason = ClosingReason.objects.filter(kind="not_chosen").first().text
        decline = {"person": [f"{each.pk}:{each.stage}" for each in found], "key": str(uuid4()), "reason": reason}
        desk.post(reverse("admin:candidates_bulk", args=["decline"]), decline)
        assert not Journey.objects.left_over(TODAY).exists()
        kept = {journey.candidate.name for journey in Journey.objects.open()}
        assert kept == {"Lolos", "Baru"}

    def test_a_talk_that_nobody_held_is_named_after_a_week(self, desk):
        DisciplineWarningFactory(opened_on=TODAY - timedelta(days=8))
        DisciplineWarningFactory(opened_on=TODAY)
        (row,) = [row for row in desk.get("/admin/").context["stuck"] if "tata tertib" in row.sentence]
        assert row.sentence.startswith("1 peserta mencapai batas tata tertib")
        assert desk.get(row.url).status_code == 200

    def test_late_steps_stand_by_owner(self, desk):
        StepFactory(kind__owner="lpk", due_on=date(2026, 4, 1))
        StepFactory(kind__owner="japan", due_on=date(2026, 4, 3))
        rows = [row for row in desk.get("/admin/").context["stuck"] if "langkah" in row.sentence]
        assert [row.sentence for row in rows] == [
            "LPK: 1 langkah lewat waktu, tertua 1 April 2026.",
            "Perusahaan di Jepang: 1 langkah lewat waktu, tertua 3 April 2026.",
        ]
        assert len(desk.get(rows[0].url).context["cl"].queryset) == 1


def test_my_own_last_deeds_with_their_way_back(desk, officer, admin2):
    mine, others = person("Rina Contoh"), person("Budi Contoh")
    selecting.verify(mine, by=officer)
    selecting.verify(others, by=admin2)
    (row,) = desk.get("/admin/").context["recent"]
    assert (row.name, bool(row.undo_url)) == ("Rina Contoh", True)
    mine.refresh_from_db()
    selecting.select(mine, by=admin2)
    assert [row.undo_url for row in desk.get("/admin/").context["recent"]] == [""]


@pytest.mark.parametrize("number", [1, 3])
def test_the_desk_asks_little_whatever_waits(desk, officer, number, django_assert_max_num_queries, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for each in range(number):
        person(f"Baru {each}", days_ago=30)
        selecting.verify(person(f"Cek {each}"), by=officer)
        claimed(f"S-{each}")
        failed_message(f"M{each}")
        training_class = TrainingClassFactory(starts_on=TODAY - timedelta(days=40), ends_on=TODAY + timedelta(days=9))
        EnrolmentFactory(training_class=training_class, from_on=TODAY - timedelta(days=40))
        flight = DepartureFactory(flight_on=TODAY + timedelta(days=2), recorded_by=officer)
        kind = StepKindFactory(slug="coe", covers_flight=True)
        StepFactory(journey=flight.journey, kind=kind, done=True, expires_on=TODAY)
    desk.get("/admin/")
    with django_assert_max_num_queries(19):
        desk.get("/admin/")
    with django_assert_max_num_queries(14):
        desk.get(queue("periksa"))


def test_a_list_that_nobody_put_into_a_group_is_still_found(client_of, admin2, superuser):
    page = client_of(admin2).get("/admin/")
    titles = [str(group["title"]) for group in page.context["settings"]]
    assert "Lainnya" not in titles
    assert {"Program dan target", "Akun dan jejak"} <= set(titles)
    assert "Lainnya" in [str(group["title"]) for group in client_of(superuser).get("/admin/").context["settings"]]


def test_a_decision_for_many_is_one_line_and_taken_back_as_one(desk, officer):
    people = [person(f"Orang {number}", at=Stage.VERIFIED, days_ago=30) for number in range(3)]
    pairs = [(each.pk, Stage.VERIFIED.value) for each in people]
    deciding.decide(Decision(BatchDeed.SELECT), pairs, key=uuid4(), by=officer)
    (row,) = desk.get("/admin/").context["recent"]
    assert row.name == "3 orang"
    desk.post(row.undo_url, {"event": row.event})
    assert {Journey.objects.get(pk=each.pk).stage for each in people} == {Stage.VERIFIED}
    assert {row.deed for row in desk.get("/admin/").context["recent"]} == {"Dibatalkan: Lolos seleksi"}


class TestTheKeysOfTheFiveVerbs:
    def keys(self, client):
        return {row["key"]: row["title"] for row in client.get("/admin/").context["queues"] if row["key"]}

    def test_a_key_opens_the_first_queue_of_its_verb_that_has_something(self, desk):
        photo = DocumentFactory(candidate=person("Lama", at=Stage.SELECTED).candidate)
        claimed("A1")
        assert self.keys(desk) == {"1": "Foto berkas", "3": "Belum punya kelas"}
        photo.delete()
        assert self.keys(desk)["1"] == "Sertifikat belum diperiksa"
        person("Baru")
        assert self.keys(desk)["1"] == "Pendaftar baru"

    def test_no_key_leads_to_an_empty_queue(self, desk):
        assert self.keys(desk) == {}
        assert "data-key=" not in desk.get("/admin/").content.decode().split('id="antrean"')[1].split('id="macet"')[0]

    def test_the_officer_signs_exemptions_and_the_head_departures_first(
        self, desk, client_of, officer, admin2, settings, tmp_path
    ):
        settings.MEDIA_ROOT = tmp_path
        away = DepartureFactory(recorded_by=officer).journey.candidate
        exempting.claim(candidate=away, by=admin2, kind="titp2", work_category_id="agri_crop", evidence="CONTOH-1")
        exempting.claim(candidate=away, by=officer, kind="care_school", work_category_id="nursing_care", evidence="C-2")
        assert self.keys(desk)["5"] == "Pengecualian menunggu orang kedua"
        assert self.keys(client_of(admin2))["5"] == "Keberangkatan menunggu orang kedua"


class TestWhatARowSaysBesideItsNumber:
    def note(self, client, title):
        return {row["title"]: row["note"] for row in client.get("/admin/").context["queues"]}[title]

    def test_the_selection_names_its_test_days(self, desk):
        tested = person("Rina Contoh", at=Stage.VERIFIED, days_ago=200)
        assert self.note(desk, "Putusan seleksi").startswith("tertua")
        before, after = TODAY - timedelta(days=9), TODAY + timedelta(days=9)
        SelectionTestFactory(journey=tested, on=TODAY - timedelta(days=90))
        SelectionTestFactory(journey=tested, on=before)
        assert self.note(desk, "Putusan seleksi") == f"tes {date_format(before, 'j F')}"
        SelectionTestFactory(journey=tested, on=after)
        SelectionTestFactory(journey=person("Sudah", at=Stage.SELECTED, days_ago=200), on=TODAY)
        words = f"tes {date_format(before, 'j F')}, berikutnya {date_format(after, 'j F')}"
        assert self.note(desk, "Putusan seleksi") == words

    def test_placing_names_the_next_class_and_its_free_seats(self, desk):
        person("Rina Contoh", at=Stage.SELECTED, days_ago=60)
        assert self.note(desk, "Belum punya kelas") == "belum ada kelas yang masih punya kursi"
        day = TODAY + timedelta(days=3)
        TrainingClassFactory(name="Kelas C", starts_on=TODAY - timedelta(days=9), ends_on=TODAY + timedelta(days=80))
        assert self.note(desk, "Belum punya kelas") == "Kelas C sedang berjalan, sisa 25 kursi"
        room = TrainingClassFactory(name="Kelas E", capacity=12, starts_on=day, ends_on=TODAY + timedelta(days=99))
        EnrolmentFactory(training_class=room, from_on=day)
        words = f"Kelas E mulai {date_format(day, 'j F')}, sisa 11 kursi"
        assert self.note(desk, "Belum punya kelas") == words

    def test_the_second_person_reads_when_they_flew(self, client_of, admin2, officer, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        flight = DepartureFactory(recorded_by=officer)
        words = f"terbang {date_format(flight.flight_on, 'j F')}"
        assert self.note(client_of(admin2), "Keberangkatan menunggu orang kedua") == words

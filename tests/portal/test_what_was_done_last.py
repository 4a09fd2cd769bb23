"""The last five deeds of an officer: of every kind, one line a press, and the way back where there is one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from candidates import calling, contacting, document_checking, selecting
from candidates.enums import CloseReason, DocumentState, Stage
from candidates.journey import close
from candidates.models import JourneyEvent, ReturnReason
from certificates import checking
from notifications import outbox
from portal.desk import ledgers, recent
from tests.factories.candidates import DocumentFactory
from tests.factories.training import AttendanceFactory, TrainingClassFactory
from tests.portal.waiting import TODAY, claimed, failed_message, person
from training.placing import place_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def lines(client):
    """What the card says, and whether it offers the way back."""
    return [(f"{row.deed}: {row.name}", bool(row.undo_url)) for row in client.get("/admin/").context["recent"]]


def photo_of(journey):
    return DocumentFactory(candidate=journey.candidate)


def test_a_paper_sent_back_is_listed_and_taken_back(desk, officer):
    journey = person("Tono Contoh")
    paper = photo_of(journey)
    document_checking.send_back(paper, version=1, reason=ReturnReason.objects.first(), by=officer)
    assert lines(desk) == [("Foto KTP dikembalikan: Tono Contoh", True)]
    (row,) = desk.get("/admin/").context["recent"]
    page = desk.post(row.undo_url, {row.field: row.event}, follow=True)
    assert page.status_code == 200
    paper.refresh_from_db()
    assert paper.state == DocumentState.WAITING
    assert lines(desk)[0] == ("Foto KTP: putusan dibatalkan: Tono Contoh", False)


def test_a_call_and_what_came_of_it_are_taken_back_with_one_press(desk, officer):
    journey = person("Sari Contoh")
    message = failed_message("Sari Contoh")
    type(message).objects.filter(pk=message.pk).update(person_key=f"candidate:{journey.candidate_id}")
    message.refresh_from_db()
    calling.called(message, by=officer, outcome="reached", note="akan datang")
    assert lines(desk) == [("Sudah ditelepon: Sari Contoh", True)]
    (row,) = desk.get("/admin/").context["recent"]
    page = desk.post(row.undo_url, {row.field: row.event}, follow=True)
    assert page.context["item"] == message
    assert not journey.contact_notes.standing().exists()
    assert lines(desk) == []


def test_a_contact_is_listed_and_taken_back(desk, officer):
    contacting.write_down(person("Rina Contoh"), by=officer, way="phone", outcome="no_answer")
    assert lines(desk) == [("Kontak, tidak diangkat: Rina Contoh", True)]
    (row,) = desk.get("/admin/").context["recent"]
    desk.post(row.undo_url, {row.field: row.event})
    assert lines(desk) == []


def test_a_paper_that_was_sent_anew_has_no_way_back(desk, officer):
    paper = photo_of(person("Tono Contoh"))
    document_checking.approve(paper, version=1, by=officer)
    assert lines(desk) == [("Foto KTP sudah diperiksa: Tono Contoh", True)]
    type(paper).objects.filter(pk=paper.pk).update(version=2, state="waiting", decided_at=None, decided_by=None)
    assert lines(desk) == [("Foto KTP sudah diperiksa: Tono Contoh", False)]


def test_a_certificate_is_listed_without_a_way_back_and_a_call_with_one(desk, officer):
    checking.verify(claimed("Budi Contoh"), by=officer)
    outbox.settle_by_phone(message=failed_message("Sari Contoh"), by=officer)
    assert lines(desk) == [
        ("Sudah ditelepon: Sari Contoh", True),
        ("JLPT N4, sudah diperiksa: Budi Contoh", False),
    ]


def test_thirty_placements_of_one_press_are_one_line(desk, officer):
    selecting.verify(person("Rina Contoh"), by=officer)
    JourneyEvent.objects.update(at=timezone.now() - timedelta(minutes=5))
    room = TrainingClassFactory(capacity=30, starts_on=TODAY, ends_on=TODAY + timedelta(days=90))
    people = [person(f"Orang {number}", at=Stage.SELECTED, days_ago=60) for number in range(30)]
    assert len(place_all(people, room, by=officer).seats) == 30
    assert lines(desk) == [("Pelatihan: 30 orang", True), ("Terverifikasi: Rina Contoh", True)]
    row = desk.get("/admin/").context["recent"][0]
    AttendanceFactory(enrolment=room.enrolments.get(journey=people[7]))
    page = desk.post(row.undo_url, {row.field: row.event}, follow=True)
    said = [str(message) for message in page.context["messages"]]
    assert said[0] == "29 penempatan dibatalkan."
    assert said[1].startswith("Orang 7: ")
    assert list(room.enrolments.values_list("journey", flat=True)) == [people[7].pk]
    assert people[0].__class__.objects.get(pk=people[0].pk).stage == Stage.SELECTED


def test_two_placements_after_each_other_stay_two_lines(desk, officer):
    for number in range(2):
        selecting.verify(person(f"Orang {number}"), by=officer)
    JourneyEvent.objects.filter(journey__candidate__name="Orang 0").update(at=timezone.now() - timedelta(seconds=9))
    assert lines(desk) == [("Terverifikasi: Orang 1", True), ("Terverifikasi: Orang 0", True)]


@pytest.mark.parametrize(
    ("reason", "said"),
    [(CloseReason.WITHDREW, "Ditutup, mengundurkan diri"), (CloseReason.UNFIT, "Ditutup")],
)
def test_a_closing_says_why_but_never_that_somebody_is_unfit(desk, officer, reason, said):
    close(person("Rina Contoh"), reason, by=officer)
    assert lines(desk) == [(f"{said}: Rina Contoh", True)]


def test_an_older_deed_shows_its_day_instead_of_its_hour(desk, officer):
    selecting.verify(person("Rina Contoh"), by=officer)
    now = timezone.localtime()
    assert [row.when for row in recent.of(officer)] == [f"{now:%H.%M}"]
    long_ago = now.replace(year=now.year - 1, month=3, day=2)
    JourneyEvent.objects.update(at=long_ago)
    assert [row.when for row in recent.of(officer)] == [f"2 Maret {now.year - 1}"]
    assert f"2 Maret {now.year - 1} Terverifikasi" in desk.get("/admin/").content.decode()


def test_more_than_are_looked_at_says_so(officer):
    rows = [ledgers.Entry(timezone.now(), "event", n, "reached", "selected", "", "x", n, True) for n in range(100)]
    (entry,) = ledgers.one_for_each_press(rows)
    assert ledgers.whose(entry) == "100+ orang"


def test_it_is_read_in_three_queries_whatever_was_done(officer, django_assert_max_num_queries):
    for number in range(3):
        selecting.verify(person(f"Orang {number}"), by=officer)
        document_checking.approve(photo_of(person(f"Foto {number}")), version=1, by=officer)
        checking.verify(claimed(f"S-{number}"), by=officer)
    recent.of(officer)
    with django_assert_max_num_queries(3):
        recent.of(officer)

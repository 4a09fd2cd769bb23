"""From a list to people on file, and back."""

import uuid
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files import File
from django.core.management import CommandError, call_command
from django.utils import timezone

from candidates import journey as journeys
from candidates import offer
from candidates.enums import ImportState, Origin, Outcome, Stage
from candidates.importing import accepting, batches
from candidates.models import AccessLog, Candidate, Consent, ImportBatch, ImportRow, Journey, Sector
from core.integrity import violations
from core.refusal import Refused, SomebodyWasFirst
from notifications.models import Message
from tests.candidates.importing.books import HEADER, ON, line, nik, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def book(tmp_path):
    rows = [line(1), line(2, sector=None), line(3, phone=None), line(4, sector="pertanian dan kaigo")]
    return save(tmp_path / "daftar.xlsx", ("Data", [HEADER, *rows]))


@pytest.fixture
def ready(book, officer):
    return received(book, officer)


def received(path, officer) -> ImportBatch:
    batch = batches.receive(File(BytesIO(path.read_bytes())), name=path.name, key=uuid.uuid4(), by=officer, on=ON)
    batches.read(batch)
    batch.refresh_from_db()
    return batch


def accepted(batch, by, sector="agriculture", **more) -> ImportBatch:
    batch = accepting.accept(batch, by=by, sector=sector, **more)
    accepting.register_rows(batch)
    return batch


def outcomes(batch) -> list[str]:
    return list(batch.rows.values_list("outcome", flat=True))


def test_a_list_that_was_read_has_registered_nobody(ready):
    assert (ready.state, ready.done, Candidate.objects.count()) == (ImportState.READY, 5, 0)
    assert list(ready.rows.values_list("can_import", flat=True)) == [True, True, False, True]


def test_accepting_registers_those_who_can_be_and_nobody_else(ready, officer):
    batch = accepted(ready, officer, sector="automotive")
    assert outcomes(batch) == [Outcome.DONE, Outcome.DONE, "", Outcome.DONE]
    assert (batch.state, bool(batch.file)) == (ImportState.ACCEPTED, False)
    found = Journey.objects.order_by("candidate__nik")
    assert [journey.sector_id for journey in found] == ["caregiver", "automotive", "agriculture"]
    assert [list(journey.wishes.values_list("sector", flat=True)) for journey in found] == [
        ["caregiver"],
        [],
        ["agriculture", "caregiver"],
    ]
    assert {(journey.origin, journey.registered_on, journey.education) for journey in found} == {
        (Origin.IMPORT, ON, "SMA")
    }
    person = Candidate.objects.get(nik=nik(1))
    assert (person.name, person.phone, person.kelurahan_id) == ("Rina Contoh 1", "+6281200000001", "36.73.01.1007")
    assert person.created_by == officer


def test_nobody_on_a_list_has_agreed_so_nothing_is_sent(ready, officer):
    accepted(ready, officer)
    assert (Consent.objects.count(), Message.objects.count()) == (0, 0)
    assert list(violations()) == []


def test_the_same_list_twice_registers_nobody_twice(ready, book, officer):
    accepted(ready, officer)
    again = received(book, officer)
    assert [row.reasons for row in again.rows.all()] == [
        ["duplicate_registered"],
        ["duplicate_registered"],
        ["phone_missing"],
        ["duplicate_registered"],
    ]
    accepted(again, officer)
    assert Candidate.objects.count() == 3


def test_two_lists_with_the_same_person_read_before_either_is_accepted(ready, book, officer):
    other = received(book, officer)
    accepted(ready, officer)
    assert outcomes(accepted(other, officer)) == [Outcome.REFUSED, Outcome.REFUSED, "", Outcome.REFUSED]
    assert "NIK" in other.rows.first().note
    assert Candidate.objects.count() == 3


def test_a_list_is_accepted_once(ready, officer):
    accepted(ready, officer)
    with pytest.raises(SomebodyWasFirst):
        accepting.accept(ready, by=officer)


def test_no_list_is_accepted_while_registration_is_closed(ready, officer):
    with pytest.raises(Refused, match="registration_closed"):
        accepting.accept(ready, by=officer, on=date(2030, 1, 1))


def test_an_age_that_the_public_form_refuses_is_refused_in_a_list_too(tmp_path, officer):
    rows = [line(1), line(7, nik=nik(7, born="450514"), birth_date="05/05/2014")]
    batch = received(save(tmp_path / "a.xlsx", ("A", [HEADER, *rows])), officer)
    assert list(batch.rows.values_list("can_import", flat=True)) == [True, False]
    accepted(batch, officer)
    assert outcomes(batch) == [Outcome.DONE, Outcome.REFUSED]
    assert batch.rows.get(row=3).note == "Umur sekarang 12 tahun. Pendaftaran mulai umur 17 tahun."
    assert [person.nik for person in Candidate.objects.all()] == [nik(1)]


@pytest.mark.parametrize("age", [17, 99])
def test_the_youngest_and_the_oldest_of_the_public_form_come_in_by_a_list_too(tmp_path, officer, age):
    born = f"4305{(ON.year - age) % 100:02d}"
    row = line(7, nik=nik(7, born=born), birth_date=f"03/05/{ON.year - age}")
    batch = accepted(received(save(tmp_path / "a.xlsx", ("A", [HEADER, row])), officer), officer)
    assert outcomes(batch) == [Outcome.DONE]


def test_a_birth_date_that_was_put_right_can_be_imported(tmp_path, officer):
    row = line(7, nik=nik(7, born="450514"), birth_date="05/05/2014")
    batch = received(save(tmp_path / "a.xlsx", ("A", [HEADER, row])), officer)
    assert batches.correct(batch.rows.get(), {"nik": nik(7), "birth_date": "5 Mei 2004"}).can_import


def test_nobody_is_put_into_a_sector_that_nobody_chose(ready, officer):
    with pytest.raises(Refused, match="sector_missing"):
        accepting.accept(ready, by=officer)
    ready.refresh_from_db()
    assert (ready.state, ready.accepted_by) == (ImportState.READY, None)


def test_where_every_row_names_its_sector_none_is_asked(ready, officer):
    ready.rows.filter(values__sectors=[]).delete()
    accepted(ready, officer, sector=None)
    assert list(Journey.objects.order_by("pk").values_list("sector", flat=True)) == ["caregiver", "agriculture"]


def test_a_sector_that_is_not_offered_any_more_counts_as_none(ready, officer):
    Sector.objects.filter(slug="caregiver").update(is_active=False)
    offer.forget(ON)
    assert [row.row for row in ready.rows.filter(accepting.without_sector(ON), can_import=True)] == [2, 3]
    accepted(ready, officer, sector="automotive")
    found = Journey.objects.order_by("pk").values_list("sector", flat=True)
    assert list(found) == ["automotive", "automotive", "agriculture"]


def test_a_worker_that_was_stopped_goes_on_where_it_was(ready, officer):
    batch = accepting.accept(ready, by=officer, sector="agriculture")
    accepting._register_one(batch, batch.rows.first(), ON)
    accepting.register_rows(batch)
    assert Candidate.objects.count() == 3


def test_taking_back_leaves_nothing_of_the_people(ready, officer):
    batch = accepting.take_back(accepted(ready, officer), by=officer)
    assert (Candidate.objects.count(), Journey.objects.count()) == (0, 0)
    assert Candidate.history.rel.related_model.objects.count() == 0
    assert outcomes(batch) == [Outcome.TAKEN_BACK, Outcome.TAKEN_BACK, "", Outcome.TAKEN_BACK]
    assert (batch.state, batch.undone_by) == (ImportState.UNDONE, officer)


def test_whoever_something_happened_to_since_is_left_and_named(ready, officer):
    batch = accepted(ready, officer)
    one, two, four = (row.journey for row in batch.rows.filter(outcome=Outcome.DONE))
    journeys.reach(one, Stage.VERIFIED, by=officer, on=ON)
    two.candidate.phone = "+6281311112222"
    two.candidate.save()
    AccessLog.objects.create(candidate=four.candidate, by=officer, what="record")  # a look is no change
    accepting.take_back(batch, by=officer)
    assert outcomes(batch) == [Outcome.LEFT, Outcome.LEFT, "", Outcome.TAKEN_BACK]
    assert all(row.note for row in batch.rows.filter(outcome=Outcome.LEFT))
    assert set(Journey.objects.all()) == {one, two}


def test_a_list_is_taken_back_once_and_can_be_sent_again(ready, book, officer):
    accepting.take_back(accepted(ready, officer), by=officer)
    with pytest.raises(SomebodyWasFirst):
        accepting.take_back(ready, by=officer)
    accepted(received(book, officer), officer)
    assert Candidate.objects.count() == 3


def test_a_corrected_row_is_checked_again(ready):
    row = batches.correct(ready.rows.get(row=4), {"phone": "0812-0000-0003"})
    assert (row.can_import, row.reasons, row.values["phone"]) == (True, [], "+6281200000003")


def test_a_nik_that_was_a_number_is_trusted_when_it_was_typed_again(tmp_path, officer):
    batch = received(save(tmp_path / "a.xlsx", ("A", [HEADER, line(1, nik=int(nik(10)))])), officer)
    row = batch.rows.get()
    assert row.reasons == ["nik_precision_lost"]
    assert batches.correct(row, {"nik": nik(10), "name": "Rina Contoh"}).reasons == []


def test_a_ktp_that_differs_from_its_nik_is_taken_with_a_note_for_the_officer(tmp_path, officer):
    batch = received(save(tmp_path / "a.xlsx", ("A", [HEADER, line(1, birth_date="6 Mei 2004")])), officer)
    row = batches.correct(batch.rows.get(), {}, as_on_ktp=True)
    assert row.reasons == []
    accepted(batch, officer)
    person = Candidate.objects.get()
    assert (person.nik_differs, person.birth_date) == (True, date(2004, 5, 6))


def test_correcting_a_nik_frees_the_row_that_was_its_double(tmp_path, officer):
    batch = received(save(tmp_path / "a.xlsx", ("A", [HEADER, line(1), line(2, nik=nik(1))])), officer)
    first, second = batch.rows.all()
    assert second.reasons == ["duplicate_in_file"]
    batches.correct(first, {"nik": nik(7)})
    second.refresh_from_db()
    assert (second.reasons, second.can_import) == ([], True)


def test_the_file_lies_under_a_name_that_says_nothing_and_goes_after_thirty_days(ready, book, officer):
    assert ready.file.name == f"lists/{ready.key}.xlsx"
    batches.forget(timezone.localdate())
    assert ready.file.storage.exists(ready.file.name)
    batches.forget(timezone.localdate() + timedelta(days=30))
    assert not ready.file.storage.exists(ready.file.name)
    assert not ImportBatch.objects.exists()


def test_the_cells_of_an_accepted_list_go_after_thirty_days(ready, officer):
    batch = accepted(ready, officer)
    batches.forget(timezone.localdate() + timedelta(days=30))
    assert set(ImportRow.objects.values_list("nik", flat=True)) == {""}
    assert [row.cells for row in batch.rows.all()] == [{}] * 4
    batch.refresh_from_db()
    with pytest.raises(Refused, match="list_forgotten"):
        accepting.take_back(batch, by=officer)


def test_a_file_that_cannot_be_read_says_why_and_is_not_kept(tmp_path, officer):
    path = tmp_path / "foto.xlsx"
    path.write_bytes(b"\x89PNG\r\n" + bytes(600))
    batch = received(path, officer)
    assert (batch.state, bool(batch.file)) == (ImportState.FAILED, False)
    assert ".xlsx" in batch.note


def test_a_file_without_people_says_so(tmp_path, officer):
    assert received(save(tmp_path / "a.xlsx", ("A", [["Halo"]])), officer).state == ImportState.FAILED


def test_the_command_registers_only_with_commit(book, capsys):
    call_command("import_candidates", book, "--on", ON.isoformat())
    assert Candidate.objects.count() == 0
    call_command("import_candidates", book, "--on", ON.isoformat(), "--commit")
    call_command("import_candidates", book, "--on", ON.isoformat(), "--commit")
    assert "1 name no sector: put down for" in capsys.readouterr().out
    assert Candidate.objects.count() == 3
    assert list(ImportBatch.objects.values_list("state", flat=True)) == [ImportState.ACCEPTED] * 2


def test_the_command_says_when_registration_is_closed(book):
    with pytest.raises(CommandError):
        call_command("import_candidates", book, "--on", "2030-01-01", "--commit")
    assert not ImportBatch.objects.exists()

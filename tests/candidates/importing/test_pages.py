"""The desk's pages about lists: send, look, correct, accept, take back."""

import uuid
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from kombu.exceptions import OperationalError

from candidates import tasks
from candidates.enums import ImportState
from candidates.models import Candidate, ImportBatch
from tests.candidates.importing.books import HEADER, line, nik, save

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
ADD = "admin:candidates_importbatch_add"
LOOK = "admin:candidates_importbatch_change"


@pytest.fixture(autouse=True)
def worker(monkeypatch):
    """As the worker does it, at once."""
    for task in (tasks.read_list, tasks.register_list):
        monkeypatch.setattr(task, "apply_async", lambda args, retry, task=task: task(*args))


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


@pytest.fixture
def book(tmp_path):
    rows = [line(1), line(2, kelurahan="Unyurr"), line(3, sector=None)]
    return save(tmp_path / "daftar.xlsx", ("Data", [HEADER, *rows])).read_bytes()


@pytest.fixture
def batch(desk, book) -> ImportBatch:
    send(desk, book)
    return ImportBatch.objects.get()


def send(desk, content, name="daftar.xlsx", **form):
    form = {"key": uuid.uuid4(), "file": SimpleUploadedFile(name, content)} | form
    return desk.post(reverse(ADD), form, follow=True)


def page(desk, batch, **query) -> str:
    return desk.get(reverse(LOOK, args=[batch.pk]), query).content.decode()


def post(desk, batch, deed, **form) -> str:
    address = reverse(f"admin:candidates_importbatch_{deed}", args=[batch.pk])
    return desk.post(address, form, follow=True).content.decode()


def test_a_list_that_was_sent_is_shown_with_what_to_do(desk, book):
    text = send(desk, book).content.decode()
    assert "Rina Contoh 1" in text
    assert "Tidak ada kelurahan dengan nama ini" in text
    assert "Daftarkan 2 orang" in text
    assert nik(1) not in text
    assert Candidate.objects.count() == 0


def test_the_same_form_twice_is_one_list(desk, book):
    key = uuid.uuid4()
    send(desk, book, key=key)
    send(desk, book, key=key)
    assert ImportBatch.objects.count() == 1


def test_a_file_of_another_kind_says_why(desk):
    assert "bukan berkas Excel" in send(desk, b"\x89PNG" + bytes(500), "foto.xlsx").content.decode()


def test_without_a_file_the_form_says_so(desk):
    response = desk.post(reverse(ADD), {"key": uuid.uuid4()})
    assert response.context["form"].errors.keys() == {"file"}


def test_only_the_rows_that_fail(desk, batch):
    text = page(desk, batch, show="reject")
    assert "Rina Contoh 2" in text and "Rina Contoh 1" not in text


def test_a_row_is_corrected_on_its_page(desk, batch):
    row = batch.rows.get(row=3)
    address = reverse("admin:candidates_importbatch_row", args=[batch.pk, row.pk])
    first = desk.get(address)
    assert "Mungkin Unyur?" in first.content.decode()
    form = first.context["form"]
    cells = {name: form[name].initial for name in form.fields if name != "as_on_ktp"}
    assert "Tidak ada kelurahan" in desk.post(address, cells | {"kelurahan": "Xyz"}).content.decode()
    desk.post(address, cells | {"kelurahan": "Unyur"})
    row.refresh_from_db()
    assert row.can_import


def test_the_page_says_which_kecamatan_the_sheet_named_until_somebody_types_another(desk, tmp_path):
    book = save(tmp_path / "a.xlsx", ("Curug", [HEADER, line(1, kelurahan="Sukawana")]))
    send(desk, book.read_bytes())
    batch = ImportBatch.objects.get()
    assert "Kecamatan: diambil dari nama lembar." in page(desk, batch)
    row = batch.rows.get()
    address = reverse("admin:candidates_importbatch_row", args=[batch.pk, row.pk])
    form = desk.get(address).context["form"]
    cells = {name: form[name].initial for name in form.fields if name != "as_on_ktp"}
    desk.post(address, cells | {"kecamatan": "Serang"})
    row.refresh_from_db()
    assert (row.values["kelurahan_code"], row.values["kecamatan_from"]) == ("36.73.01.1008", None)
    assert "diambil dari nama lembar" not in page(desk, batch)


def test_accepting_and_taking_back(desk, batch):
    text = post(desk, batch, "accept", sector="agriculture")
    assert "Terdaftar: 2" in text
    assert Candidate.objects.count() == 2
    text = post(desk, batch, "undo")
    assert "dibatalkan: 2" in text
    assert Candidate.objects.count() == 0


def test_a_child_on_the_list_is_shown_as_not_yet_with_the_sentence(desk, tmp_path):
    child = line(2, nik=nik(2, born="450514"), birth_date="05/05/2014")
    send(desk, save(tmp_path / "a.xlsx", ("A", [HEADER, line(1), child])).read_bytes())
    batch = ImportBatch.objects.get()
    text = page(desk, batch, show="reject")
    assert "Rina Contoh 2" in text and "Pendaftaran mulai umur 17 tahun." in text
    assert "Daftarkan 1 orang" in text
    assert "ditolak: 1" in post(desk, batch, "accept")


def test_without_the_sector_the_page_asks_for_it_beside_the_field(desk, batch):
    address = reverse("admin:candidates_importbatch_accept", args=[batch.pk])
    response = desk.post(address)
    assert response.context["form"].errors.keys() == {"sector"}
    text = response.content.decode()
    assert "Pilih bidang untuk yang barisnya tidak menyebutnya" in text
    look = reverse(LOOK, args=[batch.pk])
    assert f'href="{look}?show=reject"' in text  # what was sent has no page of its own
    assert Candidate.objects.count() == 0


def test_where_every_row_names_its_sector_the_page_asks_for_none(desk, batch):
    batch.rows.filter(values__sectors=[]).delete()
    assert "Bidang untuk yang barisnya" not in page(desk, batch)
    assert "Terdaftar: 1" in post(desk, batch, "accept")


def test_accepting_twice_says_that_somebody_was_first(desk, batch):
    post(desk, batch, "accept", sector="agriculture")
    assert "sudah diterima orang lain" in post(desk, batch, "accept", sector="agriculture")


def test_without_a_worker_the_page_does_it_itself(desk, book, monkeypatch):
    with patch.object(tasks.read_list, "apply_async", side_effect=OperationalError):
        send(desk, book)
    assert ImportBatch.objects.get().state == ImportState.READY


def test_a_list_that_is_being_read_shows_its_progress_and_renews_itself(desk, batch):
    ImportBatch.objects.update(state=ImportState.READING, done=1840, expected=5000)
    response = desk.get(reverse(LOOK, args=[batch.pk]))
    assert response["Refresh"] == "2"
    assert '<progress max="5000" value="1840">' in response.content.decode()


def test_three_rows_ask_no_more_questions_than_one(desk, batch, tmp_path, django_assert_max_num_queries):
    send(desk, save(tmp_path / "b.xlsx", ("A", [HEADER, line(9)])).read_bytes())
    for each in ImportBatch.objects.all():
        with django_assert_max_num_queries(9):
            page(desk, each)


@pytest.mark.parametrize("who", ["lpk", "trainer", "leader", "welfare", "candidate_user"])
def test_nobody_else_sees_a_list(client_of, request, batch, who):
    stranger = client_of(request.getfixturevalue(who))
    addresses = [
        reverse(ADD),
        reverse(LOOK, args=[batch.pk]),
        reverse("admin:candidates_importbatch_row", args=[batch.pk, batch.rows.first().pk]),
    ]
    assert {stranger.get(address).status_code for address in addresses} <= {302, 403}
    for deed in ("accept", "undo"):
        address = reverse(f"admin:candidates_importbatch_{deed}", args=[batch.pk])
        assert stranger.post(address).status_code in {302, 403}
    assert Candidate.objects.count() == 0


def test_the_file_has_no_address(client, desk, batch):
    assert batch.file
    for visitor in (client, desk):
        assert visitor.get(f"/media/{batch.file.name}").status_code == 404

"""A person's record at the desk: what is typed there is checked like a registration."""

from datetime import date

import pytest
from django.urls import reverse

from candidates.models import Candidate
from tests.factories.candidates import CandidateFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client_of, officer):
    return client_of(officer)


def save_record(desk, person, **changes):
    url = reverse("admin:candidates_candidate_change", args=[person.pk])
    form = desk.get(url).context["adminform"].form
    typed = {name: form.initial.get(name) for name in form.fields} | changes
    return desk.post(url, {name: value for name, value in typed.items() if value not in (None, False)})


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "Rina <b>", "Tulis nama dengan huruf saja"),
        ("name", "12345", "Tulis nama dengan huruf saja"),
        ("nik", "367302450504", "NIK harus 16 angka, yang diketik baru 12."),
        ("nik", "36730245050407771", "NIK harus 16 angka, yang diketik 17."),
        ("nik", "36730245O5040777", "NIK hanya berisi angka"),
        ("nik", "3673029905040777", "NIK ini tidak mungkin ada"),
        ("nik", "0973024505040777", "Tidak ada provinsi"),
        ("birth_date", "5-5-2094", "Tanggal ini belum tiba"),
        ("birth_date", "5-5-1904", "Umurnya jadi"),
        ("birth_date", "5-5-2015", "Pendaftaran mulai umur 17"),
        ("birth_date", "5-6-2004", "Menurut NIK: lahir 5 Mei 2004, perempuan."),
        ("sex", "L", "Menurut NIK: lahir 5 Mei 2004, perempuan."),
        ("address_outside", "Jalan \u202e1", "Tulis dengan huruf"),
    ],
)
def test_the_record_is_no_door_past_the_checks_of_a_registration(desk, reference, field, typed, sentence):
    rina = CandidateFactory(name="Rina Contoh", nik="3673024505040777")
    page = save_record(desk, rina, **{field: typed})
    assert page.status_code == 200
    assert list(page.context["adminform"].form.errors) == [field]
    assert sentence in page.context["adminform"].form.errors[field][0]
    assert getattr(Candidate.objects.get(pk=rina.pk), field) == getattr(rina, field)


def test_that_the_ktp_differs_is_ticked_knowingly_and_goes_when_it_is_no_longer_so(desk, reference):
    rina = CandidateFactory(nik="3673024505040777")
    assert save_record(desk, rina, birth_date="5-6-2004", nik_differs="on").status_code == 302
    rina.refresh_from_db()
    assert (rina.birth_date, rina.nik_differs) == (date(2004, 6, 5), True)
    assert save_record(desk, rina, nik="3673 0245 0604 0777", nik_differs="on").status_code == 302
    rina.refresh_from_db()
    assert (rina.nik, rina.nik_differs) == ("3673024506040777", False)


def test_an_old_slip_elsewhere_on_the_record_stands_in_nobodys_way(desk, reference):
    rina = CandidateFactory(nik="3673024505040777", name="Rina 2", birth_date=date(1904, 1, 1))
    assert save_record(desk, rina, phone="0813 1111 2222").status_code == 302
    rina.refresh_from_db()
    assert (rina.phone, rina.nik_differs) == ("+6281311112222", False)

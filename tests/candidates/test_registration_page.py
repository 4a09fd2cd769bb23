"""The public form as a person with a phone meets it."""

import re
import uuid
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.idle import IDLE
from candidates import access, status_door
from candidates.models import Candidate, Consent, ConsentText, Journey, Programme
from tests.factories.candidates import CandidateFactory, JourneyFactory

REGISTER, RECEIPT = "/daftar/periksa/", "/daftar/selesai/"
PAPERS = f"{RECEIPT}berkas/"


@pytest.fixture(autouse=True)
def an_open_programme(reference):
    Programme.objects.update_or_create(
        year=2090, defaults={"opens_on": date(2020, 1, 1), "closes_on": date(2090, 1, 1), "ends_on": date(2090, 12, 31)}
    )


def answers(**changes):
    texts = {text.purpose: f"consent_{text.pk}" for text in ConsentText.objects.all()}
    typed = {
        "submission_key": str(uuid.uuid4()),
        "name": "Rina Contoh",
        "nik": "3673 0245 0504 0001",
        "birth_date_day": "5",
        "birth_date_month": "5",
        "birth_date_year": "2004",
        "sex": "P",
        "phone": "0812-3456-7890",
        "residence": "36.73.02.1001",
        "address_outside": "",
        "sector": "caregiver",
        texts["registration"]: "on",
        texts["messages"]: "on",
    }
    return {name: value for name, value in (typed | changes).items() if value is not None}


def errors(response):
    """Field → sentences, as they stand beside the fields."""
    return {name: list(sentences) for name, sentences in response.context["form"].errors.items()}


def test_a_visitor_registers_and_reads_number_and_code(client):
    response = client.post(REGISTER, answers(), follow=True)
    assert response.redirect_chain == [(RECEIPT, 302)]
    journey = Journey.objects.get()
    page = response.content.decode()
    assert journey.registration_no in page
    assert re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page)
    assert "Simpan nomor dan kode ini, boleh difoto." in page
    assert journey.candidate.phone == "+6281234567890"
    assert journey.candidate.nik == "3673024505040001"


def test_the_consents_are_those_that_were_ticked(client):
    client.post(REGISTER, answers())
    assert sorted(consent.text.purpose for consent in Consent.objects.all()) == ["messages", "registration"]


def test_going_back_and_sending_again_shows_the_same_receipt(client):
    typed = answers()
    first = client.post(REGISTER, typed, follow=True).content
    second = client.post(REGISTER, typed, follow=True).content
    code = re.compile(rb"[0-9A-Z]{5}-[0-9A-Z]{5}")
    assert code.search(first).group() == code.search(second).group()
    assert Candidate.objects.count() == 1


def test_the_receipt_needs_the_phone_that_registered(client):
    assert client.get(RECEIPT).url == "/status/"


def test_the_receipt_names_the_papers_and_leads_to_the_first_without_number_and_code(client):
    page = client.post(REGISTER, answers(), follow=True).content.decode()
    assert re.findall(r"<li>((?:Foto|Pas foto)[^<]*)</li>", page) == [
        "Foto KTP", "Foto KK", "Foto ijazah terakhir", "Pas foto",
    ]  # fmt: skip
    response = client.post(PAPERS, follow=True)
    assert response.redirect_chain == [("/saya/berkas/ktp/", 302)]
    assert "Foto KTP" in response.content.decode()
    assert "Rina" in client.get("/status/").content.decode()


def test_the_door_that_the_receipt_opened_is_closed_after_half_an_hour(client):
    client.post(REGISTER, answers())
    client.post(PAPERS)
    session = client.session
    session[status_door.KEY] |= {"seen": session[status_door.KEY]["seen"] - IDLE - 1}
    session.save()
    assert client.get("/saya/berkas/ktp/").url == "/status/"


def test_another_phone_and_a_code_that_was_replaced_open_no_papers(client, officer):
    client.post(REGISTER, answers())
    assert Client().post(PAPERS).url == "/status/"
    access.renew(Candidate.objects.get(), key=uuid.uuid4(), by=officer)
    assert client.post(PAPERS).url == "/status/"
    assert client.get("/saya/berkas/ktp/").url == "/status/"
    assert "Foto KTP" not in client.get(RECEIPT).content.decode()


def test_who_leaves_a_borrowed_phone_takes_the_receipt_along(client):
    client.post(REGISTER, answers())
    assert b"SJ-" in client.get(RECEIPT).content
    client.post("/status/keluar/")
    assert client.get(RECEIPT).url == "/status/"


def test_the_code_is_neither_in_the_cookie_nor_in_the_database(client):
    response = client.post(REGISTER, answers())
    code = re.search(rb"[0-9A-Z]{5}-[0-9A-Z]{5}", client.get(RECEIPT).content).group().decode()
    assert code not in response.cookies["receipt"].value
    assert code.replace("-", "") not in str(Candidate.objects.values().get())


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Isi nama seperti di KTP."),
        ("name", "12345", "Tulis nama dengan huruf saja, persis seperti di KTP."),
        ("name", "<script>alert(1)</script>", "Tulis nama dengan huruf saja, persis seperti di KTP."),
        ("name", "Rina 😀", "Tulis nama dengan huruf saja, persis seperti di KTP."),
        ("name", "Rina\u202eanir", "Tulis nama dengan huruf saja, persis seperti di KTP."),
        ("name", "a" * 10_000, "Terlalu panjang. Paling banyak 120 huruf."),
        ("nik", "", "Isi NIK, 16 angka."),
        (
            "nik",
            "367302450504001",
            "NIK harus 16 angka, yang diketik baru 15. Cocokkan lagi dengan KTP atau KK.",
        ),
        ("nik", "1" * 10_000, "NIK harus 16 angka, yang diketik 10000. Cocokkan lagi dengan KTP atau KK."),
        (
            "nik",
            "３６７３０２４５０５０４０００１",
            "NIK hanya berisi angka, 16 buah. Cocokkan lagi dengan KTP atau KK.",
        ),
        ("nik", "3.67302E+15", "NIK hanya berisi angka, 16 buah. Cocokkan lagi dengan KTP atau KK."),
        (
            "nik",
            "9973024505040001",
            "Tidak ada provinsi dengan dua angka pertama 99. Cocokkan lagi dengan KTP atau KK.",
        ),
        (
            "nik",
            "3673024505040000",
            "NIK ini tidak mungkin ada, ada angka yang keliru. Cocokkan lagi dengan KTP atau KK.",
        ),
        ("phone", "12", "Nomor HP belum pas. Contoh: 0812-3456-7890."),
        ("phone", "' OR 1=1 --", "Nomor HP belum pas. Contoh: 0812-3456-7890."),
        ("residence", "", "Pilih kelurahan sesuai KTP."),
        ("residence", "36.73.99.9999", "Pilih salah satu dari pilihan ini."),
        ("sector", "astronaut", "Pilih salah satu dari pilihan ini."),
        ("sex", "", "Pilih salah satu."),
        ("birth_date_year", "2060", "Tanggal ini belum tiba. Periksa tahunnya."),
        ("birth_date_day", "31", "Menurut NIK lahirnya 5 Mei 2004, yang diisi 31 Mei 2004."),
    ],
)
def test_wrong_input_gets_a_sentence_beside_its_field_and_stays_typed(client, field, typed, sentence):
    response = client.post(REGISTER, answers(**{field: typed}))
    assert response.status_code == 200
    about = field.rsplit("_", 1)[0] if field.startswith("birth_date") else field
    assert list(errors(response)) == [about]
    assert errors(response)[about][0].startswith(sentence)
    page = response.content.decode()
    assert "<title>Perbaiki: Periksa lalu kirim" in page
    assert not Candidate.objects.exists()
    if typed and "<" not in typed and "'" not in typed and field not in {"residence", "sector"}:
        assert f'value="{typed}"' in page
    assert "<script>alert" not in page


def test_nul_bytes_are_refused_without_a_crash(client):
    typed = answers(name="Rina\x00Contoh", nik="36730245\x0005040001", phone="08\x0012", address_outside="x\x00")
    response = client.post(REGISTER, typed)
    assert {"name", "nik", "phone", "address_outside"} <= set(errors(response))


def test_a_date_that_is_not_in_the_calendar_stays_as_typed(client):
    response = client.post(REGISTER, answers(birth_date_day="31", birth_date_month="2"))
    assert errors(response)["birth_date"] == ["Tanggal ini tidak ada di kalender. Contoh: 5 – 5 – 2004."]
    assert 'value="31"' in response.content.decode()


def test_everything_is_kept_when_one_field_is_wrong(client):
    page = client.post(REGISTER, answers(nik="1")).content.decode()
    for typed in ("Rina Contoh", "0812-3456-7890", "05-05-2004", "P", "caregiver", "36.73.02.1001"):
        assert f'value="{typed}"' in page
    assert page.count("checked") == 2  # two consents


def test_a_birth_date_that_differs_from_the_nik_has_a_way_on(client):
    typed = answers(birth_date_month="6")
    response = client.post(REGISTER, typed)
    assert errors(response)["birth_date"] == [
        "Menurut NIK lahirnya 5 Mei 2004, yang diisi 5 Juni 2004. Periksa keduanya. Kalau di KTP memang begitu, "
        "centang “Sesuai KTP”; nanti dicocokkan petugas."
    ]
    assert 'name="nik_differs"' in response.content.decode()
    assert 'name="nik_differs"' not in client.get(REGISTER).content.decode()
    assert client.post(REGISTER, typed | {"nik_differs": "on"}).url == RECEIPT
    candidate = Candidate.objects.get()
    assert (candidate.nik_differs, candidate.birth_date) == (True, date(2004, 6, 5))


def test_a_sex_that_differs_from_the_nik_has_a_way_on(client):
    typed = answers(sex="L")
    assert errors(client.post(REGISTER, typed))["sex"][0].startswith("Menurut NIK perempuan, yang diisi laki-laki.")
    assert client.post(REGISTER, typed | {"nik_differs": "on"}).url == RECEIPT


def test_the_tick_means_nothing_when_all_agree(client):
    client.post(REGISTER, answers(nik_differs="on"))
    assert not Candidate.objects.get().nik_differs


def test_an_unknown_regency_is_allowed_because_codes_vanish(client):
    assert client.post(REGISTER, answers(nik="3699024505040001")).url == RECEIPT


def test_a_one_word_name_stays_one_word(client):
    client.post(REGISTER, answers(name="  Sukarni "))
    assert Candidate.objects.get().name == "Sukarni"


@pytest.mark.parametrize("name", ["Nur'aini", "Muh. Ali", "Siti-Aisyah", "R. Ay. Contoh, S.Pd.", "José"])
def test_names_as_they_stand_on_a_ktp_are_kept_exactly(client, name):
    client.post(REGISTER, answers(name=name))
    assert Candidate.objects.get().name == name


def test_outside_the_city_needs_the_address_and_is_flagged(client):
    assert list(errors(client.post(REGISTER, answers(residence="outside")))) == ["address_outside"]
    response = client.post(
        REGISTER, answers(residence="outside", address_outside="Desa Contoh, Kab. Serang"), follow=True
    )
    assert "Alamat KTP di luar Kota Serang. Pendaftaran tetap kami simpan dengan catatan" in response.content.decode()
    candidate = Candidate.objects.get()
    assert (candidate.is_resident, candidate.address_outside) == (False, "Desa Contoh, Kab. Serang")


def test_an_address_outside_beside_a_kelurahan_inside_is_asked_about(client):
    """Left out silently, somebody from outside would be on file as a resident."""
    response = client.post(REGISTER, answers(address_outside="Cilegon"))
    assert list(errors(response)) == ["address_outside"]
    assert "Cilegon" in response.content.decode()
    assert not Candidate.objects.exists()


def born(years):
    today = date.today()
    day = date(today.year - years, 1, 1)
    nik = f"367302{day.day + 40:02d}{day.month:02d}{day.year % 100:02d}0001"
    return {"nik": nik, "birth_date_day": "1", "birth_date_month": "1", "birth_date_year": str(day.year)}


def with_mother():
    consent = ConsentText.objects.get(purpose="guardian")
    return {
        "guardian": "mother",
        "guardian_name": "Siti Contoh",
        "guardian_phone": "0812-9999-0000",
        f"consent_{consent.pk}": None,
        "guardian_consent": "on",
    }


@pytest.mark.parametrize(
    ("missing", "field"),
    [("guardian", "guardian"), ("guardian_name", "guardian_name"), ("guardian_consent", "guardian_consent")],
)
def test_under_18_a_parent_is_named_and_agrees(client, missing, field):
    response = client.post(REGISTER, answers(**born(17), **with_mother() | {missing: None}))
    assert list(errors(response)) == [field]
    assert not Candidate.objects.exists()


def test_the_number_of_a_guardian_is_not_the_persons_own(client):
    typed = answers(**born(17), **with_mother())
    response = client.post(REGISTER, typed | {"guardian_phone": typed["phone"]})
    assert errors(response) == {
        "guardian_phone": ["Ini nomor HP yang mendaftar sendiri. Isi nomor HP orang tua atau wali."]
    }
    assert not Candidate.objects.exists()


def test_who_gave_permission_is_kept_with_the_journey(client):
    client.post(REGISTER, answers(**born(17), **with_mother()))
    journey = Journey.objects.get()
    assert (journey.guardian, journey.guardian_name, journey.guardian_phone) == (
        "mother",
        "Siti Contoh",
        "+6281299990000",
    )
    assert sorted(consent.text.purpose for consent in Consent.objects.all()) == ["guardian", "messages", "registration"]


def test_wishes_are_ranked_and_none_stands_twice(client):
    assert list(errors(client.post(REGISTER, answers(wish_2="caregiver")))) == ["wish_2"]
    assert list(errors(client.post(REGISTER, answers(wish_3="agriculture")))) == ["wish_2"]
    client.post(REGISTER, answers(wish_2="agriculture", wish_3="automotive", scheme="magang", education="SMK"))
    journey = Journey.objects.get()
    wishes = list(journey.wishes.values_list("rank", "sector_id"))
    assert wishes == [(1, "caregiver"), (2, "agriculture"), (3, "automotive")]
    assert (journey.sector_id, journey.scheme_id, journey.education) == ("caregiver", "magang", "SMK")


def test_one_address_cannot_register_without_end(client, settings):
    settings.REGISTRATIONS_PER_HOUR = "2/h"
    for number in (1, 2):
        assert client.post(REGISTER, answers(nik=f"367302450504000{number}")).status_code == 302
    assert client.post(REGISTER, answers(nik="3673024505040003")).status_code == 429


def test_at_17_one_may_register_and_reads_what_is_needed(client):
    response = client.post(REGISTER, answers(**born(17), **with_mother()), follow=True)
    assert "Umur sekarang 17 tahun. Boleh mendaftar dengan izin orang tua atau wali" in response.content.decode()


def test_at_16_registration_has_not_begun(client):
    response = client.post(REGISTER, answers(**born(16)))
    assert errors(response)["birth_date"] == ["Umur sekarang 16 tahun. Pendaftaran mulai umur 17 tahun."]


def test_nobody_is_too_old(client):
    assert client.post(REGISTER, answers(**born(58))).url == RECEIPT


def test_without_the_needed_consent_the_sentence_stands_beside_it(client):
    text = ConsentText.objects.get(purpose="registration")
    response = client.post(REGISTER, answers(**{f"consent_{text.pk}": None}))
    assert errors(response) == {f"consent_{text.pk}": ["Tanpa persetujuan ini pendaftaran belum boleh kami simpan."]}


def test_the_summary_of_errors_does_not_read_out_a_whole_consent(client):
    text = ConsentText.objects.get(purpose="registration")
    page = client.post(REGISTER, answers(**{f"consent_{text.pk}": None})).content.decode()
    summary = page.split("kabar-stop perbaiki", 1)[1].split("</ul>")[0]
    assert "Tanpa persetujuan ini" in summary
    assert len(summary) < 600


def test_a_known_nik_is_told_where_to_go(client):
    CandidateFactory(nik="3673024505040001", name="Nama Lama")
    response = client.post(REGISTER, answers())
    assert errors(response)["nik"][0].startswith("NIK ini sudah terdaftar, tidak perlu mendaftar lagi.")
    assert "Nama Lama" not in response.content.decode()


def test_asking_for_many_known_niks_is_stopped(client):
    CandidateFactory(nik="3673024505040001")
    for _ in range(20):
        assert client.post(REGISTER, answers()).status_code == 200
    assert client.post(REGISTER, answers()).status_code == 429


def test_the_form_of_a_stranger_without_our_token_is_refused():
    from django.test import Client

    assert Client(enforce_csrf_checks=True).post(REGISTER, answers()).status_code == 403


def test_the_names_of_the_pages_stay(db):
    assert [reverse(f"candidates:{name}") for name in ("register", "receipt", "status", "own")] == [
        "/daftar/",
        "/daftar/selesai/",
        "/status/",
        "/saya/",
    ]


def test_a_journey_of_the_factory_still_fits(reference):
    assert JourneyFactory(at="selected").stage == "selected"

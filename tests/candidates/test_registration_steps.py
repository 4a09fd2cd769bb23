"""Registering in short steps: saved one by one, gone on with elsewhere, checked, sent once."""

import re
from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from candidates import drafting, receipts
from candidates.models import Candidate, ConsentText, Journey, Programme, RegistrationDraft
from tests.candidates.test_registration_page import an_open_programme, errors  # noqa: F401
from tests.factories.candidates import JourneyFactory

pytestmark = pytest.mark.django_db
KTP = {"name": "Rina Contoh", "nik": "3673024505040001", "sex": "P"} | dict(
    zip(("birth_date_day", "birth_date_month", "birth_date_year"), ("5", "5", "2004"), strict=True)
)
STEPS = {
    "ktp": KTP,
    "alamat": {"phone": "0812-3456-7890", "residence": "36.73.02.1001"},
    "minat": {"sector": "caregiver", "wish_2": "agriculture"},
    "sekolah": {"education": "SMA", "occupation": "Jaga toko", "heard_from": "kelurahan"},
}
CHECK, RECEIPT = "/daftar/periksa/", "/daftar/selesai/"


def walk(client, **changes):
    """The steps one after another; returns where the last one leads."""
    for slug, typed in STEPS.items():
        response = client.post(f"/daftar/{slug}/", typed | changes.get(slug, {}))
        assert response.status_code == 302, errors(response)
    return response.url


def under_18():
    born = timezone.localdate().year - 17
    return {
        "nik": f"3673024101{born % 100:02d}0001",
        "birth_date_day": "1",
        "birth_date_month": "1",
        "birth_date_year": str(born),
    }


def hidden(page):
    """What the browser sends from the page of the check, and the first agreement."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return fields | {f"consent_{ConsentText.objects.get(purpose='registration').pk}": "on"}


def test_what_is_changed_from_the_check_leads_back_to_it(client):
    assert walk(client) == CHECK
    assert client.post("/daftar/ktp/", KTP | {"name": "Rina Baru"}).url == CHECK
    assert "Rina Baru" in client.get(CHECK).content.decode()


def ticked(page):
    return set(re.findall(r'<input type="checkbox" name="(\w*consent\w*)"[^>]* checked', page))


def test_what_was_ticked_is_there_after_an_answer_was_changed(client):
    walk(client)
    first, second = (f"consent_{ConsentText.objects.get(purpose=p).pk}" for p in ("registration", "messages"))
    sent = {**hidden(client.get(CHECK).text), second: "on", "ubah": "alamat"}
    assert client.post(f"{CHECK}sementara/", sent).url == "/daftar/alamat/"
    assert client.post("/daftar/alamat/", STEPS["alamat"] | {"phone": "0813-1111-2222"}).url == CHECK
    assert ticked(client.get(CHECK).text) == {first, second}
    assert not Candidate.objects.exists()  # ticked, not agreed yet
    without = {name: typed for name, typed in sent.items() if name not in (second, "ubah")}
    assert client.post(f"{CHECK}sementara/", without).status_code == 204
    assert ticked(client.get(CHECK).text) == {first}


def test_the_check_of_a_draft_that_is_gone_leads_to_the_step_and_keeps_nothing(client):
    assert client.post(f"{CHECK}sementara/", {"ubah": "alamat", "guardian_consent": "on"}).url == "/daftar/alamat/"
    assert not RegistrationDraft.objects.exists()


def test_the_permission_is_ticked_anew_when_another_person_gives_it(client):
    mother = {"guardian": "mother", "guardian_name": "Siti Contoh", "guardian_phone": "0812-9999-0000"}
    walk(client, ktp=under_18(), sekolah=mother)
    client.post(f"{CHECK}sementara/", hidden(client.get(CHECK).text) | {"guardian_consent": "on"})
    client.post("/daftar/sekolah/", STEPS["sekolah"] | mother)
    assert "guardian_consent" in ticked(client.get(CHECK).text)
    client.post("/daftar/sekolah/", STEPS["sekolah"] | mother | {"guardian_name": "Budi Contoh"})
    assert "guardian_consent" not in ticked(client.get(CHECK).text)


def test_a_known_nik_shows_the_ways_in(client):
    JourneyFactory(candidate__nik=KTP["nik"])
    page = client.post("/daftar/ktp/", KTP).content.decode()
    assert 'href="/status/"' in page and 'href="/status/kode/"' in page


def test_the_notice_stands_before_the_first_step_and_nothing_is_kept_before_it_is_saved(client):
    page = client.get("/daftar/").text
    assert "Setiap langkah tersimpan." in page
    assert "/daftar/ktp/" in page
    client.get("/daftar/ktp/")
    assert not RegistrationDraft.objects.exists()


def test_what_was_typed_on_a_page_that_was_left_is_there_again(client):
    left = client.post("/daftar/ktp/sementara/", KTP | {"nik": "36730245", "birth_date_day": ""})
    assert (left.status_code, left.content) == (204, b"")
    page = client.get("/daftar/ktp/")
    shown = {name: page.context["form"][name].value() for name in ("name", "nik", "birth_date", "sex")}
    assert shown == {"name": "Rina Contoh", "nik": None, "birth_date": None, "sex": "P"}  # what is wrong is not kept
    assert "/daftar/ktp/" in client.get("/daftar/").text  # the way on leads back to this step
    client.post("/daftar/ktp/", KTP)
    client.post("/daftar/alamat/sementara/", {"phone": "0812-3456-7890", "residence": ""})
    draft = RegistrationDraft.objects.get()
    assert (draft.answers["nik"], draft.answers["phone"], draft.step) == (KTP["nik"], "0812-3456-7890", "alamat")


def test_a_page_that_was_left_empty_keeps_nothing(client):
    response = client.post("/daftar/ktp/sementara/", {"name": " ", "nik": ""})
    assert (response.status_code, response.cookies.get("draft")) == (204, None)
    assert client.post("/daftar/lain/sementara/", KTP).status_code == 404
    assert not RegistrationDraft.objects.exists()


def test_while_registration_is_closed_a_page_that_was_left_keeps_nothing(client):
    Programme.objects.update(opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1))
    assert client.post("/daftar/ktp/sementara/", KTP).status_code == 204
    assert not RegistrationDraft.objects.exists()


def test_four_steps_a_check_and_a_receipt(client):
    assert walk(client) == CHECK
    page = client.get(CHECK).text
    for shown in ("Langkah 5 dari 5", "5 Mei 2004", "Perempuan", "Perawat lansia", "Jaga toko", "Tersimpan pukul"):
        assert shown in page
    assert "checked" not in page  # nothing is agreed to beforehand
    assert client.post(CHECK, hidden(page)).url == RECEIPT
    journey = Journey.objects.get()
    assert [wish.sector_id for wish in journey.wishes.all()] == ["caregiver", "agriculture"]
    assert (journey.education, journey.occupation, journey.heard_from_id) == ("SMA", "Jaga toko", "kelurahan")
    assert not RegistrationDraft.objects.exists()
    assert journey.registration_no in client.get(RECEIPT).text


def test_marriage_and_former_magang_may_be_told_and_decide_about_papers(client):
    walk(client, sekolah={"marital_status": "married", "was_trainee": "yes"})
    page = client.get(CHECK).text
    assert "Kawin" in page and "Pernah magang di Jepang?" in page
    client.post(CHECK, hidden(page))
    candidate = Candidate.objects.get()
    assert (candidate.marital_status, candidate.was_trainee) == ("married", "yes")


def test_neither_has_to_be_told(client):
    page = client.get("/daftar/sekolah/").text
    assert re.search(r"Status kawin di KTP[^<]*<[^>]*>[^<]*boleh kosong", page)
    walk(client)
    client.post(CHECK, hidden(client.get(CHECK).text))
    candidate = Candidate.objects.get()
    assert (candidate.marital_status, candidate.was_trainee) == ("", "")


def test_under_18_nobody_is_asked_about_marriage(client):
    typed = {"nik": "3673024505090001", "birth_date_year": "2009"}
    client.post("/daftar/ktp/", STEPS["ktp"] | typed)
    page = client.get("/daftar/sekolah/").text
    assert "Nama orang tua" in page
    assert "Status kawin" not in page


def test_the_receipt_can_be_kept_as_a_pdf_and_its_square_holds_no_code(client):
    walk(client)
    client.post(CHECK, hidden(client.get(CHECK).text))
    kept = client.get("/daftar/selesai/tanda-terima.pdf")
    assert kept.content.startswith(b"%PDF-")
    assert Journey.objects.get().registration_no not in kept.headers["Content-Disposition"]
    assert Client().get("/daftar/selesai/tanda-terima.pdf").url == "/status/"
    journey = Journey.objects.get()
    with patch("core.pdf.render") as render:
        receipts.as_pdf(journey, code="AAAAA-BBBBB")
    printed = render.call_args.args[1]
    assert [value for _label, value, _large in printed["rows"]][:3] == [
        "Rina Contoh",
        journey.registration_no,
        "AAAAA-BBBBB",
    ]
    assert Client().get("/status/qr.svg").content == receipts.qr()


def test_sending_twice_shows_the_same_receipt(client):
    walk(client)
    typed = hidden(client.get(CHECK).text)
    pages = [client.post(CHECK, typed, follow=True).text for _ in range(2)]
    codes = {re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page).group() for page in pages}
    assert (len(codes), Candidate.objects.count()) == (1, 1)


def test_a_step_that_is_wrong_says_so_and_keeps_what_was_typed(client):
    response = client.post("/daftar/ktp/", KTP | {"nik": "367302450504001"})
    assert errors(response)["nik"][0].startswith("NIK harus 16 angka, yang diketik baru 15.")
    assert 'value="Rina Contoh"' in response.text
    assert not RegistrationDraft.objects.exists()


def test_a_ktp_that_differs_from_its_nik_has_a_way_on(client):
    differs = {"birth_date_month": "6"}
    assert "nik_differs" in client.post("/daftar/ktp/", KTP | differs).text
    walk(client, ktp=differs | {"nik_differs": "on"})
    page = client.get(CHECK).text
    assert page.count("checked") == 1  # as it was ticked
    client.post(CHECK, hidden(page) | {"nik_differs": "on"})
    assert Candidate.objects.get().nik_differs


def test_a_known_nik_is_told_at_the_first_step(client):
    JourneyFactory(candidate__nik=KTP["nik"])
    response = client.post("/daftar/ktp/", KTP)
    assert errors(response)["nik"][0].startswith("NIK ini sudah terdaftar, tidak perlu mendaftar lagi.")


def test_what_was_saved_is_there_again_and_can_be_changed(client):
    walk(client)
    assert 'value="0812-3456-7890"' in client.get("/daftar/alamat/").text
    client.post("/daftar/alamat/", STEPS["alamat"] | {"phone": "0813-1111-2222"})
    client.post(CHECK, hidden(client.get(CHECK).text))
    assert Candidate.objects.get().phone == "+6281311112222"


def test_it_goes_on_in_another_browser_by_number_and_code(client):
    client.post("/daftar/ktp/", KTP)
    page = client.get("/daftar/alamat/").text
    number = re.search(r"D-\d{6}", page).group()
    code = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page).group()
    other = Client()
    assert other.get(CHECK).url == "/daftar/"
    wrong = other.post("/daftar/lanjut/", {"number": number, "code": "AAAAA-AAAAA"})
    assert "tidak cocok" in wrong.text
    assert other.post("/daftar/lanjut/", {"number": number.lower(), "code": code.lower()}).url == "/daftar/alamat/"
    assert 'value="Rina Contoh"' in other.get("/daftar/ktp/").text


def test_the_next_person_on_the_phone_begins_anew_and_the_first_goes_on_by_number_and_code(client):
    client.post("/daftar/ktp/", KTP)
    page = client.get("/daftar/").text
    number = re.search(r"D-\d{6}", page).group()
    code = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", page).group()
    assert "Rina" not in page
    after = client.post("/daftar/orang-lain/", follow=True).text
    assert f"tetap tersimpan dengan nomor {number}" in after and "Sudah saya baca, mulai" in after
    assert "Rina" not in client.get("/daftar/ktp/").text
    client.post("/daftar/ktp/", KTP | {"name": "Rini Contoh", "nik": "3673024505040002"})
    assert RegistrationDraft.objects.count() == 2
    client.post("/daftar/lanjut/", {"number": number, "code": code})
    assert 'value="Rina Contoh"' in client.get("/daftar/ktp/").text


def test_what_was_typed_is_deleted_when_the_person_wants_it(client):
    client.post("/daftar/ktp/", KTP)
    other = Client()
    other.post("/daftar/hapus/")  # a phone without a draft deletes nothing
    assert RegistrationDraft.objects.count() == 1
    after = client.post("/daftar/hapus/", follow=True).text
    assert "Sudah dihapus." in after and "Sudah saya baca, mulai" in after
    assert not RegistrationDraft.objects.exists()
    assert "Sudah dihapus." not in client.post("/daftar/hapus/", follow=True).text


def test_guessing_the_code_of_a_draft_is_stopped(client):
    draft = drafting.save(None, {"name": "Rina Contoh"})
    guess = {"number": draft.number, "code": "AAAAA-AAAAA"}
    assert [client.post("/daftar/lanjut/", guess).status_code for _ in range(11)] == [200] * 10 + [429]


def test_nobody_else_sees_a_draft(client):
    walk(client)
    stranger = Client()
    stranger.cookies["draft"] = str(RegistrationDraft.objects.get().key)
    assert "Rina" not in stranger.get("/daftar/ktp/").text


def test_under_18_the_step_about_school_asks_for_a_parent(client):
    client.post("/daftar/ktp/", KTP | under_18())
    asked = client.get("/daftar/sekolah/").context["form"]
    assert [asked[name].field.required for name in ("guardian", "guardian_name", "guardian_phone")] == [True] * 3
    assert set(errors(client.post("/daftar/sekolah/", STEPS["sekolah"]))) == {
        "guardian",
        "guardian_name",
        "guardian_phone",
    }


def test_the_step_about_school_says_already_that_a_guardian_has_another_number(client):
    mother = {"guardian": "mother", "guardian_name": "Siti Contoh", "guardian_phone": "+62 812 3456 7890"}
    for slug in ("ktp", "alamat", "minat"):
        client.post(f"/daftar/{slug}/", STEPS[slug] | (under_18() if slug == "ktp" else {}))
    response = client.post("/daftar/sekolah/", STEPS["sekolah"] | mother)
    assert list(errors(response)) == ["guardian_phone"]
    mother["guardian_phone"] = "0812-9999-0000"
    assert client.post("/daftar/sekolah/", STEPS["sekolah"] | mother).url == CHECK


def test_after_thirty_days_what_was_typed_is_gone():
    now = timezone.now()
    drafting.save(None, {"name": "Lama"}, at=now - timedelta(days=31))
    kept = drafting.save(None, {"name": "Baru"}, at=now - timedelta(days=29))
    assert drafting.forget(at=now) == 1
    assert RegistrationDraft.objects.get() == kept


@pytest.mark.parametrize("slug", ["lain", "periksa2", "ktp-"])
def test_a_step_that_does_not_exist_is_not_found(client, slug):
    assert client.get(f"/daftar/{slug}/").status_code == 404


@given(
    moves=st.lists(
        st.tuples(st.sampled_from(list(STEPS)), st.sampled_from(["0812-3456-7890", "0813-1111-2222"])), max_size=6
    ),
    sends=st.integers(1, 3),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_in_whatever_order_steps_are_changed_the_last_answers_are_registered_once(db, reference, moves, sends):
    Journey.objects.all().delete()
    Candidate.objects.all().delete()
    client = Client(REMOTE_ADDR="198.51.100.7")
    walk(client)
    phone = STEPS["alamat"]["phone"]
    for slug, typed in moves:
        client.post(f"/daftar/{slug}/", STEPS[slug] | ({"phone": typed} if slug == "alamat" else {}))
        phone = typed if slug == "alamat" else phone
    sent = hidden(client.get(CHECK).text)
    for _ in range(sends):
        assert client.post(CHECK, sent).url == RECEIPT
    assert Candidate.objects.get().phone == "+62" + phone.replace("-", "")[1:]
    assert Journey.objects.count() == 1


def test_the_address_outside_the_city_is_never_called_optional(client):
    page = client.get("/daftar/alamat/").content.decode()
    assert "Alamat di luar Kota Serang" in page and "boleh kosong" not in page
    typed = {"phone": "0812-3456-7890", "residence": "outside", "address_outside": ""}
    response = client.post("/daftar/alamat/", typed)
    assert list(response.context["form"].errors) == ["address_outside"]
    assert "boleh kosong" not in response.content.decode()
    assert response.context["form"]["address_outside"].as_widget().count("required") == 1

"""A report that leaves the house stays as it was, and anybody can check the code of a report, receipt or phone list."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from candidates.receipt_codes import code_of, number_of
from core import check_codes, pdf
from reports import freezing, tasks, writing
from reports.models import FrozenReport
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.candidates import JourneyFactory
from tests.factories.training import (
    AttendanceFactory,
    ClassTrainerFactory,
    EnrolmentFactory,
    ScoreFactory,
    TrainingClassFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
LAST_MONTH = date(2026, 10, 31)


def test_what_was_printed_stays_whatever_happens_afterwards(busy_year, flown):
    frozen = freezing.freeze()
    flown(timezone.localdate(), registered_on=busy_year[0].registered_on)
    again = FrozenReport.objects.get()
    assert (again.numbers["departed"], again.printed["tables"][0]["rows"][0][1]) == (7, 7)
    assert again.printed["check"].endswith(frozen.shown_code)
    assert pdf.render(writing.SHEET, again.printed).startswith(b"%PDF")


def test_pressing_twice_makes_one_paper_and_a_change_makes_another(busy_year):
    first, second = freezing.freeze(), freezing.freeze()
    JourneyFactory(at="training")
    third = freezing.freeze()
    assert (first.pk == second.pk, third.pk != first.pk, third.code != first.code) == (True, True, True)


def test_the_clock_makes_the_report_of_the_month_before(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *args: date(2026, 11, 1))
    tasks.freeze_last_month()
    frozen = FrozenReport.objects.get()
    assert (frozen.on, frozen.made_by) == (LAST_MONTH, None)


def test_a_leader_makes_a_report_and_opens_it(client_of, leader, trainer):
    client = client_of(leader)
    assert client.post("/ringkasan/laporan/").status_code == 302
    frozen = FrozenReport.objects.get()
    assert frozen.made_by == leader
    page = client.get("/ringkasan/laporan/").content.decode()
    assert frozen.shown_code in page
    assert client.get(f"/ringkasan/laporan/{frozen.code}.pdf").content.startswith(b"%PDF")
    assert client_of(trainer).post("/ringkasan/laporan/").status_code == 403
    assert client_of(trainer).get(f"/ringkasan/laporan/{frozen.code}.pdf").status_code == 403
    assert client.get("/ringkasan/laporan/NOSUCH00.pdf").status_code == 404


@pytest.mark.parametrize("typed", ["{shown}", "{code}", " {lower} "])
def test_anybody_can_check_the_code_however_it_is_typed(client, typed):
    frozen = freezing.freeze()
    typed = typed.format(shown=frozen.shown_code, code=frozen.code, lower=frozen.shown_code.lower())
    page = client.get("/cek/", {"kode": typed}).content.decode()
    assert "Ya, kertas ini dari kami" in page
    assert frozen.printed["sentence"] in page


@pytest.mark.parametrize("typed", ["AAAA-AAAA", "<script>", "x" * 500, "\0"])
def test_a_code_that_is_not_ours_is_said_to_be_none(client, typed):
    page = client.get("/cek/", {"kode": typed}).content.decode()
    assert "Tidak ada kertas kami dengan kode ini" in page
    assert "<script>" not in page


def test_a_receipt_is_ours_and_nothing_is_said_about_whose(client):
    journey = JourneyFactory(registration_no="SJ-2026-0412")
    page = client.get("/cek/", {"kode": code_of(journey.registration_no)}).content.decode()
    assert "Ya, kertas ini dari kami" in page
    assert "Tanda terima pendaftaran" in page
    assert "Program 2026" in page and "Terdaftar: 10 Januari 2026" in page
    assert journey.candidate.name not in page and journey.registration_no not in page


def test_a_receipt_of_a_number_that_does_not_exist_is_not_ours(client):
    page = client.get("/cek/", {"kode": code_of("SJ-2026-99999")}).content.decode()
    assert "Tidak ada kertas kami dengan kode ini" in page


def test_a_phone_list_is_ours_until_a_score_is_corrected(client, client_of, trainer):
    training_class = TrainingClassFactory(code="A-2026", name="Kelas A")
    seat = EnrolmentFactory(training_class=training_class, journey__candidate__name="Andi Contoh")
    ClassTrainerFactory(training_class=training_class, user=trainer)
    shown = client_of(trainer).get("/pelatihan/A-2026/hp/2026-W32/").content.decode()
    code = shown.split("Kode cek: ")[1][:9]
    page = client.get("/cek/", {"kode": code}).content.decode()
    assert "Ya, kertas ini dari kami" in page
    assert "Kelas A, 3 Agustus – 7 Agustus 2026" in page and "BELUM FINAL" in page
    assert "Andi" not in page
    AttendanceFactory(enrolment=seat, day=date(2026, 8, 3))
    ScoreFactory(enrolment=seat, day=date(2026, 8, 3), value=90)
    page = client.get("/cek/", {"kode": code}).content.decode()
    assert "Ya, kertas ini dari kami" not in page
    assert "Kertas ini dari kami, tetapi sudah tidak berlaku" in page
    assert "Cetak lagi daftarnya" in page


def test_guessing_is_slowed_and_the_empty_page_is_not(client):
    for number in range(120):
        assert client.get("/cek/", {"kode": f"AAAA-A{number:03d}"}).status_code == 200
    slowed = client.get("/cek/", {"kode": "AAAA-AAAA"})
    assert (slowed.status_code, "public" in slowed["Cache-Control"]) == (429, False)
    assert client.get("/cek/").status_code == 200


@given(st.integers(1900, 4095), st.integers(0, 2**28 - 1).filter(lambda serial: serial < 10**8))
def test_every_registration_number_has_a_code_of_its_own_and_comes_back(year, serial):
    number = f"SJ-{year}-{serial:04d}"
    assert number_of(check_codes.normalise(code_of(number))) == number


def test_codes_of_neighbours_have_nothing_in_common():
    codes = [code_of(f"SJ-2026-{serial:04d}") for serial in range(500)]
    assert len(set(codes)) == 500
    assert max(Counter(code[:2] for code in codes).values()) < 10


WHAT_TO_DO = "Ketik kode yang tertulis di kertasnya, lalu tekan Periksa."


def test_opening_the_page_is_no_mistake(client):
    page = client.get("/cek/").content.decode()
    assert "Tidak ada kertas kami" not in page and WHAT_TO_DO not in page


@pytest.mark.parametrize("typed", ["", "  "])
def test_an_empty_field_says_beside_it_what_to_do(client, typed):
    page = client.get("/cek/", {"kode": typed}).content.decode()
    assert WHAT_TO_DO in page and 'aria-describedby="kode_salah kode_contoh"' in page
    assert "Tidak ada kertas kami" not in page


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_the_pages_fit_and_are_accessible(browser_page, reference, leader, busy_year, phone):
    frozen = freezing.freeze(by=leader)
    size = "360" if phone else "1366"
    for path, name in ((f"/cek/?kode={frozen.shown_code}", "cek"), ("/cek/?kode=SALAH", "cek-salah")):
        page = browser_page(path, phone=phone)
        assert_fits(page)
        assert_accessible(page)
        shot(page, f"{name}-{size}")
    page = browser_page("/ringkasan/laporan/", user=leader, phone=phone)
    assert_fits(page)
    assert_accessible(page)
    shot(page, f"laporan-{size}")

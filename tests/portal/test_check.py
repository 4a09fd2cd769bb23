"""A report that leaves the house stays as it was, and anybody can check its code."""

from datetime import date

import pytest
from django.utils import timezone

from core import pdf
from reports import freezing, tasks, writing
from reports.models import FrozenReport
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.candidates import JourneyFactory

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
    assert "Ya, laporan ini dari kami" in page
    assert frozen.printed["sentence"] in page


@pytest.mark.parametrize("typed", ["AAAA-AAAA", "<script>", "x" * 500, "\0"])
def test_a_code_that_is_not_ours_is_said_to_be_none(client, typed):
    page = client.get("/cek/", {"kode": typed}).content.decode()
    assert "Tidak ada laporan kami dengan kode ini" in page
    assert "<script>" not in page


def test_nothing_typed_is_no_mistake(client):
    assert "Tidak ada laporan kami" not in client.get("/cek/").content.decode()


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

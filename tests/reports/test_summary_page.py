"""The leader's page: numbers that open, doors that close, and who is waited for."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reports.latest import latest
from reports.progress_report import report
from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.candidates import JourneyFactory
from tests.factories.certificates import SittingFactory
from tests.factories.placements import StepFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_the_leader_reads_the_page_and_opens_the_number(browser_page, reference, leader, busy_year, phone):
    page = browser_page("/ringkasan/", user=leader, phone=phone)
    assert_fits(page)
    assert_accessible(page)
    shot(page, f"ringkasan-{'360' if phone else '1366'}")
    page.get_by_role("link", name=re.compile("^7 orang")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("7")
    assert_fits(page)
    assert_accessible(page)


def test_a_figure_of_nobody_has_no_link(client_of, leader):
    page = client_of(leader).get("/ringkasan/").text
    assert "/ringkasan/orang/" not in page
    assert "/ringkasan/berangkat/" not in page


def test_the_departed_of_one_sector_open_from_its_row(client_of, leader, busy_year):
    client = client_of(leader)
    links = re.findall(r'href="(/ringkasan/berangkat/\?bidang=[^"]+)">(\d+)', client.get("/ringkasan/").text)
    assert links
    for address, number in links:
        assert len(client.get(address).context["rows"]) == int(number)
    assert client.get("/ringkasan/berangkat/?bidang=lain").status_code == 404
    assert client.get("/ringkasan/berangkat/?tahun=x").status_code == 404


def test_the_page_costs_at_most_five_queries(client_of, leader, busy_year, django_assert_max_num_queries):
    client = client_of(leader)
    client.get("/ringkasan/")  # the session is in the cache from here on
    with django_assert_max_num_queries(5):
        client.get("/ringkasan/")


def test_it_says_who_is_waited_for_and_for_how_many_too_long():
    today = timezone.localdate()
    for days in (-3, 5):
        journey = JourneyFactory(at="offered")
        StepFactory(journey=journey, owner="japan", position=1, due_on=today + timedelta(days=days))
        StepFactory(journey=journey, owner="lpk", position=2, due_on=today)  # not yet its turn
    StepFactory(owner="lpk", due_on=today)
    turns = [(turn.owner, turn.people, turn.overdue) for turn in report(inside=True).waiting_for]
    assert turns == [("japan", 2, 1), ("lpk", 1, 0)]


def test_the_next_door_is_the_first_to_close(busy_year):
    today = timezone.localdate()
    StepFactory(
        journey=JourneyFactory(at="coe"),
        kind_id="coe",
        kind=None,
        owner="japan",
        done_on=today,
        number="1",
        expires_on=today + timedelta(days=3),
    )
    doors = [(door.kind, (door.on - today).days) for door in report(inside=True).doors]
    assert doors[:2] == [("paper", 3), ("order", 8)]


def test_the_last_day_to_book_is_a_door_and_leads_to_the_people_without_a_seat(client_of, leader, trainer):
    today = timezone.localdate()
    sitting = SittingFactory(test_id="jft_basic", book_by=today + timedelta(days=4), held_on=today + timedelta(days=20))
    for name in ("Ayu Perlu", "Budi Perlu"):
        JourneyFactory(at="training", candidate__name=name)
    assert latest(inside=True).doors == report(inside=True).doors
    page = " ".join(client_of(leader).get("/ringkasan/").content.decode().split())
    assert "Batas pesan kursi JFT-Basic: <b>" in page and "2 orang belum pesan." in page
    address = f"/ringkasan/orang/kursi-{sitting.pk}/"
    assert f'<a href="{address}">Lihat 2 orang</a>' in page
    people = client_of(leader).get(address).content.decode()
    assert "Ayu Perlu" in people and "Budi Perlu" in people
    assert client_of(trainer).get(address).status_code == 403
    for nowhere in ("kursi-0", "kursi-x", f"kursi-{sitting.pk + 1}"):
        assert client_of(leader).get(f"/ringkasan/orang/{nowhere}/").status_code == 404


def test_a_correction_stays_visible_as_a_number(flown, admin2, client):
    departure = flown(timezone.localdate() - timedelta(days=1), registered_on=timezone.localdate() - timedelta(days=90))
    departure.cancelled_at, departure.cancelled_by, departure.cancel_reason = timezone.now(), admin2, "salah orang"
    departure.save()
    now = report()
    assert (now.departed, [(line.number, line.replaced) for line in now.corrections]) == (0, [(1, 0)])
    page = client.get("/kemajuan/").content.decode()
    assert "1 keberangkatan yang sudah dihitung ditarik kembali" in page
    assert "salah orang" not in page


@pytest.mark.parametrize(("kind", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("json", b"{")])
def test_the_leader_takes_the_report_along_as_a_file(client_of, leader, busy_year, kind, begins):
    answer = client_of(leader).get(f"/ringkasan/kemajuan.{kind}")
    assert answer.content.startswith(begins)
    assert answer["Content-Disposition"].endswith(f'.{kind}"')
    if kind == "json":
        assert json.loads(answer.content)["departed"] == 7


def test_nothing_inside_is_asked_for_the_public(busy_year):
    now = report()
    assert (now.waiting_for, now.doors, now.forecast) == ([], [], None)

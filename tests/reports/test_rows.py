"""Every figure of the leader's page opens to as many people as it says."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from django.utils import timezone

from candidates.models import Journey
from placements import departing
from placements.models import Departure
from reports import rows
from reports.progress_report import report
from tests.factories.candidates import JourneyFactory
from tests.factories.placements import JobOrderFactory, NominationFactory, StepFactory, StepKindFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "busy_year")]


def people(what, sector=""):
    listing = rows.listing(what, sector=sector, on=timezone.localdate())
    return len(listing.rows) + listing.rest


def test_each_list_is_as_long_as_its_figure():
    now = report(inside=True)
    told = [now.waiting, now.in_training, now.ready, now.possible]
    assert [people(what) for what in (*rows.GROUPS, rows.POSSIBLE)] == told
    assert {turn.owner: people(f"giliran-{turn.owner}") for turn in now.waiting_for} == {"japan": 1}
    by_sector = {line.slug: line.in_training for line in now.sectors}
    assert {slug: people("pelatihan", slug) for slug in by_sector} == by_sector


def test_every_link_of_the_summary_opens_to_as_many_people_as_it_says(client_of, leader):
    StepFactory(
        journey=JourneyFactory(at="coe"),
        kind=StepKindFactory(slug="coe-uji", name="COE uji", covers_flight=True),
        done=True,
        expires_on=timezone.localdate() + timedelta(days=3),
    )
    client = client_of(leader)
    doors = re.findall(r'<a[^>]*href="(/ringkasan/orang/[^"]*)"[^>]*>([^<]*)', client.get("/ringkasan/").text)
    assert len(doors) > 5
    for address, words in doors:
        (number,) = re.findall(r"\d+", words)
        page = client.get(unescape(address)).text
        rest = re.search(r"(\d+) lagi dihitung", page)
        assert (address, page.count('<th scope="row"') + int(rest[1] if rest else 0)) == (address, int(number))


def test_alumni_corrections_and_seats_open_to_the_people_behind_them(
    client_of, leader, officer, left_before_the_portal
):
    today = timezone.localdate()
    left_before_the_portal(date(today.year - 1, 5, 5), name="Alumni Contoh")
    flight = Departure.objects.confirmed().filter(flight_on__year=today.year).first()
    departing.cancel(flight, by=officer, reason="Tidak jadi naik")
    order = JobOrderFactory(seats=3, document_deadline=today + timedelta(days=2))
    NominationFactory(
        job_order=order, result="passed", result_on=today, seat=1, journey__candidate__name="Lulus Contoh"
    )
    now = report(inside=True)
    (line,) = [line for line in now.years if line.year == today.year - 1]
    (door,) = [door for door in now.doors if door.kind == "order"]
    (correction,) = now.corrections
    assert (line.before_portal, correction.number, door.people, door.number) == (1, 1, 1, 2)
    names = ["Alumni Contoh", flight.journey.candidate.name, "Lulus Contoh"]
    for name, what in zip(names, [line.behind, correction.behind, door.behind], strict=True):
        assert people(what) == 1
        assert name in client_of(leader).get(f"/ringkasan/orang/{what}/").text


def test_the_public_page_leads_to_no_names(client, officer):
    departing.cancel(Departure.objects.confirmed().first(), by=officer, reason="Tidak jadi naik")
    page = client.get("/kemajuan/").text
    assert "sempat dihitung" in page or "Koreksi" in page
    assert "/ringkasan/" not in page


def test_who_is_not_chosen_yet_is_shown_by_number_only(client_of, leader):
    page = client_of(leader).get("/ringkasan/orang/belum-pelatihan/").content.decode()
    waiting = Journey.objects.get(stage="registered")
    assert waiting.registration_no in page
    assert waiting.candidate.name not in page
    training = client_of(leader).get("/ringkasan/orang/pelatihan/").content.decode()
    assert Journey.objects.filter(stage="training").first().candidate.name in training


@pytest.mark.parametrize(
    "address",
    [
        *("lain/", "giliran-lain/", "pelatihan/?bidang=lain"),
        *("sebelum-portal-99/", "sebelum-portal-99999/", "sebelum-portal-x/"),
        *("koreksi-x/", "koreksi-2026-01-01/", "pesanan-0/", "pesanan-x/"),
    ],
)
def test_a_list_that_does_not_exist_is_not_there(client_of, leader, address):
    assert client_of(leader).get(f"/ringkasan/orang/{address}").status_code == 404

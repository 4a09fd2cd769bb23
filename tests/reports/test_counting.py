"""The number: who is counted, and that every place shows the same one."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from reports.counting import departed
from reports.models import Target
from reports.progress_report import report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]

AUTUMN = date(2026, 10, 1)


def test_a_confirmed_flight_of_a_counted_scheme_moves_the_number_by_one(flown):
    before = report(on=AUTUMN).departed
    flown()
    assert (before, report(on=AUTUMN).departed) == (0, 1)


def test_unconfirmed_later_and_uncounted_departures_do_not_move_the_number(flown):
    flown(confirmed=False)
    flown(scheme_id="magang")
    flown(flight_on=date(2026, 11, 2))
    assert report(on=AUTUMN).departed == 0


def test_the_headline_opens_to_exactly_the_people_counted(flown, client_of, leader):
    call_command("sync_roles", verbosity=0)
    counted = flown()
    flown(scheme_id="magang")
    page = client_of(leader).get("/ringkasan/berangkat/").content.decode()
    today = timezone.localdate()
    rows = departed(year=2026, on=today, target=Target.objects.valid(2026, today)) if today.year == 2026 else []
    assert [row.pk for row in rows] == ([counted.pk] if today.year == 2026 else [])
    assert (counted.journey.candidate.name in page) is (today.year == 2026)
    assert ("Izin khusus</span>" in page) is (today.year == 2026)  # an override is seen wherever the person counts


def test_a_new_target_is_a_new_row_and_the_old_day_keeps_the_old_one():
    programme = Target.objects.get(programme__year=2026).programme
    Target.objects.create(programme=programme, number=120, decided_on=date(2026, 9, 1)).schemes.set(["ssw"])
    assert (report(on=date(2026, 8, 31)).target, report(on=AUTUMN).target) == (100, 120)


def test_the_command_says_what_the_query_says(flown):
    flown()
    out = StringIO()
    call_command("progress_report", "--on", "2026-10-01", stdout=out)
    told = json.loads(out.getvalue())
    assert (told["departed"], told["target"], told["remaining"]) == (1, 100, 99)


def test_public_page_shows_no_names_and_needs_no_login(flown, client):
    name = flown().journey.candidate.name
    page = client.get("/kemajuan/").content.decode()
    assert name not in page
    assert "Siapa yang dihitung?" in page


def test_summary_is_closed_to_trainers_and_candidates(client_of, trainer, candidate_user, leader):
    call_command("sync_roles", verbosity=0)
    answers = [client_of(person).get("/ringkasan/").status_code for person in (trainer, candidate_user, leader)]
    assert answers == [403, 403, 200]


def test_home_opens_for_everybody_with_the_number(client):
    page = client.get("/").content.decode()
    assert "Kerja di Jepang, jalur resmi Pemkot Serang" in page
    assert "0 dari target 100 orang sudah berangkat." in page

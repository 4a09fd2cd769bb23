"""Every figure of the leader's page opens to as many people as it says."""

import pytest
from django.utils import timezone

from candidates.models import Journey
from reports import rows
from reports.progress_report import report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference", "busy_year")]


def people(what, sector=""):
    listing = rows.listing(what, sector=sector, on=timezone.localdate())
    return len(listing.rows) + listing.rest


def test_each_list_is_as_long_as_its_figure():
    now = report(inside=True)
    told = [now.waiting, now.in_training, now.ready, now.possible - now.departed]
    assert [people(what) for what in (*rows.GROUPS, rows.POSSIBLE)] == told
    assert {turn.owner: people(f"giliran-{turn.owner}") for turn in now.waiting_for} == {"japan": 1}
    by_sector = {line.slug: line.in_training for line in now.sectors}
    assert {slug: people("pelatihan", slug) for slug in by_sector} == by_sector


def test_who_is_not_chosen_yet_is_shown_by_number_only(client_of, leader):
    page = client_of(leader).get("/ringkasan/orang/belum-pelatihan/").content.decode()
    waiting = Journey.objects.get(stage="registered")
    assert waiting.registration_no in page
    assert waiting.candidate.name not in page
    training = client_of(leader).get("/ringkasan/orang/pelatihan/").content.decode()
    assert Journey.objects.filter(stage="training").first().candidate.name in training


@pytest.mark.parametrize("address", ["lain/", "giliran-lain/", "pelatihan/?bidang=lain"])
def test_a_list_that_does_not_exist_is_not_there(client_of, leader, address):
    assert client_of(leader).get(f"/ringkasan/orang/{address}").status_code == 404

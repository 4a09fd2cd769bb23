"""A floor that does less than the page would flatter nobody for long: both show the same."""

import json

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from benchmarks.bars import eligibility, neighbours
from benchmarks.bars.list import NEXT, NUMBER
from benchmarks.bars.progress import FILE, SECTOR
from benchmarks.floor import people, progress
from candidates.models import Candidate, Journey
from certificates.shortfall import shortfall
from core.integrity import violations
from training import people as people_list

pytestmark = pytest.mark.django_db


def floor(view, user, path="/"):
    request = RequestFactory().get(path)
    request.user = user
    return view(request).content.decode()


def test_the_rows_that_are_made_in_sql_could_stand_in_the_portal(filled):
    # No bar reads interviews and the steps of the papers; reminder rules are no rows of the benchmarks.
    without = ("Whoever has an offer", "Contract, COE and visa have a step", "Every active reminder rule")
    assert [line for line in violations() if not line.startswith(without)] == []


@pytest.mark.parametrize("query", ["", "setelah={after}"])
def test_the_list_and_its_floor_show_the_same_people_and_the_same_next_page(filled, client_of, query):
    office = filled["lpk_officer"]
    first = client_of(office).get("/lpk/peserta/").content.decode()
    query = query.format(after=NEXT.findall(first)[0])
    ours = client_of(office).get(f"/lpk/peserta/?{query}").content.decode()
    bare = floor(people.people, office, f"/?{query}")
    assert NUMBER.findall(bare) == NUMBER.findall(ours)
    assert len(NUMBER.findall(bare)) == people_list.PAGE
    assert set(NEXT.findall(bare)) == set(NEXT.findall(ours))


def test_the_floor_of_the_list_masks_phones_and_names_stages_as_the_page_does(filled, client_of):
    ours = client_of(filled["lpk_officer"]).get("/lpk/peserta/").content.decode()
    bare = floor(people.people, filled["lpk_officer"])
    phones = {cell.split("<")[0] for cell in bare.split("<td>") if "****" in cell}
    assert phones and all(phone in ours for phone in phones)


def test_the_report_and_the_sql_written_by_hand_agree_to_the_digit(filled, client_of):
    ours = json.loads(client_of(filled["leader"]).get(FILE).content)
    bare = json.loads(floor(progress.progress, filled["leader"], "/?json"))
    assert bare["departed"] > 0 and sum(bare["stages"].values()) == 120
    ours["sectors"] = [{key: line[key] for key in SECTOR} for line in ours["sectors"]]
    assert {name: ours[name] for name in bare} == bare


def test_what_people_lack_and_the_sql_written_by_hand_agree_on_each(filled):
    waiting = Journey.objects.open().filter(departed_on__isnull=True).order_by("pk")
    on = timezone.localdate()
    with connection.cursor() as cursor:
        cursor.execute(eligibility.BY_HAND, {"on": on, "people": 1_000})
        bare = cursor.fetchall()
    assert len(bare) == waiting.count()
    eligibility.check_equal(list(shortfall(waiting, on=on)), bare)


def test_the_photo_that_fifty_phones_send_is_taken_by_the_portal(filled, client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    candidate = Candidate.objects.filter(journeys__stage="registered").earliest("pk")
    request = neighbours.photo_request(neighbours.door_of(candidate), neighbours.photo(7))
    head, _blank, body = request.partition(b"\r\n\r\n")
    lines = dict(line.split(": ", 1) for line in head.decode().splitlines()[1:])
    client.cookies.load(lines["Cookie"])
    sent = client.generic("POST", f"/saya/berkas/{neighbours.PAPER}/", body, lines["Content-Type"])
    assert sent.status_code == 302
    assert candidate.documents.get(kind=neighbours.PAPER).pages.count() == 1
    assert 0.9 < len(body) / neighbours.PHOTO < 1.1

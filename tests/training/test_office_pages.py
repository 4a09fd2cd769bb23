from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from candidates.enums import Stage
from candidates.models import Journey
from tests.factories.candidates import JourneyFactory
from training import people as people_list

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday_evening")]


def text(response):
    return unescape(response.content.decode())


def names(response):
    return [line.name for line in response.context["page"].lines]


def test_the_office_reads_which_class_is_not_entered_tonight(class_a, client_of, lpk):
    page = text(client_of(lpk).get("/lpk/"))
    assert "Belum diisi malam ini" in page
    assert "/pelatihan/A-2026/2026-08-03/" in page
    assert "/pelatihan/A-2026/hp/2026-W32/" in page


def test_only_the_office_and_disnaker_see_the_office_pages(
    reference, client_of, lpk, officer, admin2, trainer, leader, welfare, candidate_user, client
):
    for page in ("/lpk/", "/lpk/peserta/"):
        assert [client_of(user).get(page).status_code for user in (lpk, officer, admin2)] == [200] * 3
        strangers = (trainer, leader, welfare, candidate_user)
        assert [client_of(user).get(page).status_code for user in strangers] == [404] * 4
        assert client.get(page).status_code == 302


def test_people_are_listed_newest_first_with_a_masked_phone(class_a, client_of, lpk):
    JourneyFactory(candidate__name="Zaki Contoh", registered_on=date(2026, 7, 1), candidate__phone="+6281234567890")
    response = client_of(lpk).get("/lpk/peserta/")
    assert names(response) == ["Zaki Contoh", "Bayu Contoh", "Andi Contoh"]
    assert "0812-****-7890" in text(response)
    assert "81234567890" not in text(response)
    assert "Kelas A" in text(response)


def test_people_are_filtered_by_stage_and_sector(class_a, client_of, lpk):
    JourneyFactory(candidate__name="Zaki Contoh", at=Stage.SELECTED, sector_id="caregiver")
    office = client_of(lpk)
    assert names(office.get("/lpk/peserta/?tahap=selected")) == ["Zaki Contoh"]
    assert names(office.get("/lpk/peserta/?bidang=caregiver")) == ["Zaki Contoh"]
    assert names(office.get("/lpk/peserta/?tahap=selected&bidang=agriculture")) == []


@pytest.mark.parametrize("query", ["tahap=x", "setelah=2026", "setelah=2026-13-01.5", "setelah=x.9", "bidang=%00"])
def test_nonsense_in_the_address_breaks_nothing(class_a, client_of, lpk, query):
    assert client_of(lpk).get(f"/lpk/peserta/?{query}").status_code == 200


def test_next_reaches_everybody_once(reference, client_of, lpk, monkeypatch):
    monkeypatch.setattr(people_list, "PAGE", 2)
    for number in range(5):
        JourneyFactory(candidate__name=f"Orang {number}", registered_on=date(2026, 1, 10 + number // 2))
    office, seen, query = client_of(lpk), [], ""
    for _ in range(3):
        response = office.get(f"/lpk/peserta/?{query}")
        seen += names(response)
        query = response.context["page"].next_query
    assert (seen, query) == ([f"Orang {number}" for number in (4, 3, 2, 1, 0)], "")


def test_next_begins_right_behind_the_last_row_however_many_registered_that_day(reference, officer):
    """Walking over them took eight times as long on the day when ten thousand came."""
    with connection.cursor() as cursor:
        # A small table is read through whatever index is there and sorted; a large one never is.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
    with CaptureQueriesContext(connection) as asked:
        list(people_list.newest_first(Journey.objects.all(), people_list.Filters(after=(date(2026, 1, 10), 5))))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {asked.captured_queries[0]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Index Cond: (ROW(registered_on, id) < ROW('2026-01-10'::date, 5))" in plan


@pytest.mark.parametrize("rows", [1, 3])
def test_the_people_list_costs_five_queries_at_most(reference, client_of, lpk, django_assert_max_num_queries, rows):
    JourneyFactory.create_batch(rows)
    office = client_of(lpk)
    with django_assert_max_num_queries(5):
        office.get("/lpk/peserta/")

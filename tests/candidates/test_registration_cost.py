"""What the pages of a registration ask of database and network, and how soon they know that it is closed."""

import gzip
from datetime import date

from candidates import offer
from candidates.models import Programme
from tests.candidates.test_registration_page import REGISTER, an_open_programme, answers, errors  # noqa: F401


def test_when_registration_is_closed_the_page_says_so_and_until_when(client):
    Programme.objects.all().update(opens_on=date(2020, 1, 1), closes_on=date(2020, 2, 1))
    Programme.objects.create(
        year=2091, opens_on=date(2091, 1, 5), closes_on=date(2091, 2, 1), ends_on=date(2091, 12, 31)
    )
    assert client.get("/daftar/ktp/").url == "/daftar/"
    page = client.get("/daftar/").content.decode()
    assert "Pendaftaran sedang ditutup." in page
    assert "Dibuka lagi 5 Januari 2091." in page
    response = client.post(REGISTER, answers())
    assert "Pendaftaran sedang ditutup." in errors(response)["__all__"]


def test_a_registration_is_one_query(client, django_assert_max_num_queries):
    client.get("/daftar/ktp/")
    typed = answers()
    with django_assert_max_num_queries(20) as queries:
        assert client.post(REGISTER, typed).status_code == 302
    assert len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]) == 1


def test_the_pages_open_without_a_query(client, django_assert_num_queries):
    client.get("/daftar/alamat/")
    with django_assert_num_queries(0):
        client.get("/daftar/alamat/")
        client.get("/daftar/")


def test_a_registration_that_staff_close_is_closed_at_once_for_who_sends_it_and_soon_for_who_looks(client):
    assert client.get("/daftar/alamat/").status_code == 200
    Programme.objects.update(closes_on=date(2020, 1, 1), opens_on=date(2019, 1, 1))
    assert any("ditutup" in sentence for sentence in errors(client.post(REGISTER, answers()))["__all__"])
    offer.forget()
    assert client.get("/daftar/alamat/").status_code == 302


def test_the_first_page_is_small_enough_for_one_flight_of_packets(client):
    assert len(gzip.compress(client.get("/daftar/alamat/").content)) < 9_000

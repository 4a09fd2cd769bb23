import pytest
from django.urls import reverse

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.mark.parametrize("address", ["/lpk/", "/lpk/peserta/", "/lpk/langkah/", "/lpk/pesan/", "/lpk/sertifikat/"])
def test_a_page_with_names_is_kept_by_nobody_else(address, client_of, lpk):
    assert client_of(lpk).get(address)["Cache-Control"] == "private, no-cache"


def test_the_people_behind_the_number_are_kept_by_nobody_else(client_of, leader):
    assert "private" in client_of(leader).get(reverse("reports:people"))["Cache-Control"]


def test_what_a_view_decided_stays(client):
    assert "no-store" in client.get("/status/")["Cache-Control"]

"""The evidence of a departure is private: who may open it, and what a browser is told about it."""

import pytest

from candidates.models import AccessLog
from tests.factories.placements import DepartureFactory, pdf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PNG = b"\x89PNG\r\n\x1a\n gambar"


@pytest.fixture(autouse=True)
def own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def departure():
    return DepartureFactory()


def url(departure):
    return f"/berkas/keberangkatan/{departure.pk}/"


def test_an_officer_opens_it_and_the_look_is_written_down(departure, officer, client_of):
    response = client_of(officer).get(url(departure))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == departure.evidence.open().read()
    log = AccessLog.objects.get()
    assert (log.candidate, log.by, log.what) == (
        departure.journey.candidate, officer, f"evidence:{departure.pk}",
    )  # fmt: skip


def test_a_browser_is_told_nothing_that_the_sender_chose(departure, officer, client_of):
    response = client_of(officer).get(url(departure))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="bukti-berangkat-{departure.pk}.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]


def test_a_photo_opens_in_the_browser(officer, client_of):
    photo = DepartureFactory(evidence=pdf(PNG, "foto.png"), evidence_type="image/png")
    response = client_of(officer).get(url(photo))
    assert response["Content-Disposition"] == f'inline; filename="bukti-berangkat-{photo.pk}.png"'


@pytest.mark.parametrize("who", ["trainer", "welfare", "leader", "candidate_user"])
def test_strangers_get_404_and_leave_no_trace(departure, who, request, client_of):
    departure.journey.candidate.user = request.getfixturevalue("candidate_user")
    departure.journey.candidate.save(update_fields=["user"])
    assert client_of(request.getfixturevalue(who)).get(url(departure)).status_code == 404
    assert not AccessLog.objects.exists()


def test_without_login_it_is_not_even_said_to_exist(departure, client):
    response = client.get(url(departure))
    assert (response.status_code, response["Location"].startswith("/masuk/")) == (302, True)


def test_a_lost_file_is_a_404(departure, officer, client_of):
    departure.evidence.storage.delete(departure.evidence.name)
    assert client_of(officer).get(url(departure)).status_code == 404


def test_a_file_is_never_served_by_its_path(departure, officer, client_of):
    assert client_of(officer).get(f"/media/{departure.evidence.name}").status_code == 404

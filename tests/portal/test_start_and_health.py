import pytest

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("person", "page"),
    [
        ("officer", "/admin/"),
        ("admin2", "/admin/"),
        ("welfare", "/admin/"),
        ("superuser", "/admin/"),
        ("lpk", "/lpk/"),
        ("trainer", "/pelatihan/"),
        ("leader", "/ringkasan/"),
        ("candidate_user", "/saya/"),
    ],
)
def test_everybody_lands_on_the_page_of_their_role(client_of, request, person, page):
    response = client_of(request.getfixturevalue(person)).get("/mulai/")
    assert (response.status_code, response.url) == (302, page)


def test_somebody_without_a_role_lands_on_the_home_page(client_of):
    assert client_of(UserFactory()).get("/mulai/").url == "/"


def test_health_is_public_and_says_what_works(client, monkeypatch):
    monkeypatch.setattr("portal.views.broker_answers", lambda: True)
    response = client.get("/sehat/")
    assert (response.status_code, response.json()) == (200, {"database": "ok", "broker": "ok"})


def test_health_says_so_when_the_broker_is_away(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    response = client.get("/sehat/")
    assert (response.status_code, response.json()) == (503, {"database": "ok", "broker": "down"})

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from core import rate_limit
from core.rate_limit import client_address, exceeded, limited

pytestmark = pytest.mark.django_db


@limited("try", rate="3/h")
def attempt(request):
    return HttpResponse("done")


def post(address="10.0.0.1", **headers):
    return RequestFactory().post("/", REMOTE_ADDR=address, headers=headers)


def test_the_fourth_try_in_an_hour_waits_and_is_told_how_long():
    assert [attempt(post()).status_code for _i in range(4)] == [200, 200, 200, 429]
    assert attempt(post())["Retry-After"] == "3600"


def test_another_address_is_counted_by_itself():
    for _i in range(4):
        attempt(post("10.0.0.1"))
    assert attempt(post("10.0.0.2")).status_code == 200


def test_looking_is_not_counted():
    for _i in range(5):
        response = attempt(RequestFactory().get("/"))
    assert response.status_code == 200


def test_a_window_ends():
    assert [exceeded("short", "me", "1/h") for _i in range(2)] == [False, True]
    cache.clear()
    assert not exceeded("short", "me", "1/h")


def test_what_is_counted_is_not_readable_in_the_cache(monkeypatch):
    seen = []
    monkeypatch.setattr(rate_limit.cache, "add", lambda name, *rest: seen.append(name))
    exceeded("code", "+6281234567890", "1/h")
    assert "81234567890" not in seen[0]


def test_nobody_is_turned_away_while_the_cache_is_down(monkeypatch):
    def down(*args):
        raise ConnectionError

    monkeypatch.setattr(rate_limit.cache, "add", down)
    assert [attempt(post()).status_code for _i in range(5)] == [200] * 5


def test_a_forwarded_address_is_not_believed_without_a_proxy():
    assert client_address(post("10.0.0.1", **{"X-Forwarded-For": "1.2.3.4"})) == "10.0.0.1"


def test_behind_our_proxy_the_address_it_saw_counts_and_not_what_the_visitor_wrote(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert client_address(post("127.0.0.1", **{"X-Forwarded-For": "6.6.6.6, 1.2.3.4"})) == "1.2.3.4"
    assert client_address(post("10.0.0.1")) == "10.0.0.1"

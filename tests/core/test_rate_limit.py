import secrets
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory

from core import rate_limit
from core.rate_limit import Attempt, Limit, client_address, exceeded, limited

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


@pytest.fixture(params=["valkey", "memory"])
def limit(request, settings):
    """Three in a minute, counted as the portal does and as the tests do."""
    if request.param == "valkey":
        settings.CACHES = {"default": {"BACKEND": "core.cache.ValkeyCache", "LOCATION": settings.REDIS_URL}}
    return Limit("guess", f"rina {secrets.token_hex(8)}", 3, 60)


def let_time_pass(limit, seconds):
    """As if everything so far had been that long ago."""
    if valkey := rate_limit._valkey():
        for name, at in valkey.zrange(limit.counter, 0, -1, withscores=True):
            valkey.zadd(limit.counter, {name: at - seconds * 1000})
    else:
        cache.set(limit.counter, {name: at - seconds for name, at in cache.get(limit.counter).items()})


def test_the_fourth_attempt_is_over_the_limit(limit):
    assert [Attempt(limit).over for _i in range(4)] == [None, None, None, limit]


def test_somebody_else_may_still_try(limit):
    for _i in range(4):
        Attempt(limit)
    assert Attempt(Limit("guess", "budi " + limit.key, 3, 60)).over is None


def test_an_attempt_is_forgotten_after_its_minute_and_not_when_a_minute_begins(limit):
    Attempt(limit)
    let_time_pass(limit, 40)
    assert [Attempt(limit).over for _i in range(3)] == [None, None, limit]
    let_time_pass(limit, 21)
    assert [Attempt(limit).over for _i in range(2)] == [None, limit]


def test_who_is_refused_need_not_wait_longer_because_of_it(limit):
    for _i in range(9):
        Attempt(limit)
    let_time_pass(limit, 61)
    assert Attempt(limit).over is None


def test_what_was_no_guess_is_taken_back(limit):
    for _i in range(5):
        Attempt(limit).take_back("guess")
    assert [Attempt(limit).over for _i in range(4)] == [None, None, None, limit]


def test_of_several_limits_only_the_named_one_is_taken_back(limit):
    every = Limit("every", limit.key, 4, 60)
    for _i in range(4):
        attempt = Attempt(every, limit)
        attempt.take_back("guess")
    assert Attempt(every, limit).over == every
    assert Attempt(limit).over is None


def test_an_attempt_counts_against_every_limit_before_the_one_that_is_full(limit):
    every = Limit("every", limit.key, 5, 60)
    assert [Attempt(every, limit).over for _i in range(6)] == [None, None, None, limit, limit, every]


def test_many_at_once_do_not_slip_through_together(limit):
    with ThreadPoolExecutor(8) as pool:
        found = [pool.submit(Attempt, limit) for _i in range(24)]
    assert sum(each.result().over is None for each in found) == 3


def test_counting_goes_on_after_valkey_was_started_anew(limit):
    if valkey := rate_limit._valkey():
        valkey.script_flush()
    assert [Attempt(limit).over for _i in range(4)] == [None, None, None, limit]


def test_whom_an_attempt_is_about_is_not_readable_in_the_cache(limit):
    assert "rina" not in limit.counter


def test_nothing_is_tried_while_it_cannot_be_counted(limit, monkeypatch):
    def down(*args):
        raise ConnectionError

    monkeypatch.setattr(Attempt, "_count_in_valkey", down)
    monkeypatch.setattr(Attempt, "_count_in_memory", down)
    with pytest.raises(ConnectionError):
        Attempt(limit)


def test_a_window_counts_and_ends_wherever_it_is_counted(limit):
    action = f"try-{secrets.token_hex(8)}"
    assert [exceeded(action, "me", "3/m") for _i in range(4)] == [False, False, False, True]
    assert not exceeded(action, "you", "3/m")
    if valkey := rate_limit._valkey():  # each window has its end, and further attempts do not put that off
        for name in valkey.scan_iter(f"limit:{action}:*"):
            assert 0 < valkey.ttl(name) <= 60
            valkey.expire(name, 30)
        assert exceeded(action, "me", "3/m")
        assert all(valkey.ttl(name) <= 30 for name in valkey.scan_iter(f"limit:{action}:*"))


def test_nobody_is_turned_away_while_valkey_is_down(settings):
    nowhere = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "core.cache.ValkeyCache", "LOCATION": nowhere}}
    assert [attempt(post()).status_code for _i in range(5)] == [200] * 5

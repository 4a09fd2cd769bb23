import secrets

import pytest
from django.core.cache import caches

from core.at_hand import AT_HAND_FOR, AtHand


@pytest.fixture
def valkey(settings):
    settings.CACHES = {"default": {"BACKEND": "core.cache.ValkeyCache", "LOCATION": settings.REDIS_URL}}
    return caches["default"]


def test_what_is_kept_is_found_until_it_is_deleted(valkey):
    key = secrets.token_hex(8)
    valkey.set(key, {"name": "Rina Contoh"}, 60)
    assert valkey.get(key) == {"name": "Rina Contoh"}
    valkey.delete(key)
    assert valkey.get(key) is None


def test_one_client_serves_every_command(valkey):
    assert valkey._cache.get_client() is valkey._cache.get_client(write=True) is valkey.client


class TestAtHand:
    @pytest.fixture
    def clock(self, monkeypatch):
        now = [1000.0]
        monkeypatch.setattr("core.at_hand.time.monotonic", lambda: now[0])
        return now

    def test_it_is_read_once_and_anew_after_some_seconds_from_the_cache(self, clock):
        read = []
        words = AtHand("test:words", lambda day: read.append(day) or [f"of {day}"])
        assert [words.of(1), words.of(1)] == [["of 1"]] * 2
        clock[0] += AT_HAND_FOR + 1
        assert words.of(1) == ["of 1"]
        assert read == [1]  # the second time the cache had it
        assert words.of(2) == ["of 2"]

    def test_what_staff_changed_is_read_at_once(self, clock):
        table = ["old"]
        words = AtHand("test:changed", lambda: list(table))
        assert words.of() == ["old"]
        table[0] = "new"
        assert words.of() == ["old"]
        words.forget()
        assert words.of() == ["new"]

    def test_outside_of_the_cache_another_process_sees_a_change_within_seconds(self, clock):
        is_open = [True]
        here, elsewhere = (AtHand("test:open", lambda: is_open[0], in_cache=False) for _process in range(2))
        assert (here.of(), elsewhere.of()) == (True, True)
        is_open[0] = False
        here.forget()
        assert (here.of(), elsewhere.of()) == (False, True)
        clock[0] += AT_HAND_FOR + 1
        assert elsewhere.of() is False

import secrets

import pytest
from django.core.cache import caches


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

"""How heavy and how long kept: a page on a cheap phone with a weak signal."""

import gzip
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

from benchmarks.weighing import PAGES, at_most, files, weight
from portal.public_pages import ADDRESSES, ALSO_FOUND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
PADDING = 117  # the most that Django adds to hide the length of an answer


def packed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


def static_file(address: str) -> int:
    found = finders.find(unquote(address.split("?")[0]).removeprefix(f"/{settings.STATIC_URL.strip('/')}/"))
    assert found, address
    with open(found, "rb") as file:
        return packed(file.read())


def test_every_public_page_with_all_it_loads_is_light(client, busy_year):
    told = {}
    for path in PAGES:
        response = client.get(path)
        assert response.status_code == 200, path
        told[path] = weight(response.content.decode(), packed(response.content) + PADDING, static_file)
    assert {path: size for path, size in told.items() if size > at_most(path)} == {}


def test_every_page_that_can_be_found_is_weighed():
    public = [reverse(f"portal:{name}") for name in ADDRESSES] + [reverse(name) for name in ALSO_FOUND]
    assert set(public) - set(PAGES) == set()


def test_what_a_page_loads_is_found_and_what_it_links_to_is_not():
    html = '<link rel="stylesheet" href="/a.css"><link rel="canonical" href="/x"><a href="/b"></a><img src="data:,">'
    assert files(html + '<script src="/c.js"></script><script src="/c.js"></script>') == ["/a.css", "/c.js"]


def test_a_page_comes_compressed_to_who_can_read_it(client):
    plain = client.get("/biaya/").content
    sent = client.get("/biaya/", headers={"Accept-Encoding": "gzip"})
    assert sent["Content-Encoding"] == "gzip"
    assert gzip.decompress(sent.content) == plain
    assert "Content-Encoding" not in client.get("/biaya/", headers={"Accept-Encoding": "identity"})


def test_a_visitor_may_keep_a_page_and_whoever_is_logged_in_may_not(client, client_of, officer):
    assert client.get("/biaya/")["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in client.get("/biaya/")["Vary"]
    assert client_of(officer).get("/biaya/")["Cache-Control"] == "private, no-cache"
    assert "public" not in client.get("/daftar/").headers.get("Cache-Control", "")


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/biaya/", headers={"Accept-Encoding": "gzip"})
    again = client.get("/biaya/", headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")

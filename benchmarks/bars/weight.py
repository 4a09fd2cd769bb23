"""What the public pages weigh, as the shipped web server sends them to a visitor who has nothing kept."""

import gzip
import http.client
from collections.abc import Iterator

from benchmarks.bench import BASE, Bench
from benchmarks.results import Line
from benchmarks.weighing import PAGES, at_most, weight
from core.launch.talk import Trouble


def run(bench: Bench, size: int) -> Iterator[Line]:
    site = bench.site(BASE)  # a page weighs the same however many people there are
    connection = http.client.HTTPConnection("127.0.0.1", site.server("ours").port, timeout=60)
    for path in PAGES:
        page, html = fetch(connection, path)
        bytes_sent = weight(html.decode(), page, lambda address: fetch(connection, address)[0])
        yield Line("weight", f"{path} (bytes)", bytes_sent, None, at_most(path), BASE)
    connection.close()


def fetch(connection: http.client.HTTPConnection, path: str) -> tuple[int, bytes]:
    """How many bytes came, and what they say."""
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    sent = response.read()
    if response.status != 200:
        raise Trouble(f"{path} answered {response.status} instead of 200.", "The log of the web server says why.")
    packed = response.headers.get("Content-Encoding") == "gzip"
    return len(sent), gzip.decompress(sent) if packed else sent

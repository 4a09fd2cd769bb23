"""What a page weighs on its way to a phone with nothing kept: itself and every file that it loads."""

from collections.abc import Callable
from html.parser import HTMLParser

REGISTRATION = "/daftar/"
FIRST_FLIGHT = 14_000  # bytes: what a server sends before it waits for the first answer
OTHERS = 60_000
PAGES = (
    "/",
    "/bidang/",
    "/bidang/agriculture/",
    "/bidang/caregiver/",
    "/bidang/automotive/",
    "/bidang/ground_handling/",
    "/biaya/",
    "/langkah/",
    "/asrama/",
    "/tanya-jawab/",
    "/kemajuan/",
    "/lapor/",
    "/cek/",
    "/privasi/",
    "/kontak/",
    "/hasil/",
    "/status/",
    "/masuk/",
    REGISTRATION,
)
LOADED = {"stylesheet", "icon", "manifest", "preload", "modulepreload"}


def at_most(path: str) -> int:
    return FIRST_FLIGHT if path == REGISTRATION else OTHERS


class _Files(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}  # a dict keeps the order, and each file once

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        address = values.get("href") if tag == "link" else values.get("src")
        loads = tag in {"script", "img", "iframe", "source", "audio", "video"} or (
            tag == "link" and bool(LOADED & set((values.get("rel") or "").split()))
        )
        if loads and address and not address.startswith("data:"):
            self.found[address] = None


def files(html: str) -> list[str]:
    """The addresses of everything that the page loads by itself."""
    parser = _Files()
    parser.feed(html)
    return list(parser.found)


def weight(html: str, page: int, of_file: Callable[[str], int]) -> int:
    """The compressed page together with the compressed files."""
    return page + sum(of_file(address) for address in files(html))

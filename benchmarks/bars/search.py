"""Eight ways to look for somebody at the desk, against the same list when nobody is looked for."""

from collections.abc import Iterator
from urllib.parse import urlencode

from benchmarks.bars.admin import DESK, LIST
from benchmarks.bars.list import NUMBER
from benchmarks.bench import Bench, Site
from benchmarks.databases import connect
from benchmarks.measuring import measure
from benchmarks.results import Line
from benchmarks.web import page_cell, warm

WORST = 1.5


def run(bench: Bench, size: int) -> Iterator[Line]:
    site = bench.site(size)
    asked = questions(site)
    found = {case: finds(site, *question) for case, question in asked.items()}
    floor = page_cell("floor", site.ours(DESK), LIST)
    cells = [page_cell(case, site.ours(DESK), found_at(typed)) for case, (typed, _hits) in asked.items()]
    warm(floor, *cells, connections=4, requests=8)
    measure(floor, *cells)
    for cell in cells:
        case = cell.name if found[cell.name] else f"{cell.name}: the wrong answer"
        yield Line("search", case, cell.ms, floor.ms, WORST, size, done=found[cell.name])


def questions(site: Site) -> dict[str, tuple[str, bool]]:
    """What is typed, and whether anybody must be found."""
    with connect(site.url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT nik, phone FROM candidates_candidate WHERE id = %s", [max(site.size // 3, 1)])
        nik, phone = cursor.fetchone()
    return {
        "common name": ("Siti", True),
        "rare name": ("Xaverius", True),
        "no hit": ("Brynhildur", False),
        "two letters without a hit": ("qx", False),
        "two letters, common": ("Si", True),
        "exact NIK": (nik, True),
        "last four digits of a phone": (phone[-4:], True),
        "name with a slip": ("Xaverus Langka", True),
    }


def found_at(typed: str) -> str:
    return f"{LIST}?{urlencode({'q': typed})}"


def finds(site: Site, typed: str, hits: bool) -> bool:
    """A search that is quick because it finds nobody is not counted as if it had found them."""
    return bool(NUMBER.search(site.ours(DESK).get(found_at(typed)).body)) == hits

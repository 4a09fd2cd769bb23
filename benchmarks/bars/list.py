"""The people list of the office against one SQL string with string formatting, logged in on both sides."""

import re
from collections.abc import Iterator

from benchmarks.bench import BASE, Bench, Site
from benchmarks.measuring import Cell, measure
from benchmarks.results import Line
from benchmarks.web import Visitor, page_cell, warm
from core.launch.talk import Trouble

OFFICE = "lpk@demo.test"
OURS, FLOOR = "/lpk/peserta/", "/people/"
NUMBER = re.compile(r"SJ-\d{4}-\d+")
NEXT = re.compile(r"setelah=(\d{4}-\d\d-\d\d\.\d+)")


def run(bench: Bench, size: int) -> Iterator[Line]:
    large, small = bench.site(size), bench.site(BASE)
    ours, floor = large.ours(OFFICE), large.floor(OFFICE)
    deep = f"{OURS}?setelah={far_down(large)}"
    check_same(ours, floor)
    first = page_cell("first page", ours, OURS)
    bare = page_cell("floor", floor, FLOOR)
    later = page_cell("deep page", large.ours(OFFICE), deep)
    among_few = page_cell("thousand", small.ours(OFFICE), OURS)
    cells = [first, bare, later, among_few]
    warm(*cells)
    measure(*cells)
    yield line("first page", first, bare, 2.0, size)
    yield line("any page by next", later, first, 1.10, size)
    yield line(f"first page, against {BASE:,} people", first, among_few, 1.05, size)


def line(case: str, ours: Cell, floor: Cell, bar: float, size: int) -> Line:
    return Line("list", case, ours.ms, floor.ms, bar, size)


def far_down(site: Site) -> str:
    """The key of the row at nine tenths of the way, as "next" carries it."""
    from benchmarks.databases import connect

    with connect(site.url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT registered_on || '.' || id FROM candidates_journey ORDER BY registered_on, id OFFSET %s LIMIT 1",
            [max(site.size // 10, 60)],
        )
        return cursor.fetchone()[0]


def check_same(ours: Visitor, floor: Visitor) -> None:
    """Both show the same people, and lead on to the same next page."""
    mine, bare = ours.get(OURS).body, floor.get(FLOOR).body
    for pattern in (NUMBER, NEXT):
        if sorted(set(pattern.findall(mine))) != sorted(set(pattern.findall(bare))):
            raise Trouble("The list and its floor do not show the same rows, so there is nothing to compare.")

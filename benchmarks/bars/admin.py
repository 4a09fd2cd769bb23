"""The desk's list of journeys at any size against Django's own admin with the same columns at a thousand."""

from collections.abc import Iterator

from benchmarks.bars.list import NUMBER
from benchmarks.bench import BASE, Bench
from benchmarks.measuring import measure
from benchmarks.results import Line
from benchmarks.web import page_cell, warm
from core.launch.talk import Trouble

DESK = "disnaker@demo.test"
LIST = "/admin/candidates/journey/"
CASES = {"all": "", "a stage": "?stage__exact=verified"}


def run(bench: Bench, size: int) -> Iterator[Line]:
    large, small = bench.site(size), bench.site(BASE)
    mine, bare = (side(DESK).get(LIST).body for side in (small.ours, small.floor))
    if list(dict.fromkeys(NUMBER.findall(mine))) != list(dict.fromkeys(NUMBER.findall(bare))):
        raise Trouble("The desk and its floor do not show the same rows, so there is nothing to compare.")
    for case, query in CASES.items():
        path = LIST + query
        ours = page_cell("ours", large.ours(DESK), path)
        floor = page_cell("floor", small.floor(DESK), path)
        among_few = page_cell("thousand", small.ours(DESK), path)
        warm(ours, floor, among_few)
        measure(ours, floor, among_few)
        yield Line("admin", f"{case}, against the stock admin at {BASE:,}", ours.ms, floor.ms, 1.0, size)
        yield Line("admin", f"{case}, against {BASE:,} people", ours.ms, among_few.ms, 1.05, size)

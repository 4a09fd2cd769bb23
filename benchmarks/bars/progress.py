"""The public report over HTTP against SQL written by hand on the same indexes, equal to the digit."""

import json
from collections.abc import Iterator

from benchmarks.bench import BASE, Bench, flat
from benchmarks.measuring import measure
from benchmarks.results import Line
from benchmarks.web import Visitor, page_cell, warm
from core.launch.talk import Trouble

OURS, FLOOR = "/kemajuan/", "/progress/"
FILE, LEADER = "/ringkasan/kemajuan.json", "kadis@demo.test"
SECTOR = ("slug", "departed", "ready", "in_training", "waiting")


def run(bench: Bench, size: int) -> Iterator[Line]:
    large, small = bench.site(size), bench.site(BASE)
    check_equal(large.ours(LEADER), large.floor())
    ours = page_cell("ours", large.ours(), OURS)
    floor = page_cell("floor", large.floor(), FLOOR)
    among_few = page_cell("thousand", small.ours(), OURS)
    warm(ours, floor, among_few)
    measure(ours, floor, among_few)
    yield Line("progress", "report", ours.ms, floor.ms, 1.05, size)
    yield Line("progress", f"report, against {BASE:,} people", ours.ms, among_few.ms, flat(size), size)


def check_equal(leader: Visitor, floor: Visitor) -> None:
    """The portal's own file of the report says the same numbers, so what is timed is the same work."""
    mine, bare = json.loads(leader.get(FILE).body), json.loads(floor.get(f"{FLOOR}?json").body)
    for name, number in bare.items():
        told = [{key: line[key] for key in SECTOR} for line in mine[name]] if name == "sectors" else mine[name]
        if told != number:
            raise Trouble(f"The report says {name}: {told}, the SQL written by hand says {number}.")

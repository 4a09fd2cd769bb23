"""The public report over HTTP against SQL written by hand on the same indexes, equal to the digit."""

import re
from collections.abc import Iterator
from html import unescape

from benchmarks.bench import BASE, Bench
from benchmarks.measuring import measure
from benchmarks.results import Line
from benchmarks.web import Visitor, page_cell, warm
from core.launch.talk import Trouble

OURS, FLOOR = "/kemajuan/", "/progress/"
CELL = re.compile(r'<td class="num">([^<]*)</td>')
BARE = re.compile(r"<td>([^<]*)")


def run(bench: Bench, size: int) -> Iterator[Line]:
    large, small = bench.site(size), bench.site(BASE)
    check_equal(large.ours(), large.floor())
    ours = page_cell("ours", large.ours(), OURS)
    floor = page_cell("floor", large.floor(), FLOOR)
    among_few = page_cell("thousand", small.ours(), OURS)
    warm(ours, floor, among_few)
    measure(ours, floor, among_few)
    yield Line("progress", "report", ours.ms, floor.ms, 1.05, size)
    yield Line("progress", f"report, against {BASE:,} people", ours.ms, among_few.ms, 1.05, size)


def check_equal(ours: Visitor, floor: Visitor) -> None:
    mine = numbers(CELL.findall(ours.get(OURS).body))
    bare = numbers(BARE.findall(floor.get(FLOOR).body))
    if mine != bare:
        raise Trouble(f"The report says {mine}, the SQL written by hand says {bare}.")


def numbers(cells: list[str]) -> list[int]:
    return [int(digits) for cell in cells if (digits := re.sub(r"\D", "", unescape(cell)))]

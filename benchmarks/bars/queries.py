"""How many queries a request takes: few, and as many at a million people as at ten."""

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.bars import grid, registration
from benchmarks.bench import BASE, Bench, Site
from benchmarks.counting import LIST, OWN, REGISTRATION, REPORT, SCORES
from benchmarks.results import Line
from core.launch.state import ROOT
from core.launch.talk import Trouble

FEWEST = 10
AT_MOST = {LIST: 5, OWN: 8, REPORT: 5, REGISTRATION: 7, SCORES: 6}


def run(bench: Bench, size: int) -> Iterator[Line]:
    counts = {people: count(bench.site(people), bench) for people in sorted({FEWEST, BASE, size})}
    for case in counts[size]:
        at_most = next(number for kind, number in AT_MOST.items() if case.startswith(kind))
        for people, found in counts.items():
            yield Line("queries", case, found[case], None, at_most, people)
        different = len({found[case] for found in counts.values()})
        yield Line("queries", f"{case}: different numbers", different, None, 1, size)


def count(site: Site, bench: Bench) -> dict[str, int]:
    registration.clean(site)
    sheet = grid.evening(site, "UJI-1")
    path = f"/pelatihan/{sheet.code}/{sheet.day}/"
    form = sheet.form(0) | {"versi": grid.version(sheet)}
    given = {"person": next(registration.portal_form(site)), "evening": {"path": path, "form": form}}
    command = [sys.executable, "-m", "benchmarks.counting", json.dumps(given, default=str)]
    log = bench.logs / "bench-counting.log"
    with log.open("a") as errors:
        done = subprocess.run(command, cwd=ROOT, env=site.env, stdout=subprocess.PIPE, stderr=errors, check=False)
    if done.returncode:
        raise Trouble("The queries could not be counted.", f"{log} says why.")
    return json.loads(done.stdout.splitlines()[-1])

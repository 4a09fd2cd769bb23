"""The preview of a list from a kelurahan against openpyxl reading the same file, and its memory."""

import json
import subprocess
import sys
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.results import Line
from core.launch.state import ROOT
from core.launch.talk import Trouble

ROWS = 5_000


def run(bench: Bench, size: int) -> Iterator[Line]:
    command = [sys.executable, "-m", "benchmarks.reading", str(ROWS)]
    done = subprocess.run(command, cwd=ROOT, env=bench.site(size).env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Trouble("The list could not be read.", done.stderr[-2000:])
    found = json.loads(done.stdout.splitlines()[-1])
    case = f"preview of {ROWS:,} rows, against openpyxl"
    yield Line("import", case, found["ours"], found["floor"], 2.0, size, done=found["people"] == ROWS)
    yield Line("import", f"memory, {ROWS:,} rows against {ROWS // 5:,}", found["growth"], None, 1.3, size)

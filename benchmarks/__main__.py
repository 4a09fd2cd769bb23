"""python -m benchmarks [NAME…] [--people N] [--json]"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

NAMES = sorted(path.stem for path in (Path(__file__).parent / "bars").glob("[a-z]*.py"))
SMALL = 20_000
MILLION = 1_000_000
OF_A_MILLION = {"list", "admin", "search", "progress", "queries"}  # their bars are set for a million people


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ratios side by side in one run.")
    parser.add_argument(
        "names", nargs="*", metavar="NAME", help=f"which bars; all of them unless given: {' '.join(NAMES)}"
    )
    parser.add_argument("--people", type=int, default=SMALL, help=f"how many people ({SMALL:,}); made once, then kept")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(NAMES))
    if unknown:
        parser.error(f"there is no bar {', '.join(unknown)}. There are: {' '.join(NAMES)}")
    if options.people < 100:
        parser.error("at least 100 people, so that there is a class to enter scores for")
    options.names = options.names or NAMES
    return options


def main(arguments: Sequence[str]) -> int:
    options = parse(arguments)
    inside_venv()
    from benchmarks.bench import running
    from core.launch.talk import Trouble, tell

    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with running() as bench:
            return show(measured(bench, options), options)
    except Trouble as trouble:
        tell(trouble)
        return 2


def inside_venv() -> None:
    from core.launch import managing

    managing.inside_venv(["-m", "benchmarks", *sys.argv[1:]])


def measured(bench, options: argparse.Namespace) -> Iterator:
    from benchmarks.databases import note

    os.environ.update(bench.env)
    for name in options.names:
        note(f"{name} …")
        yield from import_module(f"benchmarks.bars.{name}").run(bench, options.people)
        bench.rest()


def show(lines: Iterator, options: argparse.Namespace) -> int:
    from benchmarks.results import table

    done = []
    for line in lines:
        done.append(line)
        if options.json:
            print(line.as_json(), flush=True)
    if not options.json:
        print(table(done))
        wanting = sorted(OF_A_MILLION & set(options.names))
        if options.people < MILLION and wanting:
            print(f"\nSet for a million people: {', '.join(wanting)}. Measured so with --people {MILLION}.")
    return 0 if all(line.holds for line in done) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

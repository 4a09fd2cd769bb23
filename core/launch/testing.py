"""`./test`: every check and every test, on servers of its own; the portal's state folder is never touched."""

import os
import subprocess
import sys
import time
from pathlib import Path

from core.launch import browser
from core.launch.servers import Servers
from core.launch.state import ROOT, State
from core.launch.stopping import Stop, Told
from core.launch.talk import Trouble, say, tell

PYTHON_FILES = [".", "run", "test"]
# name, arguments to Python
CHECKS: list[tuple[str, list[str]]] = [
    ("lint", ["-m", "ruff", "check", "--quiet", *PYTHON_FILES]),
    ("format", ["-m", "ruff", "format", "--check", "--quiet", *PYTHON_FILES]),
    ("layers", ["-c", "from importlinter.cli import lint_imports_command as run; run()"]),
    ("types", ["-m", "mypy"]),
    ("templates", ["-m", "djlint", "--lint", "--quiet", "templates"]),
    ("migrations", ["manage.py", "makemigrations", "--check", "--dry-run"]),
    ("system check", ["manage.py", "check", "--fail-level", "WARNING"]),
]


def main(arguments: list[str]) -> int:
    fast = "--fast" in arguments
    arguments = [argument for argument in arguments if argument != "--fast"]
    stop = Stop()
    stop.listen()
    state = State(Path(os.environ.get("PORTAL_TEST_STATE") or ROOT / "var-test"))
    servers = None
    try:
        env = os.environ | {"PORTAL_STATE": str(state.folder), "DJANGO_SETTINGS_MODULE": "serang_japan.settings"}
        _take(state)
        servers = Servers(state, os.environ, durable=False, wait=stop.pause)
        env |= servers.join()
        return _run_all(env, stop, fast, arguments)
    except Told:
        return 128 + (stop.signal or 0)
    except Trouble as trouble:
        tell(trouble)
        return 1
    finally:
        if servers is not None:
            servers.leave()


def _take(state: State) -> None:
    state.open()
    if not state.run_lock.take(wait=False):
        raise Trouble(
            f"Another ./test already runs on {state.folder}.",
            "Wait for it, or use another folder: PORTAL_TEST_STATE=/some/folder ./test",
        )


def _run_all(env: dict[str, str], stop: Stop, fast: bool, arguments: list[str]) -> int:
    failed = [name for name, command in CHECKS if not _check(name, command, env, stop)]
    chromium = None if fast else browser.find_or_install()
    if chromium:
        env["PORTAL_BROWSER"] = chromium
    status = 0
    for turn in _turns(fast, bool(chromium), arguments):
        status = _call([sys.executable, "-m", "pytest", *turn], env, stop) or status
    if not fast and not chromium:
        say("Left out: the tests marked 'browser'. No Chromium was found, and none could be installed.")
    if failed:
        say(f"Failed before the tests, see above: {', '.join(failed)}.")
    return status or (1 if failed else 0)


def _turns(fast: bool, browser: bool, arguments: list[str]) -> list[list[str]]:
    """The arguments of pytest, once or twice. Everything runs on two cores at once, each file on one of them, but for
    the tests that start whole portals: those need the machine for themselves.
    """
    without = [] if browser else ["not browser"]
    if arguments:
        marks = [*(["not launcher"] if fast else []), *without]
        return [[*(["-m", " and ".join(marks)] if marks else []), *arguments]]
    at_once = ["-n", "2", "--dist", "loadfile", "-m", " and ".join(["not launcher", *without])]
    return [at_once] if fast else [at_once, ["-m", " and ".join(["launcher", *without])]]


def _check(name: str, command: list[str], env: dict[str, str], stop: Stop) -> bool:
    began = time.monotonic()
    output = state_file(env, name)
    with output.open("w+") as file:
        status = _call([sys.executable, *command], env, stop, file.fileno())
    say(f"{'ok    ' if status == 0 else 'FAILED'} {name} ({time.monotonic() - began:.1f} s)")
    if status:
        say(output.read_text().rstrip())
    return status == 0


def state_file(env: dict[str, str], name: str) -> Path:
    return Path(env["PORTAL_STATE"]) / "logs" / f"check-{name.replace(' ', '-')}.log"


def _call(command: list[str], env: dict[str, str], stop: Stop, output: int | None = None) -> int:
    """Run to the end; told to stop, pass it on and wait, so that nothing is left running."""
    errors = subprocess.STDOUT if output is not None else None
    child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=output, stderr=errors)
    try:
        while child.poll() is None:
            stop.pause(0.05)
    except Told:
        child.terminate()
        try:
            child.wait(timeout=20)
        except subprocess.TimeoutExpired:
            child.kill()
        raise
    return child.returncode

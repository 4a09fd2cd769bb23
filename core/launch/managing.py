"""`manage.py` alone: without `DATABASE_URL` it uses the embedded servers of the state folder."""

import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from core.launch.servers import Servers
from core.launch.state import ROOT, State

# Commands that only read the source: no database is started for them.
WITHOUT = {
    "help",
    "--help",
    "-h",
    "version",
    "--version",
    "makemessages",
    "compilemessages",
    "findstatic",
    "diffsettings",
}


def inside_venv(arguments: Sequence[str]) -> None:
    """Called by the system's Python, go on in `.venv`, if Django is to be found only there."""
    python = ROOT / ".venv" / "bin" / "python"
    if sys.prefix == sys.base_prefix and python.exists():
        os.execv(python, [str(python), *arguments])


def run(main: Callable[[Sequence[str]], None], arguments: Sequence[str]) -> None:
    command = arguments[1] if len(arguments) > 1 else "help"
    if os.environ.get("PORTAL_MODE", "demo") != "demo" or command in WITHOUT:
        main(arguments)  # in production the settings ask for the URLs; nothing is started behind anybody's back
        return
    with embedded():
        main(arguments)


@contextmanager
def embedded() -> Iterator[None]:
    """The servers of the state folder, for as long as this program needs them."""
    state = State.from_env(os.environ)
    state.open()
    os.environ["PORTAL_STATE"] = str(state.folder)
    os.environ.setdefault("SECRET_KEY", state.secret_key())  # the codes made by ./run must open here too
    servers = Servers(state, os.environ)
    if not servers.all:
        yield
        return
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        os.environ.update(servers.join())
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        servers.leave()

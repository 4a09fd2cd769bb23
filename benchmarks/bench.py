"""A run: the embedded servers of a state folder of its own, and a site for each number of people."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import databases
from benchmarks.web import Visitor, WebServer
from core.launch.servers import Servers
from core.launch.state import ROOT, State
from core.launch.talk import Trouble

BASE = 1_000  # what a large set is compared with
FLOOR_SETTINGS = "benchmarks.floor.settings"
FLAT = 0.02  # the exponent of growth up to which a page counts as flat


def flat(size: int) -> float:
    """How much slower than at `BASE` a flat page may be: at a million 1.15 times. One run cannot tell 1.05 from 1."""
    return max(1.05, (size / BASE) ** FLAT)


class Site:
    """One database with its two web servers: the portal, and the floor on the same rows."""

    def __init__(self, size: int, url: str, sessions: databases.Sessions, env: dict[str, str], logs: Path) -> None:
        self.size, self.url, self.sessions, self.env, self.logs = size, url, sessions, env, logs
        self._servers: dict[str, WebServer] = {}

    def server(self, side: str) -> WebServer:
        """The web server of "ours" or "floor", started when it is first needed."""
        if side not in self._servers:
            settings = {"DJANGO_SETTINGS_MODULE": FLOOR_SETTINGS} if side == "floor" else {}
            log = str(self.logs / f"bench-{side}-{self.size}.log")
            self._servers[side] = WebServer({**self.env, **settings}, log)
        return self._servers[side]

    def ours(self, email: str = "") -> Visitor:
        """A visitor of the portal, logged in as that person."""
        return Visitor(self.server("ours"), self.sessions["ours"].get(email, ""))

    def floor(self, email: str = "") -> Visitor:
        return Visitor(self.server("floor"), self.sessions["floor"].get(email, ""))

    def stop(self) -> None:
        for server in self._servers.values():
            server.stop()
        self._servers.clear()


class Bench:
    def __init__(self, env: dict[str, str], logs: Path) -> None:
        self.env, self.logs = env, logs
        self._sites: dict[int, Site] = {}

    def site(self, people: int) -> Site:
        if people not in self._sites:
            # A cache for each size and no wrong answer from another one's.
            server, _slash, number = self.env["REDIS_URL"].rpartition("/")
            env = {**self.env, "REDIS_URL": f"{server}/{(int(number or 0) + 1 + len(self._sites)) % 16}"}
            log = self.logs / "bench-prepare.log"
            url, sessions = databases.ensure(self.env["DATABASE_URL"], people, env, log)
            self._sites[people] = Site(people, url, sessions, {**env, "DATABASE_URL": url}, self.logs)
        return self._sites[people]

    def rest(self) -> None:
        """Between two bars: no web server of the last one stays, to keep connections or to warm itself."""
        for site in self._sites.values():
            site.stop()


@contextmanager
def running() -> Iterator[Bench]:
    """The servers of `var-bench`, unless DATABASE_URL and REDIS_URL name others, for as long as the run takes."""
    state = State(Path(os.environ.get("PORTAL_BENCH_STATE") or ROOT / "var-bench"))
    state.open()
    if not state.run_lock.take(wait=False):
        raise Trouble("Another run of the benchmarks is under way: the two would slow each other.", "Wait for it.")
    servers = Servers(state, os.environ)
    bench = None
    try:
        addresses = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
        addresses |= servers.join()
        bench = Bench(_env(state, addresses), state.logs)
        _collect_static(bench)
        yield bench
    finally:
        if bench is not None:
            bench.rest()
        servers.leave()


def _env(state: State, addresses: dict[str, str]) -> dict[str, str]:
    ours = {"PORTAL_STATE": str(state.folder), "SECRET_KEY": state.secret_key()}
    return databases.base_env({**addresses, **ours})


def _collect_static(bench: Bench) -> None:
    began = time.monotonic()
    with (bench.logs / "bench-prepare.log").open("a") as log:
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "-v0"]
        done = subprocess.run(command, cwd=ROOT, env=bench.env, stdout=log, stderr=log, check=False)
    if done.returncode:
        raise Trouble("The static files could not be collected.", f"{bench.logs} says why.")
    databases.note(f"Servers and static files: {time.monotonic() - began:.1f} s")

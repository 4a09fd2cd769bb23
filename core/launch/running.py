"""`./run`: the whole portal on this machine, until Ctrl-C."""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from core.launch import processes
from core.launch.servers import Servers
from core.launch.state import ROOT, State
from core.launch.stopping import Stop, Told
from core.launch.supervisor import Child, Supervisor, clear_leftovers
from core.launch.talk import Trouble, advice, say, tail, tell

HELP = """The portal with example data, on http://127.0.0.1:PORT/. Ctrl-C stops everything.

environment:
  PORT          the port to listen on (8000)
  PORTAL_STATE  where everything is kept (var/)
  DATABASE_URL  a PostgreSQL of your own, instead of the embedded one
  REDIS_URL     a Redis or Valkey of your own, instead of the embedded one
"""

PORT_PATIENCE = 3.0  # web processes whose launcher was killed leave within a second


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./run", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reset", action="store_true", help="forget everything that was entered and start afresh")
    options = parser.parse_args(arguments)
    stop = Stop()
    stop.listen()
    run = Run(stop)
    try:
        run.open(reset=options.reset)
        run.prepare()
        run.serve()
    except Told:
        return 0 if run.ready else 128 + (stop.signal or 0)
    except Trouble as trouble:
        tell(trouble)
        return 1
    finally:
        run.close()
    return 0


class Run:
    def __init__(self, stop: Stop) -> None:
        self.stop = stop
        self.state = State.from_env(os.environ)
        self.port = 0
        self.listener: socket.socket | None = None
        self.servers: Servers | None = None
        self.supervisor: Supervisor | None = None
        self.env: dict[str, str] = {}
        self.ready = False
        self.opened = False

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    @property
    def logins(self) -> Path:
        return self.state.folder / "logins.txt"

    # Setting up

    def open(self, *, reset: bool) -> None:
        """Take the state folder and the port, and have the servers run."""
        if os.environ.get("PORTAL_MODE", "demo") != "demo":
            raise Trouble(
                "./run is for trying the portal out, not for production.", "See 'In production' in README.md."
            )
        self.port = _port_wanted()
        self.state.open()
        self._take_state()
        clear_leftovers(self.state, self.stop)
        if reset:
            self._reset()
        self.listener = _reserve(self.port, self.stop)
        say(f"Starting the database and the queue ({self.state.folder}) …")
        servers = Servers(self.state, os.environ, wait=self.stop.pause)
        self.servers = servers
        self.env = os.environ | self._environment() | servers.join()

    def _take_state(self) -> None:
        lock = self.state.run_lock
        if not lock.take(wait=False):
            raise Trouble(
                f"The portal already runs on {self.state.folder}: {lock.read() or 'it is just starting'}.",
                "Stop it with Ctrl-C there, or run a second one: PORT=8001 PORTAL_STATE=/some/folder ./run",
            )
        lock.note(f"{self.address} (process {os.getpid()})")
        self.opened = True

    def _reset(self) -> None:
        if os.environ.get("DATABASE_URL"):
            raise Trouble(
                "--reset empties the embedded database only.", "Empty the one named by DATABASE_URL yourself."
            )
        servers = Servers(self.state, os.environ, wait=self.stop.pause)
        if not servers.halt():
            raise Trouble(f"Another program still uses {self.state.folder}.", "End it (a manage.py?) and try again.")
        self.state.empty()
        say("Everything that was kept is gone; starting afresh.")

    def _environment(self) -> dict[str, str]:
        env = {
            "PORTAL_STATE": str(self.state.folder),
            "DJANGO_SETTINGS_MODULE": "serang_japan.settings",
            "PYTHONUNBUFFERED": "1",
            "SECRET_KEY": os.environ.get("SECRET_KEY") or self.state.secret_key(),
        }
        return {"PUBLIC_URL": self.address.rstrip("/")} | env if "PUBLIC_URL" not in os.environ else env

    def prepare(self) -> None:
        say("Setting up …")
        log = self.state.logs / "setup.log"
        if self._call("-m", "core.launch.prepare", str(log), str(self.logins)) != 0:
            last = tail(log)
            raise Trouble(f"Setting up failed. The end of {log}:\n{last}", advice(last))

    def _call(self, *arguments: str) -> int:
        """Run one of our own programs to its end, ready to be told to stop meanwhile."""
        child = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL, start_new_session=True
        )
        process = processes.identify(child.pid)
        if process is not None:
            self.state.remember_children({"the set-up": process})
        try:
            while child.poll() is None:
                self.stop.pause(0.05)
        finally:
            if child.poll() is None:
                processes.signal_group(child.pid, signal.SIGTERM)
                _wait_or_kill(child)
        return child.returncode

    # Running

    def serve(self) -> None:
        self.supervisor = Supervisor(self.state, self.stop, self.env)
        assert self.listener is not None
        fd = self.listener.fileno()
        python = [sys.executable, "-m"]
        self.supervisor.add(Child("web", [*python, "core.launch.serve", "--fd", str(fd)], pass_fds=[fd]))
        self.supervisor.add(Child("worker", [*python, "core.launch.worker"]))
        while not _answers(self.port):
            self.stop.pause(0.1)
            self.supervisor.tick()
            self.supervisor.require_all()
        self._greet()
        while True:
            self.stop.pause(0.2)
            self._watch_servers()
            self.supervisor.tick()

    def _greet(self) -> None:
        self.ready = True
        say(f"\nReady: {self.address}")
        if self.logins.exists():
            say(self.logins.read_text().rstrip())
        say(f"Logs: {self.state.logs}. Ctrl-C stops everything.")

    def _watch_servers(self) -> None:
        assert self.servers is not None
        try:
            for name in self.servers.revive():
                say(f"{name} had ended; it runs again.")
                self._follow_addresses()
        except Trouble as trouble:  # it may heal (a full disk that is cleared); keep the rest running and try again
            tell(trouble)
            self.stop.pause(5)

    def _follow_addresses(self) -> None:
        """A server that lost its port has a new one: the others must learn it."""
        assert self.servers is not None
        assert self.supervisor is not None
        addresses = self.servers.addresses()
        if any(self.env.get(name) != value for name, value in addresses.items()):
            self.env |= addresses
            self.supervisor.restart_all(self.env)

    # Ending

    def close(self) -> None:
        if not self.opened:
            return
        if self.supervisor is not None:
            say("\nStopping: finishing what is in hand … (Ctrl-C again: at once)")
            self.supervisor.stop()
        if self.listener is not None:
            self.listener.close()
        if self.servers is not None:
            others = not self.servers.leave()
            say("Stopped. The database still runs for a manage.py." if others else "Stopped.")
        self.state.run_lock.free()


def _wait_or_kill(child: subprocess.Popen) -> None:
    try:
        child.wait(timeout=10)
    except subprocess.TimeoutExpired:
        processes.signal_group(child.pid, signal.SIGKILL)
        child.wait()


def _port_wanted() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Trouble(f"PORT is '{text}', which is no port.", "Use a number, for instance: PORT=8001 ./run")
    return int(text)


def _reserve(port: int, stop: Stop) -> socket.socket:
    """Hold the port from the beginning, so that minutes of setting up are not spent for nothing."""
    until = time.monotonic() + PORT_PATIENCE
    while True:
        try:
            socket.create_server(("127.0.0.1", port)).close()  # listening is what shows whether another listens
            return _bound(port)
        except OSError as error:
            if time.monotonic() > until:
                other = port + 1 if port < 65535 else 8001
                why = os.strerror(error.errno or 0)
                raise Trouble(f"Port {port} cannot be used: {why}.", f"Use another one: PORT={other} ./run") from error
        stop.pause(0.1)


def _bound(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    return listener


def _answers(port: int) -> bool:
    """Does the portal answer? Any answer will do: what it says is the pages' own business."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/sehat/")
        return connection.getresponse().status < 600
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()

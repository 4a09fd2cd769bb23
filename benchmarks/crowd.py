"""Many clients at once. They cost as little as can be, since they work on the machine that is measured."""

import re
import socket
import threading
import time
from collections import deque
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from benchmarks.web import CSRF

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)

BROKEN = 599
LAST_CHUNK = b"0\r\n\r\n"


def form(path: str, data: Mapping[str, object]) -> bytes:
    """A POST as it goes over the wire, made before the clock runs."""
    body = urlencode({**data, "csrfmiddlewaretoken": CSRF}).encode()
    return head("POST", path, {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": len(body)}) + body


def head(method: str, path: str, headers: Mapping[str, object], session: str = "") -> bytes:
    cookie = f"csrftoken={CSRF}" + (f"; sessionid={session}" if session else "")
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {cookie}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode()


class Client:
    """One connection, opened anew when the server closed it after its answer."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.line = self._connect()

    def _connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def ask(self, request: bytes) -> int:
        """Send it, read the answer to its end, and give its status; 599 when the connection broke instead."""
        try:
            self.line.sendall(request)
            status, is_last = read(self.line)
        except OSError:
            status, is_last = BROKEN, True
        if is_last:
            self.line.close()
            self.line = self._connect()
        return status


def at_once(port: int, requests: Iterable[bytes], clients: int) -> tuple[float, list[int]]:
    """So many clients send the requests, each over its own connection: how long it took, and the answers' status."""
    waiting = deque(requests)
    told: list[int] = []
    crowd = [Client(port) for _ in range(clients)]
    start = threading.Barrier(clients + 1)

    def send(client: Client) -> None:
        start.wait()
        while True:
            try:
                request = waiting.popleft()
            except IndexError:
                client.line.close()
                return
            told.append(client.ask(request))

    threads = [threading.Thread(target=send, args=[client]) for client in crowd]
    for thread in threads:
        thread.start()
    start.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, told


def read(line: socket.socket) -> tuple[int, bool]:
    """The status of an answer, and whether the connection ends with it."""
    came = b""
    while b"\r\n\r\n" not in came:
        came += received(line)
    top, _blank, body = came.partition(b"\r\n\r\n")
    length = LENGTH.search(top + b"\r\n")
    while not body.endswith(LAST_CHUNK) if length is None else len(body) < int(length[1]):
        body += received(line)
    return int(top.split(b" ", 2)[1]), b"\r\nconnection: close" in top.lower()


def received(line: socket.socket) -> bytes:
    part = line.recv(65_536)
    if not part:
        raise ConnectionError("The server closed the connection.")
    return part

"""A portal started by `./run` in a state folder of its own, as somebody at a terminal would."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from core.launch.state import ROOT

PATIENCE = 90
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "PUBLIC_URL", "PORTAL_MODE", "DJANGO_SETTINGS_MODULE")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(happened, what: str, seconds: float = PATIENCE):
    """Ask again and again until it has happened; what it returned."""
    end = time.monotonic() + seconds
    while not (result := happened()):
        assert time.monotonic() < end, f"waited {seconds} s for: {what}"
        time.sleep(0.05)
    return result


class PortalProcess:
    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.output = folder.with_name(f"{folder.name}-{self.port}.out")
        kept = {name: value for name, value in os.environ.items() if name not in OURS}
        self.env = kept | {"PORT": str(self.port), "PORTAL_STATE": str(folder), "DEMO_PEOPLE": "40"}
        self.popen: subprocess.Popen | None = None

    def start(self, *arguments: str) -> "PortalProcess":
        with self.output.open("w") as output:
            command = [sys.executable, str(ROOT / "run"), *arguments]
            self.popen = subprocess.Popen(command, env=self.env, stdout=output, stderr=output, cwd="/")
        return self

    def says(self, text: str, seconds: float = PATIENCE) -> "PortalProcess":
        def said() -> bool:
            assert self.popen is not None
            ended = self.popen.poll() is not None
            found = text in self.output.read_text()
            assert found or not ended, self.output.read_text()
            return found

        until(said, f"'{text}' in:\n{self.output.read_text()}", seconds)
        return self

    def ready(self) -> "PortalProcess":
        return self.says(f"Ready: http://127.0.0.1:{self.port}/")

    def get(self, path: str = "/") -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def end(self, number: int = signal.SIGINT) -> int:
        assert self.popen is not None
        if self.popen.poll() is None:
            self.popen.send_signal(number)
        return self.popen.wait(60)

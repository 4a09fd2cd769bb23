"""Keeps the portal's programs running, and ends them in good order."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence

from core.launch import processes
from core.launch.processes import Process
from core.launch.state import ROOT, State
from core.launch.stopping import Stop
from core.launch.talk import Trouble, advice, say, tail

GRACE = 30.0  # a little more than the web server takes for requests in flight
STEADY = 60.0  # a program that ran so long is trusted again
MOST = 30.0


class Child:
    """One program that should run for as long as the portal does."""

    def __init__(self, name: str, command: Sequence[str], pass_fds: Sequence[int] = ()) -> None:
        self.name = name
        self.command = list(command)
        self.pass_fds = tuple(pass_fds)
        self.popen: subprocess.Popen | None = None
        self.process: Process | None = None
        self.began = 0.0
        self.deaths = 0
        self.due = 0.0

    def delay(self) -> float:
        """How long to wait before the next try: not at all the first time, then longer and longer."""
        return 0.0 if self.deaths <= 1 else min(MOST, 2.0 ** (self.deaths - 2))


class Supervisor:
    def __init__(self, state: State, stop: Stop, env: Mapping[str, str]) -> None:
        self.state = state
        self.stop_asked = stop
        self.env = dict(env)
        self.children: list[Child] = []

    def add(self, child: Child) -> None:
        self.children.append(child)
        self._start(child)

    def _start(self, child: Child) -> None:
        log = self.state.open_log(child.name)
        try:
            child.popen = subprocess.Popen(
                child.command,
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=child.pass_fds,
            )
        finally:
            os.close(log)
        child.process = processes.identify(child.popen.pid)
        child.began = time.monotonic()
        self.remember()

    def remember(self) -> None:
        """Write down who runs, for a later start to find should this one be killed."""
        running = {each.name: each.process for each in self.children if each.process is not None}
        self.state.remember_children(running)

    def restart_all(self, env: Mapping[str, str]) -> None:
        """The same programs in another environment; they finish what they have in hand."""
        self.env = dict(env)
        self.stop()
        for child in self.children:
            self._start(child)

    def tick(self) -> None:
        """Start again what died, with patience for what dies again and again."""
        now = time.monotonic()
        for child in self.children:
            if child.popen is not None and child.popen.poll() is not None:
                self._bury(child, now)
            if child.popen is None and now >= child.due:
                self._start(child)

    def _bury(self, child: Child, now: float) -> None:
        assert child.popen is not None
        processes.signal_group(child.popen.pid, signal.SIGKILL)  # what it left behind
        child.deaths = 1 if now - child.began > STEADY else child.deaths + 1
        child.due = now + child.delay()
        when = f"in {child.delay():.0f} s" if child.delay() else "now"
        say(f"{child.name} ended (status {child.popen.returncode}); starting it again {when}. Log: {self._log(child)}")
        child.popen = child.process = None

    def require_all(self) -> None:
        """At the start, one that keeps dying is no matter of patience: say what it said."""
        for child in self.children:
            if child.deaths >= 3:
                last = tail(self._log(child))
                raise Trouble(
                    f"{child.name} does not start. Its last words ({self._log(child)}):\n{last}", advice(last)
                )

    def _log(self, child: Child) -> str:
        return str(self.state.logs / f"{child.name}.log")

    def stop(self) -> None:
        """Ask all at once; wait for the requests and tasks in hand, unless the person asks a second time."""
        running = [child for child in self.children if child.popen is not None]
        for child in running:
            _signal(child, signal.SIGTERM)
        until = time.monotonic() + GRACE
        while any(_is_running(child) for child in running):
            if time.monotonic() > until or self.stop_asked.hurry:
                break
            time.sleep(0.05)
        for child in running:
            assert child.popen is not None
            processes.signal_group(child.popen.pid, signal.SIGKILL)
            child.popen.wait()
        self.state.remember_children({})


def _is_running(child: Child) -> bool:
    return child.popen is not None and child.popen.poll() is None


def _signal(child: Child, number: int) -> None:
    """To the program itself: it tells its own processes, in its own order."""
    if child.popen is not None and child.popen.poll() is None:
        child.popen.send_signal(number)


def clear_leftovers(state: State, stop: Stop) -> None:
    """End what an earlier start left running when it was killed."""
    for name, process in state.leftover_children().items():
        if processes.alive(process):
            say(f"Ending {name}, left over from a start that was killed …")
            processes.end(process, wait=stop.pause)
    state.remember_children({})

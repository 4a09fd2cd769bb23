"""The web server: waitress, one process a core, all on one socket.

    python -m core.launch.serve [--host H] [--port P] [--processes N] [--threads N]

waitress reads a slow phone's upload to its end before a thread is given to it,
so that fifty of them do not stop the site; large ones go to a process of their
own (`core.launch.uploads`). On SIGTERM no request is lost: what has arrived is
answered, then the processes end, that of the uploads last.
"""

import argparse
import contextlib
import gc
import os
import select
import signal
import socket
import sys
import time
import traceback
from collections.abc import Iterable
from types import FrameType
from typing import NamedTuple

from django.utils.module_loading import import_string

from core.launch import uploads

PATIENCE = 25.0  # seconds for the requests in flight at the end
PROXY_HEADERS = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}
QUIET = 0.3
TURN = 0.0005  # seconds after which a thread lets another one go on; Python's 0.005 is as long as a page takes
LARGEST_UPLOAD = 70_000_000  # six photos as big as a phone makes them; more is refused before it fills the disk
STOPS = {signal.SIGTERM, signal.SIGINT}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m core.launch.serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--fd", type=int, help="a socket inherited from the launcher, instead of host and port")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=8)
    parser.add_argument("--trusted-proxy", help="address of the TLS proxy whose X-Forwarded headers are believed")
    options = parser.parse_args()
    listener = _listener(options)
    # By name: this package must not import the root. Loaded once, shared by the processes.
    application = import_string("serang_japan.wsgi.application")
    Master(listener, options).run(application)
    return 0


def _listener(options: argparse.Namespace) -> socket.socket:
    if options.fd is not None:
        listener = socket.socket(fileno=options.fd)
    else:
        listener = socket.create_server((options.host, options.port), backlog=1024)
    listener.setblocking(False)
    listener.listen(1024)
    return listener


class Child(NamedTuple):
    takes_uploads: bool
    began: float


class Master:
    """Keeps its processes alive, and lets them finish when it is told to stop or its own parent is gone."""

    def __init__(self, listener: socket.socket, options: argparse.Namespace) -> None:
        self.listener = listener
        self.options = options
        self.parent = os.getppid() if options.fd is not None else None
        self.children: dict[int, Child] = {}
        self.out_of, self.into = uploads.way()
        self.stopping = False

    def run(self, application) -> None:
        gc.collect()
        gc.freeze()  # what is loaded by now stays shared between the processes
        gc.set_threshold(50_000, 20, 50)  # a page makes thousands of objects and hardly a ring
        sys.setswitchinterval(TURN)
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while self.children or not self.stopping:
            if self.parent is not None and self.parent != os.getppid() and not self.stopping:
                self._stop()
            for takes_uploads in self._missing():
                self._fork(application, takes_uploads)
            time.sleep(0.1)
            self._reap()

    def _missing(self) -> list[bool]:
        """Whether it takes uploads, of each process that is to be started."""
        if self.stopping:
            return []
        found = [child.takes_uploads for child in self.children.values()]
        return [False] * (self.options.processes - found.count(False)) + [True] * (1 - found.count(True))

    def _fork(self, application, takes_uploads: bool) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # until the child has its own answer to them
        pid = os.fork()
        if pid:
            self.children[pid] = Child(takes_uploads, time.monotonic())
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
            return
        status = 1
        try:
            if takes_uploads:
                self.into.close()
                uploads.step_back()
                serve(application, self.listener, self.options, out_of=self.out_of)
            else:
                self.out_of.close()
                serve(application, self.listener, self.options, into=self.into)
            status = 0
        except Exception:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _reap(self) -> None:
        for pid, child in list(self.children.items()):
            if os.waitpid(pid, os.WNOHANG)[0] == 0:
                continue
            del self.children[pid]
            if not self.stopping:
                print(f"A web process ({pid}) ended; starting another.", file=sys.stderr, flush=True)
                if time.monotonic() - child.began < 5:  # one that cannot start must not spin
                    time.sleep(1)
            elif all(left.takes_uploads for left in self.children.values()):
                self._tell_to_stop(list(self.children))  # nobody is left who could give it a connection

    def _stop(self, *signalled: object) -> None:
        self.stopping = True
        self._tell_to_stop([pid for pid, child in self.children.items() if not child.takes_uploads])

    def _tell_to_stop(self, pids: Iterable[int]) -> None:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def serve(
    application,
    listener: socket.socket,
    options: argparse.Namespace,
    into: socket.socket | None = None,
    out_of: socket.socket | None = None,
) -> None:
    """One process: serve until SIGTERM, then answer what is in flight and return.

    `into` is where it gives large uploads, `out_of` where the process of the uploads finds them: that one takes nothing
    from the listener.
    """
    from waitress import wasyncore

    from core.launch.parent import leave_with_parent

    told = []

    def stop(number: int, frame: FrameType | None) -> None:
        told.append(number)
        server.pull_trigger()

    server = _server(application, listener, options)
    if into is not None:
        uploads.give_away(server, into)
    if out_of is not None:
        server.accepting = False
        uploads.Arrivals(server, out_of)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    leave_with_parent()
    while not told:
        wasyncore.loop(timeout=1, map=server._map, use_poll=True, count=1)
    _finish(server, wasyncore, listener)


def _server(application, listener: socket.socket, options: argparse.Namespace):
    from waitress.server import create_server

    from core.launch.threads import threads_of

    proxy = {"trusted_proxy": options.trusted_proxy, "trusted_proxy_headers": PROXY_HEADERS}
    return create_server(
        application,
        sockets=[listener],
        max_request_body_size=LARGEST_UPLOAD,
        ident="",
        clear_untrusted_proxy_headers=True,
        _dispatcher=threads_of(options.threads),
        **(proxy if options.trusted_proxy else {}),
    )


def _finish(server, wasyncore, listener: socket.socket) -> None:
    """Serve who has connected until now, take no more connections, close each one once it has its answer."""
    until = time.monotonic() + PATIENCE
    while server.accepting and select.select([listener], [], [], 0)[0] and time.monotonic() < until:
        wasyncore.loop(timeout=0, map=server._map, use_poll=True, count=1)
    server.accepting = False
    while time.monotonic() < until:
        for channel in list(server.active_channels.values()):
            channel.will_close = channel.will_close or _is_done(channel)
        if not server.active_channels:
            break
        wasyncore.loop(timeout=0.05, map=server._map, use_poll=True, count=1)


def _is_done(channel) -> bool:
    """Nothing asked, nothing to say, and quiet for a moment: what a visitor has just sent may not be read yet."""
    busy = channel.requests or channel.request or channel.total_outbufs_len
    return not busy and time.time() - channel.last_activity > QUIET


if __name__ == "__main__":
    sys.exit(main())

"""The web server: waitress, one process a core, all on one socket.

    python -m core.launch.serve [--host H] [--port P] [--processes N] [--threads N]

waitress reads a slow phone's upload to its end before a thread is given to it,
so that fifty of them do not stop the site. On SIGTERM no request is lost: what
has arrived is answered, then the processes end.
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
from types import FrameType

from django.utils.module_loading import import_string

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


class Master:
    """Keeps its processes alive, and lets them finish when it is told to stop or its own parent is gone."""

    def __init__(self, listener: socket.socket, options: argparse.Namespace) -> None:
        self.listener = listener
        self.options = options
        self.parent = os.getppid() if options.fd is not None else None
        self.children: dict[int, float] = {}
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
            while len(self.children) < self.options.processes and not self.stopping:
                self._fork(application)
            time.sleep(0.1)
            self._reap()

    def _fork(self, application) -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPS)  # until the child has its own answer to them
        pid = os.fork()
        if pid:
            self.children[pid] = time.monotonic()
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
            return
        status = 1
        try:
            serve(application, self.listener, self.options)
            status = 0
        except Exception:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def _reap(self) -> None:
        for pid, began in list(self.children.items()):
            if os.waitpid(pid, os.WNOHANG)[0] == 0:
                continue
            del self.children[pid]
            if not self.stopping:
                print(f"A web process ({pid}) ended; starting another.", file=sys.stderr, flush=True)
                if time.monotonic() - began < 5:  # one that cannot start must not spin
                    time.sleep(1)

    def _stop(self, *signalled: object) -> None:
        self.stopping = True
        for pid in list(self.children):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)


def serve(application, listener: socket.socket, options: argparse.Namespace) -> None:
    """One process: serve until SIGTERM, then answer what is in flight and return."""
    from waitress import wasyncore
    from waitress.server import create_server

    from core.launch.parent import leave_with_parent
    from core.launch.threads import threads_of

    told = []

    def stop(number: int, frame: FrameType | None) -> None:
        told.append(number)
        server.pull_trigger()

    proxy = {"trusted_proxy": options.trusted_proxy, "trusted_proxy_headers": PROXY_HEADERS}
    server = create_server(
        application,
        sockets=[listener],
        max_request_body_size=LARGEST_UPLOAD,
        ident="",
        clear_untrusted_proxy_headers=True,
        _dispatcher=threads_of(options.threads),
        **(proxy if options.trusted_proxy else {}),
    )
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPS)
    leave_with_parent()
    while not told:
        wasyncore.loop(timeout=1, map=server._map, use_poll=True, count=1)
    _finish(server, wasyncore, listener)


def _finish(server, wasyncore, listener: socket.socket) -> None:
    """Serve who has connected until now, take no more connections, close each one once it has its answer."""
    until = time.monotonic() + PATIENCE
    while select.select([listener], [], [], 0)[0] and time.monotonic() < until:
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

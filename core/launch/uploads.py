"""Large uploads are read and answered by a process of their own, which lets the pages go first.

A web process that has the head of a large request before it gives the connection away, as it stands. Fifty phones that
send photos on a weak signal, and the work of keeping each photo, then take nothing from whoever opens a page. While
nobody takes connections over, or when the head came in pieces, the web process does it itself.
"""

import os
import re
import socket
from contextlib import suppress

from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer
from waitress.wasyncore import dispatcher

LARGE = 50_000  # bytes: no form without a file is as long
YIELDS = 10  # of 19: more willing than a page, less than the drawing of a photo
MOST = 131_072  # bytes of a request that come along with its connection; waitress reads far less at a time
LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,12})[ \t]*\r\n", re.IGNORECASE)


def is_large(data: bytes) -> bool:
    """Whether this is the beginning of a large request, with its whole head."""
    head, end, _body = data.partition(b"\r\n\r\n")
    found = LENGTH.search(head + b"\r\n") if end else None
    return found is not None and int(found[1]) > LARGE


def way() -> tuple[socket.socket, socket.socket]:
    """The end that connections come out of, and the one that they are put into: each whole, whoever puts them in."""
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    for end in ends:
        end.setblocking(False)
    return ends


def give_away(server: BaseWSGIServer, into: socket.socket) -> None:
    """From now on this web process gives its large requests away."""

    class Channel(HTTPChannel):
        def received(self, data: bytes) -> bool:
            is_new = self.request is None and not self.requests and not self.total_outbufs_len
            if is_new and is_large(data) and self._given(data):
                self.handle_close()
                return True
            return super().received(data)

        def _given(self, data: bytes) -> bool:
            with suppress(OSError):  # nobody takes it over, or more wait there than the system holds
                said = ":".join(map(str, self.addr[:2])).encode() + b"\n"
                socket.send_fds(into, [said, data], [self.socket.fileno()])
                return True
            return False

    server.channel_class = Channel


class Arrivals(dispatcher):
    """Where the process of the uploads finds the connections that were given away."""

    def __init__(self, server: BaseWSGIServer, out_of: socket.socket) -> None:
        super().__init__(out_of, map=server._map)
        self.server = server
        self.connected = True

    def writable(self) -> bool:
        return False

    def handle_read(self) -> None:
        with suppress(BlockingIOError):
            while True:
                told, numbers, _flags, _from = socket.recv_fds(self.socket, MOST, 1)
                if not numbers:  # everybody who could give something is gone
                    self.close()
                    return
                self._take(told, socket.socket(fileno=numbers[0]))

    def _take(self, told: bytes, line: socket.socket) -> None:
        address, _end, data = told.partition(b"\n")
        host, _colon, port = address.decode().rpartition(":")
        channel = self.server.channel_class(self.server, line, (host, int(port)), self.server.adj, map=self.server._map)
        channel.received(data)


def step_back() -> None:
    """Who sends a photo has waited for the network much longer than for this."""
    os.nice(YIELDS)

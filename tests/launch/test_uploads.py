"""Large uploads go to a process of their own; nothing of them is lost, whatever happens to that process."""

import http.client
import os
import signal
import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.launch.uploads import LARGE, is_large
from tests.launch.portal_process import until

BODY = b"x" * (LARGE + 1)


def pages(server):
    """The processes that answer who opens a page."""
    return {server.get("/") for _ in range(40)}


def sent(server, body=BODY, connection=None):
    """The process that answered this upload."""
    connection = connection or http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("POST", "/", body)
    answer = connection.getresponse()
    assert answer.status == 200
    return answer.read()


def head(length, name=b"Content-Length", space=b" "):
    return b"POST /saya/berkas/ktp/ HTTP/1.1\r\nHost: x\r\n%s:%s%d\r\nAccept: */*\r\n\r\n" % (name, space, length)


@pytest.mark.launcher
def test_a_large_upload_is_answered_by_another_process_than_the_pages(server):
    there = sent(server)

    assert there not in pages(server)
    assert {sent(server) for _ in range(5)} == {there}
    assert sent(server, b"x" * 100) != there


@pytest.mark.launcher
def test_also_over_a_connection_on_which_pages_came(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", "/")
    here = connection.getresponse().read()

    assert sent(server, connection=connection) != here
    connection.request("GET", "/")
    assert connection.getresponse().status == 200


@pytest.mark.launcher
def test_a_head_that_comes_in_pieces_is_answered_where_it_arrived(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        for piece in (head(len(BODY))[:30], head(len(BODY))[30:], BODY):
            line.sendall(piece)
            until(lambda: not unsent(line), "the server has read it", 10)
        assert line.recv(4096).startswith(b"HTTP/1.1 200")


def unsent(line):
    """Bytes that the other side has not taken in yet."""
    import fcntl
    import struct
    import termios

    return struct.unpack("i", fcntl.ioctl(line, termios.TIOCOUTQ, b"\0\0\0\0"))[0]


@pytest.mark.launcher
def test_an_upload_on_its_way_is_answered_when_the_server_is_told_to_stop(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as line:
        line.sendall(head(len(BODY)) + BODY[:1000])
        until(lambda: not unsent(line), "the server has read it", 10)

        server.popen.send_signal(signal.SIGTERM)
        until(lambda: not accepts(server), "the web processes have ended", 20)
        line.sendall(BODY[1000:])

        assert line.recv(4096).startswith(b"HTTP/1.1 200")
    assert server.popen.wait(30) == 0


def accepts(server):
    """Whether a page is still answered: the process of the uploads takes nothing from the door."""
    try:
        with socket.create_connection(("127.0.0.1", server.port), timeout=0.3) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            return bool(line.recv(100))
    except OSError:
        return False


@pytest.mark.launcher
def test_a_process_of_uploads_that_is_killed_is_replaced_and_nothing_waits_for_ever(server):
    there = sent(server)

    os.kill(int(there), signal.SIGKILL)

    after = sent(server)  # it waits where the next one finds it
    assert after != there
    assert after not in pages(server)


@given(st.integers(0, 10**9), st.sampled_from([b"Content-Length", b"content-length", b"CONTENT-LENGTH"]),
       st.sampled_from([b"", b" ", b"\t "]), st.binary(max_size=200))  # fmt: skip
def test_large_is_what_says_so_in_its_head(length, name, space, body):
    assert is_large(head(length, name, space) + body) == (length > LARGE)


@given(st.binary(max_size=500))
def test_what_stands_behind_the_head_or_has_no_end_says_nothing(body):
    assert not is_large(head(10) + body + head(10**6))
    assert not is_large(head(10**6)[:-2])
    assert not is_large(b"GET / HTTP/1.1\r\nX-Content-Length: 99999999\r\n\r\n" + body)

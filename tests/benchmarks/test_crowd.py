"""The clients of a burst send everything once and hear every answer."""

import socket
import threading

import pytest

from benchmarks import crowd


def site(answer):
    """A server of one answer that writes down what it was asked; it stops with the test."""
    listener = socket.create_server(("127.0.0.1", 0))
    asked = []

    def serve(line):
        with line:
            while request := line.recv(65_536):
                asked.append(request)
                line.sendall(answer)
                if b"close" in answer:
                    return

    def listen():
        while True:
            try:
                line, _address = listener.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=[line], daemon=True).start()

    threading.Thread(target=listen, daemon=True).start()
    return listener, asked


@pytest.fixture
def asking():
    """Let three clients send ten forms to a site that always answers so."""
    listeners = []

    def ask(answer):
        listener, asked = site(answer)
        listeners.append(listener)
        requests = [crowd.form("/daftar/", {"number": number}) for number in range(10)]
        _seconds, told = crowd.at_once(listener.getsockname()[1], requests, clients=3)
        return sorted(asked), sorted(requests), told

    yield ask
    for listener in listeners:
        listener.close()


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /\r\n\r\n",
        b"HTTP/1.1 302 Found\r\ncontent-length: 5\r\n\r\nhello",
        b"HTTP/1.1 302 Found\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    ],
)
def test_everything_is_sent_once_and_answered(asking, answer):
    asked, requests, told = asking(answer)
    assert asked == requests
    assert told == [302] * 10


def test_a_broken_connection_is_no_answer(asking):
    _asked, _requests, told = asking(b"close")
    assert set(told) == {599} and len(told) == 10


def test_a_form_goes_over_the_wire_as_a_browser_sends_it():
    head, _blank, body = crowd.form("/daftar/", {"name": "Rina Contoh"}).partition(b"\r\n\r\n")
    assert head.startswith(b"POST /daftar/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert body.startswith(b"name=Rina+Contoh&csrfmiddlewaretoken=")

import http.client
import os
import signal
import subprocess
import sys

import pytest

from core.launch.state import ROOT
from tests.launch.portal_process import until

pytestmark = pytest.mark.launcher


def test_requests_in_flight_are_answered_when_it_is_told_to_stop(server):
    people = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=30) for _ in range(6)]
    for person in people:
        person.request("GET", "/wait")  # more than there are threads: some wait in the queue

    server.popen.send_signal(signal.SIGTERM)
    server.gate.touch()

    assert [len(person.getresponse().read()) for person in people] == [2_000_000] * 6
    assert server.popen.wait(30) == 0
    for person in people:
        person.close()


def test_two_processes_share_the_socket_and_a_killed_one_is_replaced(server):
    first = int(server.get("/"))
    os.kill(first, signal.SIGKILL)
    pids = set()

    def both_answer():
        pids.add(int(server.get("/")))
        return len(pids - {first}) == 2

    until(both_answer, "two other processes answer", 20)
    assert server.popen.poll() is None


def test_an_upload_of_a_hundred_megabytes_is_refused_before_it_is_read(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.putrequest("POST", "/")
    connection.putheader("Content-Length", "100000000")
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_pages_are_loaded_before_the_processes_part_and_no_connection_with_them():
    """Two processes on one connection to the database would read each other's answers."""
    asked = """
import sys, serang_japan.wsgi
from django.db import connection
print("candidates.step_views" in sys.modules, connection.connection)
"""
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "None"]

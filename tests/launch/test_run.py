"""The whole portal, started as a person would start it."""

import json
import os
import signal
import socket
import subprocess
import sys

import pytest

from core.launch import processes
from core.launch.state import ROOT
from tests.launch.portal_process import PortalProcess, until

pytestmark = pytest.mark.launcher


def works(portal: PortalProcess) -> bool:
    try:
        return portal.get("/") == 200
    except OSError:
        return False


def pids_of(portal: PortalProcess) -> dict[str, int]:
    children = json.loads((portal.folder / "children.json").read_text())
    database = int((portal.folder / "postgres" / "data-18" / "postmaster.pid").read_text().splitlines()[0])
    queue = json.loads((portal.folder / "valkey" / "address.json").read_text())["pid"]
    return {name: pid for name, (pid, _) in children.items()} | {"database": database, "queue": queue}


def is_running(pid: int) -> bool:
    return processes.began(pid) is not None


def test_run_heals_what_is_killed_and_leaves_nothing_behind(used_portal):
    used_portal.start().ready()
    assert works(used_portal)
    first = pids_of(used_portal)

    os.kill(first["database"], signal.SIGKILL)
    used_portal.says("PostgreSQL had ended; it runs again.")
    assert used_portal.get("/") == 200

    for name in ("web", "worker"):
        os.kill(first[name], signal.SIGKILL)
        used_portal.says(f"{name} ended (status -9); starting it again now.")
    os.kill(first["queue"], signal.SIGKILL)
    used_portal.says("Valkey had ended; it runs again.")
    until(lambda: works(used_portal), "the page is there again")

    second = pids_of(used_portal)
    assert all(first[name] != second[name] for name in first)

    assert used_portal.end(signal.SIGINT) == 0
    assert not [name for name, pid in second.items() if is_running(pid)]


def test_run_interrupted_at_any_moment_of_its_first_set_up_is_finished_by_the_next(portal):
    moments = [
        ("Starting the database", signal.SIGINT),
        ("Starting the database", signal.SIGKILL),
        ("Setting up", signal.SIGTERM),
        ("Setting up", signal.SIGKILL),
        ("Database tables: done", signal.SIGINT),
        ("Database tables: done", signal.SIGKILL),
    ]
    for moment, number in moments:
        portal.start().says(moment)
        assert portal.end(number) != 0
    portal.start().ready()
    assert works(portal)


def test_run_killed_outright_is_taken_up_by_the_next(used_portal):
    used_portal.start().ready()
    left = pids_of(used_portal)
    used_portal.end(signal.SIGKILL)

    used_portal.start().ready()
    assert works(used_portal)
    assert pids_of(used_portal)["web"] != left["web"]
    assert not is_running(left["worker"])


def test_request_that_is_still_arriving_is_answered_before_the_portal_stops(used_portal):
    used_portal.start().ready()
    with socket.create_connection(("127.0.0.1", used_portal.port), timeout=60) as slow_phone:
        slow_phone.sendall(b"POST /sehat/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n12345")
        assert works(used_portal)  # by now the first half has arrived
        used_portal.popen.send_signal(signal.SIGTERM)
        used_portal.says("Stopping")
        slow_phone.sendall(b"67890")
        assert slow_phone.recv(20).startswith(b"HTTP/1.1 ")
    assert used_portal.popen.wait(60) == 0


def test_two_portals_run_side_by_side_and_a_second_on_the_same_folder_says_so(used_portal, state):
    used_portal.start()
    other = PortalProcess(state.folder)
    try:
        other.start()
        used_portal.ready()
        other.ready()
        assert works(used_portal)
        assert works(other)

        third = PortalProcess(used_portal.folder).start()
        assert third.popen.wait(60) == 1
        assert f"already runs on {used_portal.folder}: http://127.0.0.1:{used_portal.port}/" in third.output.read_text()
        third.output.unlink()
    finally:
        other.end()
    assert works(used_portal)


def test_port_that_is_taken_is_named_with_what_to_do(used_portal):
    with socket.create_server(("127.0.0.1", used_portal.port)):
        assert used_portal.start().popen.wait(60) == 1
    said = used_portal.output.read_text()
    assert f"Port {used_portal.port} cannot be used" in said
    assert f"PORT={used_portal.port + 1} ./run" in said


def manage(portal: PortalProcess, *arguments: str, **env: str) -> subprocess.CompletedProcess:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    return subprocess.run(command, env=portal.env | env, cwd="/", capture_output=True, text=True, check=False)


def test_manage_alone_starts_the_database_and_stops_it_again(used_portal, used_state):
    assert manage(used_portal, "showmigrations", "contenttypes").returncode == 0
    assert not (used_state.folder / "postgres" / "data-18" / "postmaster.pid").exists()


def test_manage_in_production_starts_nothing_behind_anybodys_back(portal, state):
    done = manage(portal, "check", PORTAL_MODE="production")
    assert done.returncode != 0
    assert "DATABASE_URL" in done.stderr
    assert not (state.folder / "postgres").exists()

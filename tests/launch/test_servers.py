import os
import signal
import socket

import pytest

from core.launch import accounts, postgres
from core.launch.postgres import Postgres
from core.launch.servers import Servers
from core.launch.state import State
from core.launch.valkey import Valkey
from tests.launch.portal_process import until

pytestmark = [
    pytest.mark.launcher,
    # a server is meant to outlive the object that started it
    pytest.mark.filterwarnings("ignore:subprocess .* is still running:ResourceWarning"),
]


def ask(server: Postgres, question: str) -> str:
    done = server._call("psql", "-h", str(server.sockets), "-U", "app", "-Atc", question, "app")
    return done.stdout.strip()


def test_second_user_joins_and_the_last_one_out_stops_the_servers(state):
    first, second = Servers(state, {}), Servers(State(state.folder), {})
    addresses = first.join()
    assert second.join() == addresses

    assert first.leave() is False
    assert second.postgres.ready() and second.valkey.ready()

    assert second.leave() is True
    assert not second.postgres.ready() and not second.valkey.ready()


def test_servers_named_by_the_environment_are_not_started(state):
    servers = Servers(state, {"DATABASE_URL": "postgres://elsewhere/app", "REDIS_URL": "redis://elsewhere/0"})
    assert servers.join() == {}
    assert not (state.folder / "postgres").exists()
    assert not (state.folder / "valkey").exists()
    servers.leave()


def test_killed_servers_come_back_at_the_same_address_with_what_was_kept(state):
    servers = Servers(state, {})
    addresses = servers.join()
    ask(servers.postgres, "CREATE TABLE kept AS SELECT 42 AS number")
    for server in servers.all:
        os.kill(server.process.pid, signal.SIGKILL)
    until(lambda: not any(server.alive() for server in servers.all), "both are dead", 10)

    assert servers.revive() == ["PostgreSQL", "Valkey"]

    assert servers.addresses() == addresses
    assert ask(servers.postgres, "SELECT number FROM kept") == "42"
    servers.leave()


def test_stale_note_that_names_another_program_does_not_keep_the_database_from_starting(state):
    server = Postgres(state, durable=False)
    server.start()
    server.stop()
    (server.data / "postmaster.pid").write_text(f"{os.getpid()}\n{server.data}\n")
    server.start()
    assert ask(server, "SELECT 1") == "1"


def test_initdb_that_was_interrupted_is_not_taken_for_a_database(state):
    server = Postgres(state, durable=False)
    half = server.home / ".trash-half"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    server.start()
    assert not half.exists()
    assert ask(server, "SELECT 1") == "1"


def test_database_finds_japanese_by_trigrams(state):
    server = Postgres(state, durable=False)
    server.start()
    ask(server, "CREATE EXTENSION pg_trgm")
    assert ask(server, "SELECT cardinality(show_trgm('健太')) > 0") == "t"


def test_valkey_that_lost_its_port_to_another_program_takes_a_new_one(state):
    server = Valkey(state)
    server.start()
    old = server.port
    server.stop()
    with socket.create_server(("127.0.0.1", old)):
        server.start()
        assert server.ready()
        assert server.port != old
    server.stop()


def test_valkey_keeps_its_password_out_of_the_process_list(state):
    server = Valkey(state)
    server.start()
    with open(f"/proc/{server.process.pid}/cmdline", encoding="utf-8") as cmdline:
        assert server.password not in cmdline.read()
    server.stop()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root starts the database under another account")
def test_state_folder_and_programs_that_the_database_account_cannot_reach_are_put_where_it_can(
    state, monkeypatch, tmp_path_factory
):
    elsewhere = state.folder / "elsewhere"
    monkeypatch.setattr(postgres, "ELSEWHERE", elsewhere)
    closed = State(tmp_path_factory.mktemp("closed"))  # pytest makes its folders 0700
    closed.open()
    reach = accounts.Account.can
    hide = lambda self, test, path: False if "site-packages" in str(path) else reach(self, test, path)  # noqa: E731
    monkeypatch.setattr(accounts.Account, "can", hide)
    server = Postgres(closed, durable=False)
    server.start()
    assert ask(server, "SELECT 1") == "1"
    assert server.home.parent == elsewhere
    assert server.program("postgres").startswith(str(elsewhere))
    server.stop()
    closed.empty()
    assert not server.home.exists()

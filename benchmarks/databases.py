"""One database for each number of people, made once and kept. A change of the SQL that fills it makes it anew."""

import hashlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
from psycopg2 import sql

from core.launch.state import ROOT
from core.launch.talk import Trouble

SCRIPTS = sorted((Path(__file__).parent / "sql").glob("*.sql"))
Sessions = dict[str, dict[str, str]]  # "ours" or "floor" → e-mail → session


def fingerprint() -> str:
    """Of the scripts and the year: the rows lie in the programme of the year in which they were made."""
    text = b"".join(path.read_bytes() for path in SCRIPTS) + str(date.today().year).encode()
    return hashlib.sha256(text).hexdigest()[:16]


def url_of(server: str, name: str) -> str:
    """The address of another database on the same server."""
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def ensure(server: str, people: int, env: Mapping[str, str], log: Path) -> tuple[str, Sessions]:
    """Have the database with that many people, up to date; returns its address and who is logged in."""
    name = f"bench_{people}"
    url = url_of(server, name)
    fill = not _is_filled(server, name)
    if fill:
        _make_empty(server, name)
        note(f"Making {people:,} people, once.")
    began = time.monotonic()
    sessions = _prepare(people if fill else 0, {**env, "DATABASE_URL": url}, log)
    if fill:
        _run(server, sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), sql.Literal(fingerprint())))
        note(f"  made in {time.monotonic() - began:.0f} s")
    return url, sessions


def _is_filled(server: str, name: str) -> bool:
    ask = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    return _run(server, ask, [name]) == fingerprint()


def _make_empty(server: str, name: str) -> None:
    _run(server, sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    _run(server, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _run(server: str, statement: object, values: object = None) -> object:
    connection = psycopg2.connect(server)
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None
    finally:
        connection.close()


def _prepare(people: int, env: Mapping[str, str], log: Path) -> Sessions:
    command = [sys.executable, "-m", "benchmarks.prepare", str(people)]
    with log.open("a") as errors:
        done = subprocess.run(command, cwd=ROOT, env=dict(env), stdout=subprocess.PIPE, stderr=errors, check=False)
    if done.returncode:
        raise Trouble("The data for the benchmarks could not be made.", f"{log} says why.")
    return json.loads(done.stdout.splitlines()[-1])


def connect(url: str) -> "psycopg2.extensions.connection":
    connection = psycopg2.connect(url, options="-c timezone=UTC")
    connection.autocommit = True
    return connection


def use(url: str) -> None:
    """Let the portal's own code in this process ask that database."""
    import django

    django.setup()
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = urlsplit(url).path.strip("/")


def base_env(env: Mapping[str, str]) -> dict[str, str]:
    """What every process of a run is told; whatever a production machine sets must not leak in."""
    wanted = {"PORTAL_MODE": "demo", "MESSAGE_CHANNEL": "console", "DJANGO_SETTINGS_MODULE": "serang_japan.settings"}
    # Everybody here comes from one address. They are counted as always, and nobody is turned away.
    wanted["REGISTRATIONS_PER_HOUR"] = "100000000"
    return {**os.environ, **env, **wanted}


def note(line: str) -> None:
    """Word for whoever waits; standard output is for the results alone."""
    print(line, file=sys.stderr, flush=True)

"""What a command writes, kept beside the tables and put back with one statement: half the tests begin with it.

The rows stand in a schema of their own, which neither a rollback nor a flush between tests reaches.
"""

from django.core.management import call_command
from django.db import connection

COLUMNS = """
    SELECT quote_ident(column_name) FROM information_schema.columns
    WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
"""


def keep(command: str) -> None:
    """Run the command on the empty test database, keep what it wrote, and leave the tables as they were."""
    with connection.cursor() as cursor:
        before = _filled(cursor)
        call_command(command, verbosity=0)
        written = sorted(_filled(cursor) - before)
        cursor.execute(f"DROP SCHEMA IF EXISTS {command} CASCADE; CREATE SCHEMA {command}")
        for table in written:
            cursor.execute(f'CREATE TABLE {command}."{table}" AS TABLE public."{table}"')
        cursor.execute("TRUNCATE " + ", ".join(f'public."{table}"' for table in written) + " CASCADE")
        assert _filled(cursor) == before, f"{command} writes into tables that others fill too"


def put_back(command: str) -> None:
    """The rows of the command, in the transaction of the test."""
    with connection.cursor() as cursor:
        cursor.execute(_statements(cursor, command))


def _filled(cursor) -> set[str]:
    """The tables that have rows. What triggers write (the history) comes back by the triggers."""
    tables = [name for name in connection.introspection.table_names(cursor) if not name.endswith("event")]
    cursor.execute(" UNION ALL ".join(f"(SELECT '{name}' FROM public.\"{name}\" LIMIT 1)" for name in tables))
    return {name for (name,) in cursor.fetchall()}


_ready: dict[str, str] = {}


def _statements(cursor, command: str) -> str:
    if command not in _ready:
        cursor.execute("SELECT table_name FROM information_schema.tables WHERE table_schema = %s", [command])
        lines = []
        for (table,) in cursor.fetchall():
            cursor.execute(COLUMNS, [table])
            columns = ", ".join(name for (name,) in cursor.fetchall())
            lines.append(f'INSERT INTO public."{table}" ({columns}) SELECT {columns} FROM {command}."{table}"')
        _ready[command] = "; ".join(lines)
    return _ready[command]

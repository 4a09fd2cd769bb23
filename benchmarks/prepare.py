"""Inside Django, in a process of its own: bring one database up to date, fill it when it is new, log people in.

    python -m benchmarks.prepare PEOPLE

The last line of its output are the sessions, as JSON. PEOPLE is 0 when the database is filled already.
"""

import json
import os
import sys
from datetime import date

import django

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"  # the floor's, as Django ships it


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serang_japan.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0)
    call_command("sync_roles", stdout=sys.stderr)
    call_command("load_reference", stdout=sys.stderr)
    people = int(sys.argv[1])
    users = _people_who_log_in()
    if people:
        fill(people)
        _settle()
    _open_registration()
    print(json.dumps(_sessions(users)))
    return 0


def _people_who_log_in():
    from demo.logins import create_logins

    return create_logins().values()


def fill(people: int) -> None:
    """Make the rows, all or nothing."""
    from django.db import connection, transaction

    from benchmarks.databases import SCRIPTS

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('bench.people', %s, true)", [str(people)])
        for script in SCRIPTS:
            cursor.execute(script.read_text())


def _settle() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")


def _open_registration() -> None:
    """Registration is open on the day of the measurement, whenever that is."""
    from django.utils import timezone

    from candidates.models import Programme

    today = timezone.localdate()
    if Programme.objects.current(today) is None:
        whole_year = {"opens_on": date(today.year, 1, 1), "closes_on": date(today.year, 12, 31)}
        Programme.objects.update_or_create(
            year=today.year, defaults={**whole_year, "ends_on": date(today.year, 12, 31)}
        )


def _sessions(users) -> dict[str, dict[str, str]]:
    from django.conf import settings

    ours = settings.AUTHENTICATION_BACKENDS[0]
    return {
        "ours": {user.email: _session(user, ours) for user in users},
        "floor": {user.email: _session(user, MODEL_BACKEND) for user in users},
    }


def _session(user, backend: str) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = backend
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session.session_key


if __name__ == "__main__":
    sys.exit(main())

"""Inside Django, in a process of its own: how many queries each page takes on one database.

    python -m benchmarks.counting EVENING

Prints one JSON object: case → number. The session and the user are counted, BEGIN, COMMIT and SAVEPOINT are not.
Whatever a POST wrote is taken back.
"""

import json
import os
import sys
from collections.abc import Callable
from unittest.mock import patch

TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
LIST, OWN, REPORT, REGISTRATION, SCORES = "list", "own page", "report", "registration POST", "score POST"


def main() -> int:
    import django
    from django.conf import settings

    django.setup()
    settings.ALLOWED_HOSTS = ["testserver"]
    print(json.dumps(counts(json.loads(sys.argv[1]))))
    return 0


def counts(given: dict) -> dict[str, int]:
    """`given` brings the two forms that are posted: a new person's, and an evening's."""
    from training import people

    pages = {f"{LIST}, 50 rows": lambda: page("lpk@demo.test", "/lpk/peserta/")}
    with patch.object(people, "PAGE", 5):
        few_rows = {f"{LIST}, 5 rows": counted(lambda: page("lpk@demo.test", "/lpk/peserta/"))}
    pages[OWN] = lambda: page("rina@demo.test", "/saya/")
    pages[f"{REPORT}, public"] = lambda: page(None, "/kemajuan/")
    pages[f"{REPORT}, leader's"] = lambda: page("kadis@demo.test", "/ringkasan/")
    pages[REGISTRATION] = lambda: post(None, "/daftar/periksa/", given["person"])
    pages[SCORES] = lambda: post("sensei@demo.test", given["evening"]["path"], given["evening"]["form"])
    return few_rows | {case: counted(ask) for case, ask in pages.items()}


def counted(ask: Callable[[], Callable[[], None]]) -> int:
    """The queries of one request, when the caches are warm."""
    from django.db import connection, transaction

    request = ask()
    with transaction.atomic():
        request()
        transaction.set_rollback(True)
    seen: list[str] = []
    with transaction.atomic():
        with connection.execute_wrapper(lambda execute, query, *rest: seen.append(query) or execute(query, *rest)):
            request()
        transaction.set_rollback(True)
    return sum(not query.lstrip().upper().startswith(TRANSACTION) for query in seen)


def page(email: str | None, path: str) -> Callable[[], None]:
    client = visitor(email)
    return lambda: answered(client.get(path), 200, path)


def post(email: str | None, path: str, form: dict) -> Callable[[], None]:
    client = visitor(email)
    return lambda: answered(client.post(path, form), 302, path)


def visitor(email: str | None):
    """A browser in which this person has logged in already: that is no part of the page."""
    from django.test import Client

    from accounts.models import User

    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    return client


def answered(response, status: int, path: str) -> None:
    if response.status_code != status:
        raise AssertionError(f"{path} answered {response.status_code} instead of {status}")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serang_japan.settings")
    sys.exit(main())

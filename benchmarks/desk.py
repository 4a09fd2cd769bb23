"""python -m benchmarks.desk: what an officer waits for when registrations are checked one after the other.

On the database that DATABASE_URL names, which holds a demo year. In one process, without network or browser; what is
done is rolled back. It prints the median and the 95th percentile of one step (the key, then the next person on the
screen) and the ratio to the page that says the portal is well.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import django

OFFICER, QUEUE = "disnaker@demo.test", "/admin/antrean/periksa/"
STEPS, BAR = 60, 200  # the bar is in milliseconds


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serang_japan.settings")
    django.setup()
    from django.db import transaction
    from django.test.utils import setup_test_environment

    setup_test_environment()
    bare: list[float] = []
    steps: list[float] = []
    while len(steps) < STEPS:  # the queue of a demo year is shorter than an hour's work
        with transaction.atomic():
            for list_, more in zip((bare, steps), measured(), strict=True):
                list_ += more
            transaction.set_rollback(True)
    median, worst = statistics.median(steps), statistics.quantiles(steps, n=20)[-1]
    ratio = median / statistics.median(bare)
    print(f"{len(steps)} steps: median {median:.1f} ms, p95 {worst:.1f} ms, {ratio:.1f} x a bare page, bar {BAR} ms")
    return 0 if worst <= BAR else 1


def measured() -> tuple[list[float], list[float]]:
    """Milliseconds of bare pages and of steps, one after the other in turn."""
    from django.test import Client

    from accounts.models import User

    client = Client()
    client.force_login(User.objects.get(email=OFFICER))
    page = client.get(QUEUE)
    bare: list[float] = []
    steps: list[float] = []
    while page.context.get("item") is not None:
        bare.append(clocked(lambda: client.get("/sehat/"))[0])
        typed = {
            "orang": page.context["item"].pk,
            "deed": "verify",
            "expected": page.context["expected"],
            "ke": page.context["count"],
        }
        spent, page = clocked(lambda typed=typed: client.post(QUEUE, typed, follow=True))
        steps.append(spent)
    return bare, steps


def clocked(deed: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    made = deed()
    return (time.perf_counter() - began) * 1000, made


if __name__ == "__main__":
    sys.exit(main())

"""The Celery worker, with the clock in it (`-B`) and threads: the lightest form for one machine."""

import sys

from core.launch.parent import leave_with_parent


def main() -> None:
    from celery.signals import beat_embedded_init
    from django.utils.module_loading import import_string

    app = import_string("serang_japan.celery.app")  # the root knows this package, not the other way round

    leave_with_parent()
    beat_embedded_init.connect(_leave_with_worker)  # the clock is a process of its own; two clocks must never tick
    app.start(["worker", "-B", "-P", "threads", "-c", "4", "--loglevel", "INFO", *sys.argv[1:]])


def _leave_with_worker(**kwargs: object) -> None:
    leave_with_parent()


if __name__ == "__main__":
    main()

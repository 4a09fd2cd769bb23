"""The Celery worker, with the clock in it (`-B`) and threads: the lightest form for one machine."""

import sys

from core.launch.parent import leave_with_parent


def main() -> None:
    from serang_japan.celery import app

    leave_with_parent()
    app.start(["worker", "-B", "-P", "threads", "-c", "4", "--loglevel", "INFO", *sys.argv[1:]])


if __name__ == "__main__":
    main()

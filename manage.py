#!/usr/bin/env python3
"""Django's commands. Without `DATABASE_URL` they use the database that `./run` uses, starting it if it does not run."""

import os
import sys
from collections.abc import Sequence


def django(arguments: Sequence[str]) -> None:
    from django.core.management import execute_from_command_line

    execute_from_command_line(list(arguments))


def main() -> int:
    from core.launch import managing
    from core.launch.talk import Trouble, tell

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serang_japan.settings")
    managing.inside_venv(sys.argv)
    try:
        managing.run(django, sys.argv)
    except Trouble as trouble:
        tell(trouble)
        return 1
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != "django":
            raise
        tell(Trouble("Django is not installed for this Python.", "Start ./run once: it makes .venv. Then try again."))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

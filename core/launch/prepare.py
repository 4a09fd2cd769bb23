"""Inside Django: bring database, static files and reference data up to date, saying what happens.

    python -m core.launch.prepare LOGFILE LOGINSFILE

The commands' own output goes to the log file. Each one may be repeated at any
time and does nothing the second time, so an interrupted one is simply run again.
"""

import gc
import io
import os
import sys
import time
import traceback
from pathlib import Path

from core.launch.talk import say

STEPS: tuple[tuple[str, str, dict[str, object]], ...] = (
    ("Database tables", "migrate", {"interactive": False}),
    ("Static files", "collectstatic", {"interactive": False}),
    ("Roles", "sync_roles", {}),
    ("Reference data", "load_reference", {}),
    ("Demo people", "seed_demo", {}),
)

TOLD = {"Demo people"}  # takes long enough that its progress is shown


class Told(io.TextIOBase):
    """Goes to the log, and each line to the person who waits."""

    def __init__(self, log: io.TextIOBase) -> None:
        self.log = log

    def write(self, text: str) -> int:
        if text.strip():
            say(f"    {text.strip()}")
        return self.log.write(text)

    def flush(self) -> None:
        self.log.flush()


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "serang_japan.settings")
    gc.set_threshold(50_000, 20, 50)  # rows by the thousand and hardly a ring: looking often costs an eighth
    with open(sys.argv[1], "a", encoding="utf-8") as log:
        try:
            _run(log)
            _write_logins(Path(sys.argv[2]))
        except Exception as error:
            traceback.print_exc(file=log)
            say(f"  failed: {type(error).__name__}: {error}")
            return 1
    return 0


def _run(log: io.TextIOBase) -> None:
    import django
    from django.core.management import call_command, get_commands

    django.setup()
    known = get_commands()
    for title, command, options in STEPS:
        if command not in known:
            continue
        began = time.monotonic()
        out = Told(log) if title in TOLD else log
        call_command(command, stdout=out, stderr=log, **options)
        say(f"  {title}: done in {time.monotonic() - began:.1f} s")


def _write_logins(path: Path) -> None:
    """What the launcher shows at the end: who can log in, and one thing to try as each."""
    from django.core.management import call_command, get_commands

    if "demo_logins" in get_commands():
        text = io.StringIO()
        call_command("demo_logins", stdout=text)
        path.write_text(text.getvalue())


if __name__ == "__main__":
    sys.exit(main())

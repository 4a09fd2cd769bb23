import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from reports.counting import progress


class Command(BaseCommand):
    help = "Where the programme stands, from the same query as the pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="The day to report on (default: today)."
        )
        parser.add_argument("--format", choices=["json"], default="json")
        parser.add_argument("--out", type=Path, metavar="FILE", help="Write to a file instead of the screen.")

    def handle(self, *args: Any, **options: Any) -> None:
        now = progress(on=options["on"])
        text = json.dumps(
            {
                "year": now.year,
                "on": now.on.isoformat(),
                "as_of": now.as_of.isoformat(timespec="seconds"),
                "departed": now.departed,
                "target": now.target,
                "remaining": now.remaining,
                "in_training": now.in_training,
                "ready": now.ready,
                "stages": now.stages,
            },
            indent=2,
        )
        if options["out"]:
            options["out"].write_text(text + "\n", encoding="utf-8")
        else:
            self.stdout.write(text)

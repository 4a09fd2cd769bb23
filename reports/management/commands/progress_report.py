from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.progress_report import report
from reports.writing import FORMATS, file_name


def formats(text: str) -> list[str]:
    """`pdf` or `json,pdf,xlsx`."""
    wanted = [name.strip() for name in text.split(",")]
    if unknown := [name for name in wanted if name not in FORMATS]:
        raise CommandError(f"Unknown format {', '.join(unknown)}. Choose from {', '.join(FORMATS)}.")
    return wanted


class Command(BaseCommand):
    help = "Where the programme stands, from the same query as the pages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--on", type=date.fromisoformat, metavar="DATE", help="The day to report on (default: today)."
        )
        parser.add_argument("--format", default="json", help="json, pdf or xlsx, or several: json,pdf,xlsx.")
        parser.add_argument(
            "--out",
            type=Path,
            metavar="FILE",
            help="Write to this file, its ending after the format. A folder gets a name by the day.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        wanted, out = formats(options["format"]), options["out"]
        if out is None and wanted != ["json"]:
            raise CommandError("PDF and Excel need --out FILE.")
        now = report(on=options["on"], inside=True)
        for name in wanted:
            content = FORMATS[name](now)
            if out is None:
                self.stdout.write(content.decode())
                continue
            path = out / file_name(now, name) if out.is_dir() else out.with_suffix(f".{name}")
            path.write_bytes(content)
            self.stderr.write(f"{path}")

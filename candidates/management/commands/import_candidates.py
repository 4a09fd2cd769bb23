"""`manage.py import_candidates FILE [--on DATE] [--report OUT.json]`: what a list from a kelurahan would bring."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from candidates.importing.codes import IMPORT, REJECT
from candidates.importing.preview import preview, write_report
from candidates.importing.rows import Checked
from core.refusal import Refused


class Command(BaseCommand):
    help = "Reads a list of people (.xlsx or .csv) and tells what becomes of each row, without changing anything."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--on", type=date.fromisoformat, help="the day to reckon with, for example 2026-08-03")
        parser.add_argument("--report", type=Path, help="write every row with its outcome to this file, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        told: Counter[str] = Counter()
        rows = self._counted(options["file"], options["on"] or timezone.localdate(), told)
        try:
            if options["report"]:
                write_report(rows, options["report"])
            else:
                for _row in rows:
                    pass
        except Refused as refusal:
            raise CommandError(" ".join(refusal.sentences())) from None
        self._tell(told)

    def _counted(self, path: Path, on: date, told: Counter[str]) -> Iterator[Checked]:
        for _record, row in preview(path, on=on):
            told.update([row.outcome, *row.reasons, *row.warnings])
            yield row

    def _tell(self, told: Counter[str]) -> None:
        """Counts only: what the terminal shows may be kept in a log."""
        self.stdout.write(f"{told.pop(IMPORT, 0)} can be imported, {told.pop(REJECT, 0)} cannot")
        for code, number in told.most_common():
            self.stdout.write(f"  {code}: {number}")

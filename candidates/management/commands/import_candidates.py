"""`manage.py import_candidates FILE [--commit] [--on DATE] [--report OUT.json]`: a list from a kelurahan."""

from collections import Counter, deque
from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from candidates.enums import ImportState, Outcome
from candidates.importing import accepting, batches
from candidates.importing.codes import IMPORT, REJECT
from candidates.importing.preview import AT_ONCE, preview, write_report
from candidates.importing.rows import Checked
from candidates.models import ImportBatch
from candidates.offer import offered
from core.refusal import Refused


class Command(BaseCommand):
    help = "Tells what becomes of each row of a list of people (.xlsx or .csv); changes nothing without --commit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--commit", action="store_true", help="register the people that can be imported")
        parser.add_argument("--on", type=date.fromisoformat, help="the day to reckon with, for example 2026-08-03")
        parser.add_argument("--report", type=Path, help="write every row with its outcome to this file, as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        told: Counter[str] = Counter()
        on = options["on"] or timezone.localdate()
        batch = _new_batch(options["file"], on) if options["commit"] else None
        try:
            rows = self._counted(batch, options["file"], on, told)
            write_report(rows, options["report"]) if options["report"] else deque(rows, maxlen=0)
            self._tell(told)
            if batch is not None:
                self._register(batch, on)
        except Refused as refusal:
            if batch is not None:
                batch.delete()
            raise CommandError(" ".join(refusal.sentences())) from None

    def _counted(self, batch: ImportBatch | None, path: Path, on: date, told: Counter[str]) -> Iterator[Checked]:
        read = preview(path, on=on)
        while chunk := list(islice(read, AT_ONCE)):
            if batch is not None:
                batches.store(batch, iter(chunk))
            for _record, row in chunk:
                told.update([row.outcome, *row.reasons, *row.warnings])
                yield row

    def _register(self, batch: ImportBatch, on: date) -> None:
        """Nobody can be asked here, so the first sector is taken for those who named none, and that is said."""
        people = batch.rows.filter(accepting.without_sector(on), can_import=True).count()
        sector = next(iter(offered(on).sectors)) if people else None
        if sector:
            self.stdout.write(f"  {people} name no sector: put down for {sector}, to be asked")
        accepting.register_rows(accepting.accept(batch, by=None, sector=sector, on=on), on=on)
        became = Counter(batch.rows.values_list("outcome", flat=True))
        self.stdout.write(f"{became[Outcome.DONE]} registered, {became[Outcome.REFUSED]} refused (list {batch.pk})")

    def _tell(self, told: Counter[str]) -> None:
        """Counts only: what the terminal shows may be kept in a log."""
        self.stdout.write(f"{told.pop(IMPORT, 0)} can be imported, {told.pop(REJECT, 0)} cannot")
        for code, number in told.most_common():
            self.stdout.write(f"  {code}: {number}")


def _new_batch(path: Path, on: date) -> ImportBatch:
    return ImportBatch.objects.create(key=uuid4(), name=path.name[:120], on=on, state=ImportState.READY)

"""`manage.py phone_list --class CODE --week 2026-W32 [--format csv]`: the weekend phone list on the screen."""

import csv
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.models import TrainingClass
from training.phone_list import PhoneList, Week, week_list

COLUMNS = ("trainee_no", "average", "allowed", "reason", "final")


class Command(BaseCommand):
    help = "Prints the phone list of a class and week."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--class", dest="code", required=True, help="code of the class")
        parser.add_argument("--week", required=True, help="ISO week, for example 2026-W32")
        parser.add_argument("--format", choices=("text", "csv"), default="text")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            week = Week.parse(options["week"])
        except ValueError:
            raise CommandError(f"{options['week']!r} is not a week. Write it like 2026-W32.") from None
        training_class = TrainingClass.objects.filter(code=options["code"]).first()
        if training_class is None:
            raise CommandError(f"There is no class with the code {options['code']!r}.")
        rows = list(lines_of(week_list(training_class, week)))
        if options["format"] == "csv":
            writer = csv.writer(self.stdout, lineterminator="\n")
            writer.writerows([COLUMNS, *rows])
            return
        for row in [COLUMNS, *rows]:
            self.stdout.write("  ".join(str(cell).ljust(10) for cell in row).rstrip())


def lines_of(phone_list: PhoneList) -> list[tuple[object, ...]]:
    """One line a trainee, in words that other programs may rely on."""
    final = yes_no(phone_list.final)
    lines: list[tuple[object, ...]] = []
    for line in phone_list.lines:
        verdict = line.verdict
        average = "" if verdict.shown is None else str(verdict.shown)
        reason = REASONS[verdict.reason].format(verdict.short_by)
        lines.append((line.seat.trainee_no, average, yes_no(verdict.allowed), reason, final))
    return lines


REASONS = {
    "": "",
    "too_few_days": "too few days",
    "below": "short by {}",
    "day_below": "a day short by {}",
}


def yes_no(value: bool) -> str:
    return "yes" if value else "no"

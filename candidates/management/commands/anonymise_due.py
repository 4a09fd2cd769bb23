"""Anonymise who was not selected and whose time is over; without --commit only say how many."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from candidates import retention


class Command(BaseCommand):
    help = "Anonymise people who were not selected, after the months set in their programme."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--commit", action="store_true", help="really do it; otherwise nothing changes")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["commit"]:
            self.stdout.write(f"{retention.anonymise_due()} people anonymised.")
        else:
            self.stdout.write(f"{retention.due().count()} people are due. Nothing was changed; --commit does it.")

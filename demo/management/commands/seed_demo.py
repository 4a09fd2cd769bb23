from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from demo.logins import create_logins
from demo.programme import tell


class Command(BaseCommand):
    help = "Demo people and a small programme, through the verbs. Only in demo mode; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="The day the demo is opened on.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people exist only in demo mode (PORTAL_MODE=demo).")
        with transaction.atomic():
            people = create_logins()
            registered = tell(people=people, on=options["on"] or timezone.localdate())
        self.stdout.write(f"{len(people)} logins, {registered} new registrations.")

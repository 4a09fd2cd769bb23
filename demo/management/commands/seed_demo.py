from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from demo import messages
from demo.logins import create_logins
from demo.programme import SMALLEST, tell


class Command(BaseCommand):
    help = "Demo people and a programme year, through the verbs. Only in demo mode; safe to run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--people", type=int, default=settings.DEMO_PEOPLE, metavar="N", help="How many people register."
        )
        parser.add_argument("--seed", type=int, default=2026, metavar="S", help="Another number, another year.")
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="The day the demo is opened on.")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo people exist only in demo mode (PORTAL_MODE=demo).")
        if settings.MESSAGE_CHANNEL != "console":
            raise CommandError("Demo people get no real messages: seed them with MESSAGE_CHANNEL=console.")
        today = timezone.localdate()
        on = options["on"] or today
        if on > today:
            raise CommandError(f"The verbs record nothing of the future: choose a day up to {today}.")
        if options["people"] < SMALLEST:
            raise CommandError(f"A year needs at least {SMALLEST} people.")
        with transaction.atomic():
            people = create_logins(on)
            told = tell(people=people, on=on, size=options["people"], seed=options["seed"], say=self._say)
        if told is None:
            self._say("The demo people are there already.")
            return
        sent = messages.deliver(self._say)
        self._say(
            f"{told.registered} registrations, {told.evenings} evenings, {told.departed} departures, {sent} messages."
        )
        for deed in told.refused:
            self.stderr.write(f"Refused: {deed}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

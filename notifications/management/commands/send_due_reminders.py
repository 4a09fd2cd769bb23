from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from notifications import reminders, sending


class Command(BaseCommand):
    help = "Queue every reminder that is due, and send what waits. What Celery beat does, by hand."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, help="the day to take for today, as 2026-11-24")

    def handle(self, *args: Any, on: date | None = None, **options: Any) -> None:
        for rule, number in reminders.queue_due(on).items():
            self.stdout.write(f"queued {rule}: {number}")
        for state, number in sorted(sending.deliver().items()):
            self.stdout.write(f"{state}: {number}")

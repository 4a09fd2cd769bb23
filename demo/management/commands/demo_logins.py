from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.hints import hint
from demo.logins import LOGINS, PASSWORD, told_for


class Command(BaseCommand):
    help = "Print who can log in to the demo, the one password, and one thing to try for each."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo logins exist only in demo mode.")
        self.stdout.write(f"Password of all: {PASSWORD}")
        today, told = timezone.localdate(), told_for()
        for login in LOGINS:
            self.stdout.write(f"  {login.email:<22} {login.role.label}: {hint(login, today)}")
        if told is not None and told < today:
            self.stdout.write(f"The example data were told for {told}; ./run --reset forgets them and tells today's.")

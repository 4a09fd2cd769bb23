from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo.hints import hint
from demo.logins import LOGINS, PASSWORD


class Command(BaseCommand):
    help = "Print who can log in to the demo, the one password, and one thing to try for each."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo logins exist only in demo mode.")
        self.stdout.write(f"Password of all: {PASSWORD}")
        today = timezone.localdate()
        for login in LOGINS:
            self.stdout.write(f"  {login.email:<22} {login.role.label}: {hint(login, today)}")

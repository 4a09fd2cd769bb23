from typing import Any

from django.core.management.base import BaseCommand

from core.reference import load_all


class Command(BaseCommand):
    help = "Load the reference data of every app. Safe to run again: what staff changed stays."

    def handle(self, *args: Any, **options: Any) -> None:
        load_all(self.stdout.write)

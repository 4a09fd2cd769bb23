"""`manage.py import_scores FILE --class CODE [--commit] [--report OUT.json] [--by E-MAIL]`: an old score book."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from core.refusal import Refused
from training.models import TrainingClass
from training.score_book.reading import read
from training.score_book.recording import Book, preview, record

# Who stands behind a book that was read in without saying by whom. Nobody can log in with it.
BOOK = {"email": "buku-nilai@portal.invalid"}


class Command(BaseCommand):
    help = "Reads a score book (CSV or Excel). Without --commit it only tells what would happen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--class", dest="code", required=True, help="code of the class")
        parser.add_argument("--commit", action="store_true", help="save the lines that can be taken")
        parser.add_argument("--report", type=Path, help="write every line with its outcome to this file, as JSON")
        parser.add_argument("--by", metavar="E-MAIL", help="who answers for this book")

    def handle(self, *args: Any, **options: Any) -> None:
        training_class = TrainingClass.objects.filter(code=options["code"]).first()
        if training_class is None:
            raise CommandError(f"There is no class with the code {options['code']!r}.")
        if not options["file"].is_file():
            raise CommandError(f"There is no file {options['file']}.")
        try:
            lines = read(options["file"])
        except Refused as refused:
            raise CommandError(" ".join(refused.sentences())) from None
        if options["commit"]:
            book = record(training_class, lines, by=person(options["by"]))
        else:
            book = preview(training_class, lines)
        if options["report"]:
            rows = [row.as_report() for row in book.rows]
            options["report"].write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")
        self._tell(book, options["commit"])

    def _tell(self, book: Book, saved: bool) -> None:
        """Numbers and codes only: what the terminal shows may be kept in a log."""
        outcomes = Counter(row.outcome for row in book.rows)
        self.stdout.write(f"{outcomes['import']} lines can be imported, {outcomes['reject']} cannot")
        codes = Counter(code for row in book.rows for code in [*row.reasons, *row.warnings])
        for code, number in codes.most_common():
            self.stdout.write(f"  {code}: {number}")
        deed = "saved" if saved else "would be saved (nothing was; add --commit)"
        done = f"{book.scores} scores, {book.attendances} attendances, {book.corrections} corrections"
        self.stdout.write(f"{done} {deed}")


def person(email: str | None) -> User:
    """The user with that e-mail address, or the book itself."""
    if email:
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            raise CommandError("There is no user with this e-mail address.")
        return user
    user = User.objects.filter(**BOOK).first()
    return user or User.objects.create_user(**BOOK, name="Buku nilai", is_active=False)

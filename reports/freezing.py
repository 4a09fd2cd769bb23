"""Reports that leave the house: frozen as they were, each with a code that anybody can check. F67."""

import json
import secrets
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core import check_codes
from core.check_codes import ALPHABET, LENGTH, Issued
from reports.models import FrozenReport, Target
from reports.progress_report import report
from reports.writing import as_json, for_print

if TYPE_CHECKING:
    from accounts.models import User


def freeze(*, by: "User | None" = None, on: date | None = None) -> FrozenReport:
    """Keep the report of that day for good, with a code. `by` is None when the clock does it.

    When nothing has changed since the last one of that day, that one is returned: pressing twice makes no second paper.
    """
    now = report(on=on, inside=True)
    numbers = json.loads(as_json(now))
    with transaction.atomic():
        Target.objects.select_for_update().first()  # two people press at once: the second one waits and finds it there
        last = FrozenReport.objects.filter(on=now.on).first()
        if last is not None and _without_time(last.numbers) == _without_time(numbers):
            return last
        code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
        fresh = FrozenReport(code=code, on=now.on, made_at=now.as_of, made_by=by, numbers=numbers)
        fresh.printed = for_print(now, code=fresh.shown_code)
        fresh.save()
        return fresh


@check_codes.finder
def find(code: str) -> Issued | None:
    """The report with this code, and what it said when it was made."""
    found = FrozenReport.objects.filter(code=code).first()
    if found is None:
        return None
    return Issued(_("Report on the progress"), (found.printed["sentence"], found.printed["as_of"]))


def _without_time(numbers: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in numbers.items() if name != "as_of"}

"""Erasing a person (UU 27/2022 art. 43 and 44): nothing that says who it was is left, and every count stays.

What stays is a nameless person with year of birth, sex and kelurahan, and a journey with its days and its number:
the report of the programme must not change. Ledgers keep their keys and codes.

Each app empties its own tables and files:

@erases
def certificates(candidate):
    blank(candidate.exemptions.all(), "evidence")
"""

import secrets
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.fields.files import FieldFile
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates import journey as journeys
from candidates.enums import CloseReason
from candidates.models import Candidate, Journey
from candidates.models.person import ERASED_PHONE
from core import history
from core.refusal import Gap, Refused

if TYPE_CHECKING:
    from accounts.models import User

GONE = "–"  # where a rule wants some text: that there was one stays visible
KEPT_ABROAD = 5  # years after the return: claims of a worker placed abroad (UU 18/2017), domain reference 6
Eraser = Callable[[Candidate], object]
_erasers: list[Eraser] = []


def erases(function: Eraser) -> Eraser:
    """Register what an app empties. It runs inside the transaction, before the person's own row is emptied."""
    if function not in _erasers:
        _erasers.append(function)
    return function


def erase(candidate: Candidate, *, by: "User | None", on: date | None = None) -> Candidate:
    """Empty everything personal about `candidate`. `by` is None for the clock (retention).

    An open journey ends as withdrawn first. Refused while the law still demands the data. Cannot be undone.
    """
    on = on or timezone.localdate()
    with transaction.atomic():
        locked = Candidate.objects.select_for_update().get(pk=candidate.pk)
        if locked.erased_at is not None:
            raise Refused(Gap("erased_already", _("This person's data have been deleted already.")))
        if locked.merged_into_id is not None:
            words = _("This record goes on as another one of the same person. Delete the data there.")
            raise Refused(Gap("merged", words))
        if kept := kept_until(locked, on):
            words = _("The data of who left for Japan are kept until %(day)s, as proof for claims (UU 18/2017).")
            raise Refused(Gap("kept_by_law", words % {"day": kept}))
        for journey in Journey.objects.open().filter(candidate=locked):
            journeys.close(journey, CloseReason.WITHDREW, by=by, on=on)
        for record in locked.records:
            for eraser in _erasers:
                eraser(record)
            _blank_person(record)
    candidate.refresh_from_db()
    return candidate


def kept_until(candidate: Candidate, on: date) -> str:
    """Until when the law wants the data of somebody who departed, in words; empty when they may go."""
    departed = candidate.journeys.filter(departed_on__isnull=False).values_list("returned_on", flat=True)
    if not departed:
        return ""
    if None in departed:
        return gettext("%(n)d years after the return") % {"n": KEPT_ABROAD}
    last = max(departed)
    # 29 February: the day after stands for it where there is none.
    until = date(last.year + KEPT_ABROAD, *((3, 1) if (last.month, last.day) == (2, 29) else (last.month, last.day)))
    return date_format(until) if until >= on else ""


def blank(rows: QuerySet[Any], *fields: str) -> None:
    """Overwrite these texts where there is one. Not emptied: a reason that a rule demands would be missing."""
    for field in fields:
        rows.exclude(**{field: ""}).update(**{field: GONE})


def delete_file(file: FieldFile) -> None:
    """Delete a stored file, once the rows that name it are gone for good."""
    storage, name = file.storage, file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))


def _blank_person(candidate: Candidate) -> None:
    """The row itself, and the old values that its history keeps."""
    values: dict[str, Any] = {
        "nik": _no_nik(),
        "name": str(_("Data deleted")),
        "birth_date": candidate.birth_date.replace(month=1, day=1),
        "phone": ERASED_PHONE,
        "address_outside": GONE if candidate.address_outside else "",
        "marital_status": "",
        "was_trainee": "",
    }
    Candidate.objects.filter(pk=candidate.pk).update(
        **values, nik_differs=False, access_code="", user=None, erased_at=timezone.now()
    )
    # After the row: changing it has just written its old values there.
    history.redact(candidate, **values)


def _no_nik() -> str:
    """Sixteen digits that are nobody's: no province has the code 00. Drawn by lot, so nothing leads back."""
    while True:
        number = "00" + "".join(secrets.choice("0123456789") for _place in range(14))
        if not Candidate.objects.filter(nik=number).exists():
            return number

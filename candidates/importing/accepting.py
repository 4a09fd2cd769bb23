"""Registering the people of a list, and taking the list back."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import Deed, ImportState, Origin, Outcome, Stage
from candidates.importing.batches import NOT_READY, delete_file
from candidates.importing.preview import AT_ONCE
from candidates.importing.rows import age_stands_in_the_way
from candidates.models import AccessLog, Candidate, ImportBatch, ImportRow, Journey, JourneyEvent, Programme, SectorWish
from candidates.offer import offered
from candidates.registration import CLOSED, Background, PersonData, register
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

TAKEN_BACK = Gap("list_taken_back", _("This list was already taken back, or it was never accepted."))
TOO_LATE = Gap(
    "list_forgotten", _("The cells of this list are deleted after 30 days; it cannot be taken back any more.")
)
CHANGED = _("The record was changed since.")
SECTOR_MISSING = Gap(
    "sector_missing", _("Choose the sector for those whose row names none. They are asked later."), beside="sector"
)


def without_sector(on: date) -> Q:
    """Of the rows of a list: those that name no sector which is offered on that day."""
    named = Q()
    for slug in offered(on).sectors:
        named |= Q(values__sectors__contains=[slug])
    return ~named


def accept(batch: ImportBatch, *, by: "User | None", sector: str | None = None, on: date | None = None) -> ImportBatch:
    """Decide that the people of this list are registered; `register_rows` does it, row by row.

    `sector` is for people whose row names none; nobody guesses it. Refused while registration is closed.
    """
    on = on or batch.on
    if Programme.objects.current(on) is None:
        raise Refused(CLOSED)
    with transaction.atomic():
        marked = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.READY).update(
            state=ImportState.ACCEPTING, accepted_at=timezone.now(), accepted_by=by, sector=sector, done=0,
            expected=_understood(batch).count(),
        )  # fmt: skip
        if not marked:
            raise SomebodyWasFirst(NOT_READY)
        # Asked when no row can be corrected any more; a refusal takes the mark back.
        if sector is None and batch.rows.filter(without_sector(on), can_import=True).exists():
            raise Refused(SECTOR_MISSING)
    batch.refresh_from_db()
    return batch


def register_rows(batch: ImportBatch, *, on: date | None = None) -> None:
    """Register everybody who can be. Each person is a transaction, so that a worker that was stopped goes on."""
    on = on or batch.on
    if batch.state != ImportState.ACCEPTING:
        return
    for row in _understood(batch).filter(outcome="").iterator(chunk_size=AT_ONCE):
        _register_one(batch, row, on)
        ImportBatch.objects.filter(pk=batch.pk).update(done=F("done") + 1)
    batch.state = ImportState.ACCEPTED
    batch.save(update_fields=["state"])
    delete_file(batch)


def _understood(batch: ImportBatch) -> models.QuerySet[ImportRow]:
    """Who can be imported, and who only has the wrong age: they read why, when the others are registered."""
    return batch.rows.filter(Q(can_import=True) | Q(reasons=[]))


def _register_one(batch: ImportBatch, row: ImportRow, on: date) -> None:
    values = row.values
    named = [slug for slug in values["sectors"] if slug in offered(on).sectors]
    sector = named[0] if named else batch.sector_id
    person = PersonData(
        nik=values["nik"],
        name=values["name"],
        birth_date=date.fromisoformat(values["birth_date"]),
        sex=values["sex"],
        phone=values["phone"],
        kelurahan_id=values["kelurahan_code"],
        nik_differs=values["nik_differs"],
    )
    try:
        if age := age_stands_in_the_way(values["birth_date"], on):
            raise Refused(Gap("age", age))
        if sector is None:
            raise Refused(SECTOR_MISSING)
        with transaction.atomic():
            # Nobody on a list has ticked anything: no consent, and so no message (UU 27/2022).
            made = register(
                person=person, sector=sector, consents=(), submission_key=batch.key, origin=Origin.IMPORT,
                by=batch.accepted_by, on=on, background=Background(education=values.get("education") or ""),
            )  # fmt: skip
            _write_wishes(made.journey, named)
            row.journey, row.outcome = made.journey, Outcome.DONE
            row.save(update_fields=["journey", "outcome"])
    except Refused as refusal:
        row.outcome, row.note = Outcome.REFUSED, " ".join(refusal.sentences())
        row.save(update_fields=["outcome", "note"])


def _write_wishes(journey: Journey, named: list[str]) -> None:
    """Only what the row named is a wish. The sector of a journey without one is asked later."""
    journey.wishes.all().delete()
    SectorWish.objects.bulk_create(
        SectorWish(journey=journey, sector_id=slug, rank=rank) for rank, slug in enumerate(named[:3], start=1)
    )


def take_back(batch: ImportBatch, *, by: "User") -> ImportBatch:
    """Erase the people whom this list brought. Whoever something happened to since is left, and named."""
    if batch.forgotten_on is not None:
        raise Refused(TOO_LATE)
    marked = ImportBatch.objects.filter(pk=batch.pk, state=ImportState.ACCEPTED).update(
        state=ImportState.UNDONE, undone_at=timezone.now(), undone_by=by
    )
    if not marked:
        raise SomebodyWasFirst(TAKEN_BACK)
    rows = list(batch.rows.filter(outcome=Outcome.DONE).values_list("pk", flat=True))
    for start in range(0, len(rows), AT_ONCE):
        _take_back_some(rows[start : start + AT_ONCE])
    batch.refresh_from_db()
    return batch


def _take_back_some(pks: list[int]) -> None:
    with transaction.atomic():
        rows = list(ImportRow.objects.filter(pk__in=pks).select_related("journey__candidate"))
        journeys = list(Journey.objects.select_for_update().filter(import_rows__in=rows))
        touched = _touched(journeys, rows)
        left: list[ImportRow] = []
        gone: list[ImportRow] = []
        for row in rows:
            row.note = str(touched.get(row.journey_id, "")) if row.journey_id else ""
            row.outcome = Outcome.LEFT if row.note else Outcome.TAKEN_BACK
            (left if row.note else gone).append(row)
        _erase([row.journey for row in gone if row.journey is not None])
        for row in gone:
            row.journey = None
        ImportRow.objects.bulk_update([*left, *gone], ["outcome", "note", "journey"])


MADE_BY_IMPORT: tuple[type[models.Model], ...] = (ImportRow, SectorWish)


def _touched(journeys: list[Journey], rows: list[ImportRow]) -> dict[int | None, object]:
    """Journey → what happened to it since, in words. Whatever refers to a person or journey counts, in every app."""
    found: dict[int | None, object] = {}
    of_person = {journey.candidate_id: journey.pk for journey in journeys}
    for relation, keys in ((Candidate, of_person), (Journey, {journey.pk: journey.pk for journey in journeys})):
        for each in relation._meta.related_objects:
            model: Any = each.related_model
            if model in MADE_BY_IMPORT:
                continue
            refers = model._base_manager.filter(**{f"{each.field.name}__in": list(keys)})
            if model is JourneyEvent:
                refers = refers.exclude(deed=Deed.REACHED, stage=Stage.REGISTERED)
            elif model is AccessLog:  # a look is no change
                refers = refers.filter(what=AccessLog.NEW_CODE)
            elif model is Journey:
                refers = refers.exclude(pk__in=of_person.values())
            for key in refers.values_list(each.field.attname, flat=True):
                found.setdefault(keys[key], _("Since then: %(what)s.") % {"what": model._meta.verbose_name_plural})
    for row in rows:
        if row.journey is not None and _differs(row):
            found.setdefault(row.journey_id, CHANGED)
    return found


def _differs(row: ImportRow) -> bool:
    assert row.journey is not None
    person = row.journey.candidate
    now = (person.name, person.nik, person.birth_date.isoformat(), person.phone, person.kelurahan_id)
    then = tuple(row.values.get(name) for name in ("name", "nik", "birth_date", "phone", "kelurahan_code"))
    return now != then or person.user_id is not None


def _erase(journeys: list[Journey]) -> None:
    people = [journey.candidate_id for journey in journeys]
    Journey.objects.filter(pk__in=[journey.pk for journey in journeys]).delete()
    Candidate.objects.filter(pk__in=people).delete()
    # The history of a record that should never have been here is no history.
    history: Any = Candidate.history.rel.related_model  # type: ignore[attr-defined]
    history._base_manager.filter(pgh_obj__in=people).delete()

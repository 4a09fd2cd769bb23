"""A list on its way in: received, read, corrected, accepted. Nobody is registered before it is accepted."""

import uuid
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from django.core.files import File
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates.enums import ImportState
from candidates.importing.cells import EPOCH_1900, as_text, read_day
from candidates.importing.codes import in_order
from candidates.importing.preview import AT_ONCE, Read, Twice, known, preview
from candidates.importing.rows import Checked, Values, age_stands_in_the_way, check
from candidates.models import ImportBatch, ImportRow
from core.refusal import Gap, Refused, SomebodyWasFirst

if TYPE_CHECKING:
    from accounts.models import User

KEPT_FOR = timedelta(days=30)  # how long cells are kept: for corrections, and to take a list back
NOBODY = Gap("nobody_found", _("No person was found in this file. A header row with “Nama” and “NIK” is needed."))
NOT_READY = Gap("list_not_ready", _("Somebody else has accepted this list, or it is still being read."))
TWICE = {"duplicate_in_file", "duplicate_registered"}


def receive(file: File, *, name: str, key: uuid.UUID, by: "User | None", on: date | None = None) -> ImportBatch:
    """Keep the file where no address leads, under a name that says nothing. The same form twice is one list."""
    batch, is_new = ImportBatch.objects.get_or_create(
        key=key, defaults={"name": name[:120], "on": on or timezone.localdate(), "by": by}
    )
    if is_new:
        batch.file.save(f"{key}{Path(name).suffix.lower()[:6]}", file)
    return batch


def read(batch: ImportBatch) -> None:
    """Read and check every row. Done again from the beginning when a worker was stopped half-way."""
    if batch.state != ImportState.READING:
        return
    batch.rows.all().delete()
    try:
        with _on_disk(batch) as path:
            store(batch, preview(path, on=batch.on, progress=lambda rows, of: _progress(batch, rows, of)))
        if not batch.rows.exists():
            raise Refused(NOBODY)
    except Refused as refusal:
        batch.state, batch.note = ImportState.FAILED, " ".join(refusal.sentences())
        delete_file(batch)
    else:
        batch.state = ImportState.READY
    batch.save(update_fields=["state", "note"])


def store(batch: ImportBatch, rows: Iterator[Read]) -> None:
    while chunk := list(islice(rows, AT_ONCE)):
        ImportRow.objects.bulk_create(
            ImportRow(
                batch=batch,
                sheet=checked.sheet[:60],
                row=checked.row,
                cells={name: plain(name, value, record.epoch) for name, value in record.cells.items()},
                **_findings(checked, batch.on),
            )
            for record, checked in chunk
        )


def _findings(checked: Checked, on: date) -> dict[str, Any]:
    return {
        "values": vars(checked.values),
        "reasons": checked.reasons,
        "warnings": checked.warnings,
        "nik": checked.values.nik or "",
        "can_import": _can_import(checked.reasons, checked.values.birth_date, on),
    }


def _can_import(reasons: list[str], birth_date: str | None, on: date) -> bool:
    return not reasons and not age_stands_in_the_way(birth_date, on)


def plain(name: str, value: object, epoch: date = EPOCH_1900) -> object:
    """A cell as JSON keeps it. A number stays a number: whether a NIK was one decides if it can be trusted."""
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, int | float) and name == "birth_date" and epoch != EPOCH_1900:
        day = read_day(value, on=date.max, epoch=epoch)
        return day.isoformat() if day else value
    if isinstance(value, float) and value != value:
        return None
    if value is None or isinstance(value, bool | int | float):
        return value
    return None if isinstance(value, time | timedelta) else str(value).replace("\0", "")[:500]


def _progress(batch: ImportBatch, rows: int, of: int) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(done=F("done") + rows, expected=of)


def _on_disk(batch: ImportBatch) -> Any:
    """The file's path, also when it is stored elsewhere than on this machine."""
    return _Path(batch.file)


class _Path:
    def __init__(self, file: Any) -> None:
        self.copy = NamedTemporaryFile(suffix=Path(file.name).suffix)  # noqa: SIM115 - closed in __exit__
        with file.open("rb") as stored:
            for chunk in stored.chunks():
                self.copy.write(chunk)
        self.copy.flush()

    def __enter__(self) -> Path:
        return Path(self.copy.name)

    def __exit__(self, *error: object) -> None:
        self.copy.close()


def delete_file(batch: ImportBatch) -> None:
    if batch.file:
        batch.file.delete(save=False)
        batch.save(update_fields=["file"])


def shown(row: ImportRow, name: str) -> str:
    """What a page shows of a cell. A NIK that lost its digits is not shown: it has to be typed from the KTP."""
    cells = row.cells
    if name == "nik" and "nik_precision_lost" in row.reasons:
        return ""
    if name == "birth_date":
        return as_text(cells.get(name)) or as_text(cells.get("place_and_day"))
    if name == "sex":
        return as_text(cells.get(name)) or row.values.get("sex") or ""
    return as_text(cells.get(name))


def correct(row: ImportRow, typed: Mapping[str, str], *, as_on_ktp: bool = False) -> ImportRow:
    """Put in what was typed, and check again: this row, and those whose NIK it had or has now.

    `as_on_ktp`: the KTP really shows another birth date or sex than the NIK; an officer compares it with the original.
    """
    with transaction.atomic():
        batch = ImportBatch.objects.select_for_update().get(pk=row.batch_id)
        if batch.state != ImportState.READY:
            raise SomebodyWasFirst(NOT_READY)
        changed = {name: text for name, text in typed.items() if text != shown(row, name)}
        before = row.nik
        told = {f"{name}_{word}" for name in changed for word in ("from", "above")}  # what was typed says it now
        cells = {name: cell for name, cell in row.cells.items() if name not in told}
        row.cells = {name: cell for name, cell in {**cells, **changed}.items() if cell not in ("", None)}
        row.cells["as_on_ktp"] = as_on_ktp
        checked = check(row.cells, known(), on=batch.on)
        for name, finding in _findings(checked, batch.on).items():
            setattr(row, name, finding)
        row.save()
        for nik in {before, row.nik} - {""}:
            _mark_again(batch, nik)
    row.refresh_from_db()
    return row


def _mark_again(batch: ImportBatch, nik: str) -> None:
    twice = Twice()
    for row in batch.rows.filter(nik=nik):
        codes = set(row.reasons) - TWICE
        checked = Checked(row.sheet, row.row, Values(nik=nik), in_order(codes), row.warnings)
        twice.mark([checked])
        row.reasons = checked.reasons
        row.can_import = _can_import(row.reasons, row.values.get("birth_date"), batch.on)
        row.save(update_fields=["reasons", "can_import"])


def forget(on: date | None = None) -> None:
    """After thirty days the cells of a list are deleted, and a list that nobody accepted altogether."""
    on = on or timezone.localdate()
    old = ImportBatch.objects.filter(at__date__lte=on - KEPT_FOR, forgotten_on=None)
    for batch in old:
        delete_file(batch)
        if batch.accepted_at is None:
            batch.delete()
            continue
        batch.rows.update(cells={}, values={}, nik="")
        batch.forgotten_on = on
        batch.save(update_fields=["forgotten_on"])

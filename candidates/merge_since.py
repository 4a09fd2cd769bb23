"""What came to a joined record since, and with whom it is when the joining is taken back."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from candidates import merge_ways
from candidates.merge_ways import Way
from candidates.models import Candidate, Journey, MergeRecord


@dataclass(frozen=True)
class Since:
    """Rows of one table that will be one person's. `named` says which, where a row has a name."""

    way: Way
    person: Candidate
    number: int
    named: tuple[str, ...]


def came_since(record: MergeRecord) -> list[Since]:
    """By table: what belongs to a person stays with the one that goes on, what belongs to a registration goes with it.

    Nothing of a record from before the keys were noted.
    """
    people = {person.pk: person for person in (record.kept, record.gone)}
    found = []
    for way in merge_ways.ways():
        mark = record.newest.get(way.model._meta.label, 0 if record.newest else None)
        if mark is None or way.model is Candidate or not (way.pick is not None or way.along):
            continue
        rows = list(_rows_of(way, record, mark))
        for pk, number in Counter(owner for owner, _row in rows).items():
            named = tuple(str(way.says(row)) for owner, row in rows if owner == pk) if way.says else ()
            found.append(Since(way, people[pk], number, named))
    return found


def _rows_of(way: Way, record: MergeRecord, mark: int) -> Iterator[tuple[int, Any]]:
    """Whose a row will be, and the row."""
    rows = way.model._base_manager.filter(pk__gt=mark).order_by("pk")
    if way.along:
        owners = _owners_of_journeys(record)
        for row in rows.filter(**{f"{way.field}__in": list(owners)}):
            yield owners[getattr(row, f"{way.field}_id")], row
        return
    for person in (record.kept, record.gone):
        for row in rows.filter(**{way.field: way.owner(person)}):
            yield person.pk, row


def _owners_of_journeys(record: MergeRecord) -> dict[int, int]:
    """Journey → whose it is again afterwards."""
    label = "candidates.Journey.candidate"
    back = {pk: move["old"] for move in record.moved if move["what"] == label for pk in move["rows"]}
    journeys = Journey.objects.filter(candidate__in=(record.kept_id, record.gone_id))
    return {pk: back.get(pk, owner) for pk, owner in journeys.values_list("pk", "candidate_id")}

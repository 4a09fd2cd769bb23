"""Saving an evening of 25 trainees × 6 scores onto rows that are there, against one upsert written by hand."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

from benchmarks.bench import BASE, Bench, Site, flat
from benchmarks.databases import connect
from benchmarks.measuring import Cell, measure, timed
from benchmarks.results import Line
from benchmarks.web import Visitor, expect, warm

TRAINER = "sensei@demo.test"
EVENING = """
SELECT max(day)::date FROM generate_series(current_date - 7, current_date - 1, '1 day') AS day
WHERE extract(isodow FROM day) < 6 AND day::date NOT IN (SELECT day FROM training_holiday)
"""
SEATS = """
SELECT enrolment.id FROM training_enrolment AS enrolment JOIN candidates_journey AS journey ON journey.id = journey_id
JOIN training_trainingclass AS class ON class.id = training_class_id WHERE class.code = %s AND closed_on IS NULL
"""


@dataclass(frozen=True)
class Evening:
    """One class on one day, with the scores that are typed: two sets in turn, so that each save changes all cells."""

    site: Site
    code: str
    day: date
    seats: list[int]
    criteria: list[int]

    def scores(self, turn: int) -> dict[tuple[int, int], int]:
        cells = itertools.product(self.seats, self.criteria)
        return {cell: 60 + (number + turn * 7) % 40 for number, cell in enumerate(cells)}

    def form(self, turn: int) -> dict[str, object]:
        attendance = {f"h-{seat}": "hadir" for seat in self.seats}
        return attendance | {f"n-{seat}-{criterion}": value for (seat, criterion), value in self.scores(turn).items()}


def run(bench: Bench, size: int) -> Iterator[Line]:
    large, small = bench.site(size), bench.site(BASE)
    ours = portal_cell("ours", large.ours(TRAINER), evening(large, "UJI-1"))
    floor = bare_cell("floor", large.floor(TRAINER), evening(large, "UJI-2"))
    among_few = portal_cell("thousand", small.ours(TRAINER), evening(small, "UJI-5"))
    warm(ours, floor, among_few)
    measure(ours, floor, among_few)
    yield Line("grid", "POST of 25 × 6", ours.ms, floor.ms, 1.6, size)
    yield Line("grid", f"POST, against {BASE:,} people", ours.ms, among_few.ms, flat(size), size)
    statement, upsert = statements(large)
    measure(statement, upsert, batch=10)
    yield Line("grid", "its statement", statement.ms, upsert.ms, 1.5, size)


def evening(site: Site, code: str) -> Evening:
    with connect(site.url) as connection, connection.cursor() as cursor:
        cursor.execute(EVENING)
        day = cursor.fetchone()[0]
        cursor.execute(SEATS, [code])
        seats = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("SELECT id FROM training_criterion WHERE is_active ORDER BY position, id LIMIT 6")
        criteria = [pk for (pk,) in cursor.fetchall()]
    return Evening(site, code, day, seats, criteria)


def version(sheet: Evening) -> int:
    """Of the evening as it is on file: 0 when nobody has entered anything."""
    with connect(sheet.site.url) as connection, connection.cursor() as cursor:
        cursor.execute(
            "SELECT version FROM training_evening WHERE day = %s AND training_class_id = "
            "(SELECT id FROM training_trainingclass WHERE code = %s)",
            [sheet.day, sheet.code],
        )
        row = cursor.fetchone()
        return row[0] if row else 0


def portal_cell(name: str, visitor: Visitor, sheet: Evening) -> Cell:
    versions = itertools.count(version(sheet))
    path = f"/pelatihan/{sheet.code}/{sheet.day}/"

    def once() -> float:
        number = next(versions)
        form = sheet.form(number % 2) | {"versi": number}
        return expect(visitor.post(path, form), 302, path).seconds

    return Cell(name, once, lambda: began(visitor, once))


def bare_cell(name: str, visitor: Visitor, sheet: Evening) -> Cell:
    turns = itertools.cycle((0, 1))
    path = f"/grid/{sheet.code}/{sheet.day}/"

    def once() -> float:
        return expect(visitor.post(path, sheet.form(next(turns))), 302, path).seconds

    return Cell(name, once, lambda: began(visitor, once))


def began(visitor: Visitor, once) -> None:
    visitor.reconnect()
    once()


def statements(site: Site) -> tuple[Cell, Cell]:
    """The statement that saves an evening with its history, and the upsert alone, each on a class of its own."""
    import django

    django.setup()
    from benchmarks.floor.grid import UPSERT
    from core.prepared import array
    from training.scoring import SAVE

    ours, floor = evening(site, "UJI-3"), evening(site, "UJI-4")
    cursor = connect(site.url).cursor()
    cursor.execute("SELECT id FROM accounts_user WHERE email = %s", [TRAINER])
    by = cursor.fetchone()[0]
    cursor.execute("SELECT id FROM training_trainingclass WHERE code = 'UJI-3'")
    known = {"class": cursor.fetchone()[0], "by": by, "day": ours.day, "now": datetime.now(UTC), "reason": ""}
    seats = {"seats": ours.seats, "statuses": ["hadir"] * len(ours.seats)}
    versions, turns = itertools.count(version(ours)), itertools.cycle((0, 1))

    def save() -> float:
        number = next(versions)
        lists = seats | columns(ours, number % 2)
        lists["sources"] = ["typed"] * len(lists["values"])

        def once() -> None:
            values = known | {"version": number} | {name: array(values) for name, values in lists.items()}
            SAVE.run(cursor, values)

        return timed(once)

    def upsert() -> float:
        values = {"by": by, "day": floor.day} | columns(floor, next(turns))
        return timed(lambda: cursor.execute(UPSERT, values))

    for _ in range(10):
        save(), upsert()
    return Cell("ours", save), Cell("floor", upsert)


def columns(sheet: Evening, turn: int) -> dict[str, list]:
    scores = sheet.scores(turn)
    seats, criteria = zip(*scores, strict=True)
    return {"enrolments": [*seats], "criteria": [*criteria], "values": [*scores.values()]}

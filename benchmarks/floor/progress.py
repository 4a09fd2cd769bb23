"""The counted number, by SQL written by hand on the indexes that are there."""

from datetime import date

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

TARGET = """
SELECT target.id, target.number FROM reports_target AS target
JOIN candidates_programme AS programme ON programme.id = target.programme_id
WHERE programme.year = %s AND decided_on <= %s ORDER BY decided_on DESC, target.id DESC LIMIT 1
"""
STAGES = """
SELECT stage, count(*) FROM candidates_journey
WHERE programme_id = (SELECT id FROM candidates_programme WHERE year = %s) AND registered_on <= %s GROUP BY stage
"""
DEPARTED = """
SELECT count(*) FROM placements_departure AS departure
JOIN candidates_journey AS journey ON journey.id = departure.journey_id
WHERE cancelled_at IS NULL AND confirmed_at IS NOT NULL AND flight_on BETWEEN %s AND %s
    AND departed_on IS NOT NULL AND origin <> 'alumni'
    AND scheme_id IN (SELECT scheme_id FROM reports_target_schemes WHERE target_id = %s)
"""
READY = ("qualified", "offered", "contract", "coe", "visa")


def counted(on: date) -> dict[str, int | None]:
    with connection.cursor() as cursor:
        cursor.execute(TARGET, [on.year, on])
        target, number = cursor.fetchone() or (None, None)
        cursor.execute(STAGES, [on.year, on])
        stages = dict(cursor.fetchall())
        cursor.execute(DEPARTED, [date(on.year, 1, 1), on, target])
        departed = cursor.fetchone()[0]
    ready = sum(stages.get(stage, 0) for stage in READY)
    return {"departed": departed, "target": number, "training": stages.get("training", 0), "ready": ready}


def progress(request: HttpRequest) -> HttpResponse:
    numbers = counted(timezone.localdate())
    rows = "".join(f"<tr><th>{name}<td>{number}" for name, number in numbers.items())
    return HttpResponse(f'<!doctype html><html lang="id"><title>Kemajuan</title><table>{rows}</table></html>')

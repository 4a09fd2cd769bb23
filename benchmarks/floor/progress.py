"""The public report: what it says, asked in SQL written by hand on the indexes that are there, in one trip."""

import json
from collections import Counter
from datetime import date

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

ASKED = """
SELECT json_build_object(
'target', (
    SELECT json_build_object('number', number, 'schemes',
        (SELECT array_agg(scheme_id) FROM reports_target_schemes WHERE target_id = target.id))
    FROM reports_target AS target JOIN candidates_programme AS programme ON programme.id = target.programme_id
    WHERE programme.year = %(year)s AND decided_on <= %(on)s ORDER BY decided_on DESC, target.id DESC LIMIT 1),
'departed', (SELECT json_agg(row) FROM (
    SELECT extract(year FROM flight_on)::int, extract(month FROM flight_on)::int, scheme_id, sector_id, count(*)
    FROM placements_departure AS departure JOIN candidates_journey AS journey ON journey.id = departure.journey_id
    WHERE cancelled_at IS NULL AND confirmed_at IS NOT NULL AND flight_on <= %(on)s AND departed_on IS NOT NULL
        AND origin <> 'alumni'
    GROUP BY 1, 2, 3, 4) AS row (year, month, scheme, sector, number)),
'stages', (SELECT json_agg(row) FROM (
    SELECT stage, sector_id, count(*) FROM candidates_journey
    WHERE programme_id = (SELECT id FROM candidates_programme WHERE year = %(year)s) AND registered_on <= %(on)s
    GROUP BY stage, sector_id) AS row (stage, sector, number)),
'alumni', (SELECT json_agg(row) FROM (
    SELECT extract(year FROM departed_on)::int, count(*) FROM candidates_journey
    WHERE origin = 'alumni' AND departed_on <= %(on)s GROUP BY 1) AS row (year, number)),
'corrections', (SELECT json_agg(row) FROM (
    SELECT (cancelled_at AT TIME ZONE 'Asia/Jakarta')::date, count(*) FROM placements_departure
    WHERE confirmed_at IS NOT NULL AND (cancelled_at AT TIME ZONE 'Asia/Jakarta')::date <= %(on)s
        AND flight_on BETWEEN make_date(%(year)s, 1, 1) AND make_date(%(year)s, 12, 31)
    GROUP BY 1) AS row (day, number)),
'under_way', (SELECT json_agg(row) FROM (
    SELECT scheme_id, stage, CASE stage WHEN 'training' THEN training_on WHEN 'qualified' THEN qualified_on
        WHEN 'offered' THEN offered_on WHEN 'contract' THEN contract_on WHEN 'coe' THEN coe_on ELSE visa_on END,
        count(*)
    FROM candidates_journey WHERE stage IN ('training', 'qualified', 'offered', 'contract', 'coe', 'visa')
    GROUP BY 1, 2, 3) AS row (scheme, stage, since, number)),
'finished', (SELECT json_agg(row) FROM (
    SELECT scheme_id, registered_on, verified_on, reserved_on, selected_on, training_on, qualified_on, offered_on,
        contract_on, coe_on, visa_on, departed_on
    FROM candidates_journey WHERE departed_on <= %(on)s AND origin <> 'alumni'
    ORDER BY departed_on DESC, id DESC LIMIT 200) AS row),
'sectors', (SELECT json_agg(row) FROM (
    SELECT slug, name FROM candidates_sector ORDER BY position) AS row (slug, name)))
"""
READY = ("qualified", "offered", "contract", "coe", "visa")
WAITING = ("registered", "verified", "reserve", "selected")


def counted(on: date) -> dict[str, object]:
    with connection.cursor() as cursor:
        cursor.execute(ASKED, {"year": on.year, "on": on})
        found = cursor.fetchone()[0]
    found = json.loads(found) if isinstance(found, str) else found
    target = found["target"] or {"number": None, "schemes": []}
    now = [row for row in found["departed"] or [] if row["year"] == on.year and row["scheme"] in target["schemes"]]
    months, sectors, stages, by_sector = Counter(), Counter(), Counter(), Counter()
    for row in now:
        months[row["month"]] += row["number"]
        sectors[row["sector"]] += row["number"]
    for row in found["stages"] or []:
        stages[row["stage"]] += row["number"]
        by_sector[row["sector"], row["stage"]] += row["number"]
    return {
        "departed": sum(months.values()),
        "target": target["number"],
        "stages": dict(stages),
        "months": [months[month] for month in range(1, 13)],
        "sectors": [
            {
                "slug": sector["slug"],
                "departed": sectors[sector["slug"]],
                "ready": sum(by_sector[sector["slug"], stage] for stage in READY),
                "in_training": by_sector[sector["slug"], "training"],
                "waiting": sum(by_sector[sector["slug"], stage] for stage in WAITING),
            }
            for sector in found["sectors"]
        ],
    }


def progress(request: HttpRequest) -> HttpResponse:
    numbers = counted(timezone.localdate())
    rows = "".join(f"<tr><th>{name}<td>{number}" for name, number in numbers.items())
    body = f'<!doctype html><html lang="id"><title>Kemajuan</title><table>{rows}</table></html>'
    return HttpResponse(json.dumps(numbers) if "json" in request.GET else body)

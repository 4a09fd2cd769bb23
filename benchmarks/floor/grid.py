"""An evening of scores: each cell checked, then one upsert written by hand. No history, no second trainer."""

from decimal import Decimal, InvalidOperation

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect

SEATS = """
SELECT enrolment.id FROM training_enrolment AS enrolment
JOIN training_trainingclass AS class ON class.id = enrolment.training_class_id WHERE class.code = %s
"""
UPSERT = """
INSERT INTO training_score AS known (enrolment_id, day, criterion_id, value, source, entered_by_id, entered_at)
SELECT enrolment_id, %(day)s, criterion_id, value, 'typed', %(by)s, now()
FROM unnest(%(enrolments)s::bigint[], %(criteria)s::bigint[], %(values)s::numeric[])
    AS typed (enrolment_id, criterion_id, value)
ON CONFLICT (enrolment_id, day, criterion_id) DO UPDATE SET value = excluded.value, source = excluded.source,
    entered_by_id = excluded.entered_by_id, entered_at = excluded.entered_at
"""


def save(request: HttpRequest, code: str, day: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    with connection.cursor() as cursor:
        cursor.execute(SEATS, [code])
        seats = {pk for (pk,) in cursor.fetchall()}
        try:
            cells = [_cell(name, text, seats) for name, text in request.POST.items() if name.startswith("n-")]
        except (InvalidOperation, ValueError):
            return HttpResponse("?", status=422)
        enrolments, criteria, values = zip(*cells, strict=True)
        given = {"enrolments": [*enrolments], "criteria": [*criteria], "values": [*values]}
        cursor.execute(UPSERT, {"day": day, "by": request.user.pk, **given})
    return HttpResponseRedirect(request.path)


def _cell(name: str, text: str, seats: set[int]) -> tuple[int, int, Decimal]:
    _n, enrolment, criterion = name.split("-")
    value = Decimal(text.replace(",", "."))
    if int(enrolment) not in seats or not 0 <= value <= 100:
        raise ValueError(name)
    return int(enrolment), int(criterion), value

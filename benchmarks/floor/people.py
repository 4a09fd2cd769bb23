"""The people list: one SQL string, and string formatting."""

from datetime import date
from html import escape

from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

PAGE = 50
MONTHS = ("", "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
          "November", "Desember")  # fmt: skip
STAGES = {
    "registered": "Terdaftar",
    "verified": "Terverifikasi",
    "reserve": "Cadangan",
    "selected": "Terpilih",
    "training": "Dalam pelatihan",
    "qualified": "Bukti lengkap",
    "offered": "Lulus wawancara",
    "contract": "Kontrak",
    "coe": "COE terbit",
    "visa": "Visa terbit",
    "departed": "Berangkat",
    "arrived": "Tiba",
    "returned": "Pulang",
    "closed": "Ditutup",
}
PEOPLE = """
SELECT journey.id, candidate.name, journey.registration_no, candidate.phone, sector.name, (
        SELECT class.name FROM training_enrolment AS enrolment
        JOIN training_trainingclass AS class ON class.id = enrolment.training_class_id
        WHERE enrolment.journey_id = journey.id ORDER BY enrolment.from_on DESC LIMIT 1),
    journey.registered_on, journey.stage
FROM candidates_journey AS journey
JOIN candidates_candidate AS candidate ON candidate.id = journey.candidate_id
JOIN candidates_sector AS sector ON sector.slug = journey.sector_id
{where}
ORDER BY journey.registered_on DESC, journey.id DESC
LIMIT 51
"""
FIRST = PEOPLE.format(where="")
AFTER = PEOPLE.format(where="WHERE (journey.registered_on, journey.id) < (%s, %s)")


def people(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    after = request.GET.get("setelah", "")
    with connection.cursor() as cursor:
        if after:
            day, _dot, pk = after.partition(".")
            cursor.execute(AFTER, [date.fromisoformat(day), int(pk)])
        else:
            cursor.execute(FIRST)
        rows = cursor.fetchall()
        cursor.execute("SELECT slug, name FROM candidates_sector ORDER BY position")
        sectors = cursor.fetchall()
    return HttpResponse(page(rows, sectors))


def page(rows: list[tuple], sectors: list[tuple[str, str]]) -> str:
    following = f'<a href="?setelah={rows[PAGE - 1][6]}.{rows[PAGE - 1][0]}">Berikutnya</a>' if len(rows) > PAGE else ""
    return (
        '<!doctype html><html lang="id"><title>Peserta</title><h1>Peserta</h1><form method="get">'
        f"{options('tahap', STAGES.items())}{options('bidang', sectors)}<button>Tampilkan</button></form>"
        "<table><thead><tr><th>Nama<th>Nomor<th>HP<th>Bidang<th>Kelas<th>Mendaftar<th>Tahap</thead><tbody>"
        f"{''.join(map(line, rows[:PAGE]))}</tbody></table>{following}</html>"
    )


def options(name: str, choices) -> str:
    inside = "".join(f'<option value="{value}">{escape(label)}</option>' for value, label in choices)
    return f'<select name="{name}"><option value="">Semua</option>{inside}</select>'


def line(row: tuple) -> str:
    pk, name, number, phone, sector, class_name, day, stage = row
    masked = f"0{phone[3:6]}-****-{phone[-4:]}"
    return (
        f'<tr><td><a href="{pk}/">{escape(name)}</a><td>{number}<td>{masked}<td>{escape(sector)}<td>'
        f"{escape(class_name or '–')}"
        f'<td>{day.day} {MONTHS[day.month]} {day.year}<td><span class="tanda">{STAGES[stage]}</span></tr>'
    )

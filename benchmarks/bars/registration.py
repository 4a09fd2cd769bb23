"""The whole public registration against a bare ModelForm with a unique NIK: both by POST, both new people."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta

from benchmarks.bench import BASE, Bench, Site, flat
from benchmarks.databases import connect
from benchmarks.measuring import Cell, measure
from benchmarks.results import Line
from benchmarks.web import Visitor, expect, warm

OURS, FLOOR = "/daftar/periksa/", "/register/"
REGION = "110101"  # nobody in the data comes from there
# In the order in which the rows hang on one another.
CLEAN = """
CREATE TEMP TABLE gone AS SELECT id FROM candidates_candidate WHERE nik LIKE '{region}%';
DELETE FROM notifications_message WHERE person_key IN (SELECT 'candidate:' || id FROM gone);
DELETE FROM candidates_consent WHERE candidate_id IN (SELECT id FROM gone);
DELETE FROM candidates_journeyevent WHERE journey_id IN (
    SELECT id FROM candidates_journey WHERE candidate_id IN (SELECT id FROM gone));
DELETE FROM candidates_sectorwish WHERE journey_id IN (
    SELECT id FROM candidates_journey WHERE candidate_id IN (SELECT id FROM gone));
DELETE FROM candidates_journey WHERE candidate_id IN (SELECT id FROM gone);
DELETE FROM candidates_candidate WHERE id IN (SELECT id FROM gone);
DELETE FROM floor_registration WHERE nik LIKE '{region}%';
DROP TABLE gone;
"""

# The questions that were added to the portal's form since the table of the floor was made.
SAME_QUESTIONS = """
ALTER TABLE floor_registration
""" + ", ".join(
    f"ADD COLUMN IF NOT EXISTS {name} varchar(200) NOT NULL DEFAULT ''"
    for name in ("wish_2", "wish_3", "scheme", "education", "occupation", "heard_from", "marital_status",
                 "was_trainee", "address_outside", "guardian", "guardian_name", "guardian_phone")
)  # fmt: skip


def run(bench: Bench, size: int) -> Iterator[Line]:
    large, small = bench.site(size), bench.site(BASE)
    sites = {site.size: site for site in (large, small)}.values()
    for site in sites:
        ready(site)
    ours = post_cell("ours", large.ours(), OURS, portal_form(large))
    floor = post_cell("floor", large.floor(), FLOOR, bare_form())
    among_few = post_cell("thousand", small.ours(), OURS, portal_form(small, first=2_000_000))
    try:
        warm(ours, floor, among_few)
        measure(ours, floor, among_few)
    finally:
        for site in sites:
            clean(site)
    yield Line("registration", "public form", ours.ms, floor.ms, 1.5, size)
    yield Line("registration", f"public form, against {BASE:,} people", ours.ms, among_few.ms, flat(size), size)


def post_cell(name: str, visitor: Visitor, path: str, forms: Iterator[dict[str, object]]) -> Cell:
    def begin() -> None:
        visitor.reconnect()
        once()

    def once() -> float:
        return expect(visitor.post(path, next(forms)), 302, path).seconds

    return Cell(name, once, begin)


def people(first: int = 0) -> Iterator[dict[str, object]]:
    """One person after another, none of them in the data: men, so that the NIK names the day as it is."""
    for number in itertools.count(first):
        born = date(1996, 1, 1) + timedelta(days=number % 3000)
        nik = f"{REGION}{born:%d%m%y}{1 + number // 3000:04d}"
        phone = f"0813{number:08d}"
        yield {"number": number, "nik": nik, "born": born, "name": "Andi Ukur Contoh", "phone": phone}


def portal_form(site: Site, first: int = 0) -> Iterator[dict[str, object]]:
    with connect(site.url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT id FROM candidates_consenttext")
        consents = {f"consent_{pk}": "on" for (pk,) in cursor.fetchall()}
        cursor.execute("SELECT min(code) FROM candidates_kelurahan")
        kelurahan = cursor.fetchone()[0]
    for person in people(first):
        yield {
            "submission_key": f"00000000-0000-4000-8000-{person['number']:012d}",
            "name": person["name"],
            "nik": person["nik"],
            "birth_date": person["born"].strftime("%d-%m-%Y"),
            "sex": "L",
            "phone": person["phone"],
            "residence": kelurahan,
            "address_outside": "",
            "sector": "agriculture",
            **consents,
        }


def bare_form() -> Iterator[dict[str, object]]:
    for person in people():
        yield {
            "name": person["name"],
            "nik": person["nik"],
            "birth_date": person["born"].isoformat(),
            "sex": "L",
            "phone": person["phone"],
            "kelurahan": "36.73.01.1001",
            "sector": "agriculture",
        }


def ready(site: Site) -> None:
    """The floor asks what the portal asks, and nobody of an earlier run is left."""
    with connect(site.url) as connection, connection.cursor() as cursor:
        cursor.execute(SAME_QUESTIONS)
    clean(site)


def clean(site: Site) -> None:
    """Take out again who was registered for the measurement, so that the next run finds the same rows."""
    with connect(site.url) as connection, connection.cursor() as cursor:
        cursor.execute(CLEAN.format(region=REGION))

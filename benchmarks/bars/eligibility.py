"""What everybody lacks for their sector today against SQL written by hand, equal for each person."""

from collections.abc import Iterator
from datetime import date

from benchmarks.bench import Bench, Site
from benchmarks.databases import connect, use
from benchmarks.measuring import Cell, measure, timed
from benchmarks.results import Line
from core.launch.talk import Trouble

PEOPLE = 100_000
# By hand: both sides of each person as arrays, then one minus the other. A skill counts for the job's own category,
# else for any of the sector.
BY_HAND = """
WITH held AS (
    SELECT candidate_id, array_agg(proof::text) AS proofs
    FROM (SELECT candidate_id, unnest(proves) AS proof FROM certificates_certificate
            WHERE state = 'verified' AND proves_from <= %(on)s AND (proves_until IS NULL OR proves_until >= %(on)s)
        UNION ALL SELECT candidate_id, unnest(proves) FROM certificates_exemption
            WHERE state = 'verified' AND proves_from <= %(on)s AND (proves_until IS NULL OR proves_until >= %(on)s)
    ) AS each GROUP BY candidate_id
), wanted AS MATERIALIZED (
    SELECT sector_id, scheme_id, array_agg(proof) AS proofs FROM certificates_requirement
    WHERE valid_from <= %(on)s AND (valid_to IS NULL OR valid_to >= %(on)s) GROUP BY sector_id, scheme_id
), skills AS MATERIALIZED (
    SELECT sector_id, array_agg('skill:' || slug) AS proofs FROM candidates_workcategory GROUP BY sector_id
)
SELECT person.id, CASE
    WHEN origin = 'alumni' THEN CASE WHEN 'before_portal' = ANY (held.proofs) THEN NULL ELSE ARRAY['before_portal'] END
    WHEN wanted.proofs IS NULL THEN ARRAY['no_requirement']
    WHEN held.proofs IS NULL THEN wanted.proofs::text[]
    ELSE ARRAY(SELECT proof::text FROM unnest(wanted.proofs) AS proof WHERE proof <> ALL (held.proofs) AND NOT (
        proof = 'skill' AND held.proofs && CASE WHEN work_category_id IS NULL THEN skills.proofs
            ELSE ARRAY['skill:' || work_category_id] END)) END
FROM candidates_journey AS person LEFT JOIN wanted USING (sector_id, scheme_id) LEFT JOIN skills USING (sector_id)
    LEFT JOIN held USING (candidate_id)
WHERE closed_on IS NULL AND returned_on IS NULL AND departed_on IS NULL ORDER BY person.id LIMIT %(people)s
"""


def run(bench: Bench, size: int) -> Iterator[Line]:
    ours, floor = cells(bench.site(size))
    measure(ours, floor, batch=2)
    yield Line("eligibility", "what each lacks for their sector today", ours.ms, floor.ms, 1.3, size)


def cells(site: Site) -> tuple[Cell, Cell]:
    use(site.url)
    from candidates.models import Journey
    from certificates.shortfall import shortfall

    today = date.today()
    waiting = Journey.objects.open().filter(departed_on__isnull=True).order_by("pk")[:PEOPLE]
    cursor = connect(site.url).cursor()

    def ours() -> list[tuple[int, list[str]]]:
        return list(shortfall(waiting, on=today))

    def floor() -> list[tuple[int, list[str] | None]]:
        cursor.execute(BY_HAND, {"on": today, "people": PEOPLE})
        return cursor.fetchall()

    check_equal(ours(), floor())
    return Cell("ours", lambda: timed(ours)), Cell("floor", lambda: timed(floor))


def check_equal(ours: list, floor: list) -> None:
    mine = {pk: sorted(codes) for pk, codes in ours}
    bare = {pk: sorted(codes or []) for pk, codes in floor}
    if mine != bare or not any(mine.values()) or all(mine.values()):
        raise Trouble("The portal and the SQL written by hand do not say that the same people lack the same.")

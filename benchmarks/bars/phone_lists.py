"""The phone lists of forty classes for one week against SQL written by hand, equal to the digit."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from urllib.parse import urlsplit

from benchmarks.bench import Bench, Site
from benchmarks.databases import connect
from benchmarks.measuring import Cell, measure, timed
from benchmarks.results import Line
from core.launch.talk import Trouble

CLASSES = 40
# A week of evenings for forty classes: sickness, absence and a waived day among them, so that every rule is at work.
FILL = """
WITH class AS (SELECT id FROM training_trainingclass ORDER BY id LIMIT %(classes)s),
seat AS (SELECT enrolment.id FROM training_enrolment AS enrolment JOIN class ON class.id = training_class_id),
day AS (SELECT day::date FROM generate_series(%(monday)s::date, %(monday)s::date + 4, '1 day') AS day),
attended AS (
    INSERT INTO training_attendance (enrolment_id, day, status, entered_by_id, entered_at)
    SELECT seat.id, day, CASE (seat.id * 7 + extract(doy FROM day)::int) %% 23
        WHEN 0 THEN 'sakit' WHEN 1 THEN 'alpa' WHEN 2 THEN 'terlambat' ELSE 'hadir' END,
        (SELECT min(id) FROM accounts_user), now()
    FROM seat, day WHERE (seat.id + extract(doy FROM day)::int) %% 41 <> 0
    ON CONFLICT DO NOTHING)
INSERT INTO training_score (enrolment_id, day, criterion_id, value, source, entered_by_id, entered_at)
SELECT seat.id, day, criterion.id, 60 + (seat.id * 5 + criterion.id * 7 + extract(doy FROM day)::int) %% 40, 'typed',
    (SELECT min(id) FROM accounts_user), now()
FROM seat, day, training_criterion AS criterion
WHERE criterion.is_active AND (seat.id + extract(doy FROM day)::int) %% 41 <> 0
ON CONFLICT DO NOTHING
"""
# The same answer by hand: name, average, allowed, days that nobody entered.
BY_HAND = """
WITH rule AS (
    SELECT threshold, minimum_days FROM training_phonerule WHERE valid_from <= %(monday)s AND programme_id IS NULL
    ORDER BY valid_from DESC LIMIT 1
), weighing AS (
    SELECT criterion_id, weight, valid_from,
        coalesce(lead(valid_from) OVER (PARTITION BY criterion_id ORDER BY valid_from), 'infinity') AS until
    FROM training_criterionweight
), class_day AS MATERIALIZED (
    SELECT class.id, of_week::date AS day FROM training_trainingclass AS class,
        generate_series(%(monday)s::date, %(monday)s::date + 4, '1 day') AS of_week
    WHERE class.id = ANY(%(classes)s) AND of_week BETWEEN starts_on AND ends_on
        AND NOT EXISTS (SELECT FROM training_holiday AS holiday WHERE holiday.day = of_week::date)
), seat AS MATERIALIZED (
    SELECT enrolment.id, training_class_id, trainee_no, candidate.name, from_on,
        least(enrolment.to_on, journey.closed_on) AS last
    FROM training_enrolment AS enrolment JOIN candidates_journey AS journey ON journey.id = journey_id
    JOIN candidates_candidate AS candidate ON candidate.id = candidate_id
    WHERE training_class_id = ANY(%(classes)s) AND from_on <= %(monday)s::date + 4
        AND coalesce(enrolment.to_on, 'infinity') >= %(monday)s AND coalesce(closed_on, 'infinity') >= %(monday)s
), scored AS MATERIALIZED (
    SELECT enrolment_id, score.day, sum(value * coalesce(weight, 1)) / nullif(sum(coalesce(weight, 1)), 0) AS value
    FROM training_score AS score JOIN seat ON seat.id = enrolment_id LEFT JOIN weighing
        ON weighing.criterion_id = score.criterion_id AND score.day >= valid_from AND score.day < until
    WHERE score.day BETWEEN %(monday)s AND %(monday)s::date + 4 GROUP BY enrolment_id, score.day
), counted AS (
    SELECT seat.id, seat.training_class_id, trainee_no, name, class_day.day,
        CASE WHEN status = 'alpa' THEN 0 WHEN status IN ('sakit', 'izin') THEN NULL ELSE value END AS value,
        status IS DISTINCT FROM 'alpa' AND coalesce(status, '') NOT IN ('sakit', 'izin') AND value IS NULL
            AND waiver.id IS NULL AS missing
    FROM seat JOIN class_day ON class_day.id = seat.training_class_id AND class_day.day >= from_on
        AND class_day.day <= coalesce(last, 'infinity')
    LEFT JOIN training_attendance AS attendance ON attendance.enrolment_id = seat.id AND attendance.day = class_day.day
    LEFT JOIN scored ON scored.enrolment_id = seat.id AND scored.day = class_day.day
    LEFT JOIN training_daywaiver AS waiver
        ON waiver.training_class_id = seat.training_class_id AND waiver.day = class_day.day
)
SELECT training_class_id, trainee_no, name, trunc(avg(value), 2),
    coalesce(avg(value) >= (SELECT threshold FROM rule), false)
        AND count(value) >= (SELECT minimum_days FROM rule),
    count(*) FILTER (WHERE missing)
FROM counted GROUP BY id, training_class_id, trainee_no, name ORDER BY training_class_id, trainee_no
"""


def run(bench: Bench, size: int) -> Iterator[Line]:
    site = bench.site(size)
    monday = last_monday()
    classes = fill(site, monday)
    ours, floor = cells(site, classes, monday)
    measure(ours, floor, batch=2)
    yield Line("phone_lists", f"{len(classes)} classes × 25, one week", ours.ms, floor.ms, 1.5, size)


def last_monday() -> date:
    """Of a whole week that is over."""
    today = date.today()
    return today - timedelta(days=today.weekday() + 7)


def fill(site: Site, monday: date) -> list[int]:
    with connect(site.url) as connection, connection.cursor() as cursor:
        cursor.execute(FILL, {"classes": CLASSES, "monday": monday})
        cursor.execute("ANALYZE training_score, training_attendance, training_enrolment")
        cursor.execute("SELECT id FROM training_trainingclass ORDER BY id LIMIT %s", [CLASSES])
        return [pk for (pk,) in cursor.fetchall()]


def cells(site: Site, keys: list[int], monday: date) -> tuple[Cell, Cell]:
    import django

    django.setup()
    from django.db import connection as portal

    portal.close()
    portal.settings_dict["NAME"] = urlsplit(site.url).path.strip("/")
    from training.models import TrainingClass
    from training.phone_list import Week, week_lists

    classes = list(TrainingClass.objects.filter(pk__in=keys).order_by("pk"))
    cursor = connect(site.url).cursor()
    values = {"classes": keys, "monday": monday}

    def ours() -> list[tuple]:
        return [
            (sheet.training_class.pk, line.seat.trainee_no, line.seat.name,
             line.verdict.shown, line.verdict.allowed, len(line.verdict.missing))
            for sheet in week_lists(classes, Week(monday)) for line in sheet.lines
        ]  # fmt: skip

    def floor() -> list[tuple]:
        cursor.execute(BY_HAND, values)
        return cursor.fetchall()

    for mine, bare in itertools.zip_longest(ours(), floor()):
        if mine != bare:
            raise Trouble(f"The phone list says {mine and mine[2:]}, the SQL written by hand {bare and bare[2:]}.")
    return Cell("ours", lambda: timed(ours)), Cell("floor", lambda: timed(floor))

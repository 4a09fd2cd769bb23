"""The value of a day for many trainees at once: the weighted mean of what was marked, exact, in one query.

PostgreSQL adds up; the division is made here, in exact fractions. `phone_list.day_value` is the same rule over plain
values, and a test holds the two together.
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache

from django.db import connection

from core.prepared import array

# The weight in force on the day of the score; a criterion that never got one weighs 1. Scores and weights have two
# decimals, so that both sums are whole numbers of ten-thousandths: a fraction of whole numbers is quick and exact.
SUMS = """
WITH weighing AS (
    SELECT criterion_id, weight, valid_from,
        coalesce(lead(valid_from) OVER (PARTITION BY criterion_id ORDER BY valid_from), 'infinity') AS until
    FROM training_criterionweight
)
SELECT score.enrolment_id, score.day,
    (sum(value * coalesce(weight, 1)) * 10000)::bigint, (sum(coalesce(weight, 1)) * 10000)::bigint
FROM training_score AS score LEFT JOIN weighing
    ON weighing.criterion_id = score.criterion_id AND score.day >= valid_from AND score.day < until
WHERE score.enrolment_id = ANY(%s::bigint[]) AND score.day BETWEEN %s AND %s
GROUP BY score.enrolment_id, score.day
"""


def day_values(enrolments: Iterable[int], first: date, last: date) -> dict[tuple[int, date], Fraction]:
    """(enrolment, day) → value; a day of criteria that weigh nothing has none."""
    with connection.cursor() as cursor:
        # Planned each time: for one class and for forty the database goes about it differently.
        cursor.execute(SUMS, [array(enrolments), first, last])
        rows = cursor.fetchall()
    exact = lru_cache(maxsize=None)(Fraction)  # among thousands of days the same sums come back again and again
    return {(seat, day): exact(total, weight) for seat, day, total, weight in rows if weight}

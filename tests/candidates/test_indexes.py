"""What a registration writes into: every index is there because somebody asks by it."""

import pytest
from django.db import connection

from candidates.models import Candidate, Consent, Journey, JourneyEvent, SectorWish
from notifications.models import Message

WRITTEN = (Candidate, Journey, Consent, JourneyEvent, SectorWish, Message)
# Of each index its columns in order; partial ones and those of expressions answer other questions.
PLAIN = """
SELECT class.relname, array_agg(attribute.attname ORDER BY key.place)
FROM pg_index AS index
JOIN pg_class AS class ON class.oid = index.indexrelid
JOIN pg_am AS method ON method.oid = class.relam AND method.amname = 'btree'
CROSS JOIN LATERAL unnest(index.indkey::int[]) WITH ORDINALITY AS key(number, place)
JOIN pg_attribute AS attribute ON attribute.attrelid = index.indrelid AND attribute.attnum = key.number
WHERE index.indrelid = %s::regclass AND index.indpred IS NULL AND index.indexprs IS NULL
GROUP BY class.relname
"""
# Django adds one for `LIKE` beside each unique text.
BESIDE_UNIQUE = {"nik", "registration_no"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", WRITTEN, ids=lambda model: model.__name__)
def test_no_index_stands_in_the_shade_of_another(model):
    with connection.cursor() as cursor:
        cursor.execute(PLAIN, [model._meta.db_table])
        indexes = [(name, columns) for name, columns in cursor.fetchall()]
    shaded = [
        name
        for name, columns in indexes
        for other, more in indexes
        if name != other and more[: len(columns)] == columns and columns[0] not in BESIDE_UNIQUE
    ]
    assert len(indexes) > 1
    assert shaded == []

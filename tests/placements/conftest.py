import pytest
from django.db import connection


@pytest.fixture
def without_certificate_trigger(db):
    """For this test the database does not ask for certificates: they have their own tests."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'candidates_journey'::regclass AND NOT tgisinternal"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON candidates_journey')  # comes back when the test rolls back

import pytest
from django.db import connection

from candidates import journey as journeys
from candidates.enums import Stage
from tests.departures import flown  # noqa: F401 - a departure that counts


@pytest.fixture
def without_certificate_trigger(db):
    """For this test the database does not ask for certificates: they have their own tests."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'candidates_journey'::regclass AND NOT tgisinternal"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}" ON candidates_journey')  # comes back when the test rolls back


@pytest.fixture
def only_our_gate(monkeypatch):
    """Only this room's questions before a departure: the certificates' guard has its own tests."""
    guards = [each for each in journeys._guards[Stage.DEPARTED] if each.__module__ == "placements.guards"]
    monkeypatch.setitem(journeys._guards, Stage.DEPARTED, guards)

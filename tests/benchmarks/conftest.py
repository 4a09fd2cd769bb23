import pytest

from benchmarks.prepare import fill
from demo.logins import create_logins


@pytest.fixture
def logins(roles, reference):
    """Who is logged in during a run, by role."""
    return create_logins()


@pytest.fixture
def filled(logins):
    """The rows of the benchmarks, as few as still have classes and departures."""
    fill(120)
    return logins

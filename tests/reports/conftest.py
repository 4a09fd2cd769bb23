from tests.departures import busy_year, flown  # noqa: F401 - fixtures

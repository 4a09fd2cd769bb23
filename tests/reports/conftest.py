from tests.departures import busy_year, flown, left_before_the_portal  # noqa: F401 - fixtures

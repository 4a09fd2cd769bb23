"""The evening before registration closes: a thousand people at once, against bare requests; and logging in."""

from collections.abc import Iterator
from itertools import islice

from benchmarks import crowd
from benchmarks.bars import registration
from benchmarks.bench import Bench, Site
from benchmarks.databases import connect
from benchmarks.measuring import Cell, measure
from benchmarks.results import Line
from benchmarks.web import Visitor, expect
from core.launch.talk import Trouble

PEOPLE, ROUNDS = 1_000, 10
CONNECTIONS, CLIENTS = 8, 20
TWICE = 10  # one in ten presses the button twice
FLOOR = "/burst/"
LOGIN, BARE_LOGIN, ONE_HASH = "/masuk/", "/login/", "/hash/"
WHO = "lpk@demo.test"
CAME = """
SELECT count(*), count(DISTINCT candidate_id), count(DISTINCT registration_no), (
    SELECT count(*) FROM candidates_candidate WHERE nik LIKE %(niks)s), (
    SELECT count(DISTINCT person_key) FROM notifications_message WHERE person_key IN (
        SELECT 'candidate:' || id FROM candidates_candidate WHERE nik LIKE %(niks)s))
FROM candidates_journey WHERE candidate_id IN (SELECT id FROM candidates_candidate WHERE nik LIKE %(niks)s)
"""


def run(bench: Bench, size: int) -> Iterator[Line]:
    site = bench.site(size)
    registration.ready(site)
    try:
        yield many(site)
        registration.clean(site)
        yield nobody_lost(site)
    finally:
        registration.clean(site)
    yield from logins(site)


def many(site: Site) -> Line:
    """The time of one registration among many; 0.6 times the requests a second is 1/0.6 times the time."""
    ours = batch_cell("ours", site, "ours", registration.OURS, registration.portal_form(site))
    floor = batch_cell("floor", site, "floor", FLOOR, registration.bare_form())
    for cell in (ours, floor):
        cell.once(), cell.once()
    measure(ours, floor, rounds=ROUNDS, batch=1, long=600)
    case = f"{PEOPLE:,} registrations over {CONNECTIONS} connections, each"
    return Line("burst", case, ours.ms, floor.ms, 1 / 0.6, site.size)


def batch_cell(name: str, site: Site, side: str, path: str, forms: Iterator[dict[str, object]]) -> Cell:
    number = PEOPLE // ROUNDS

    def once() -> float:
        requests = [crowd.form(path, data) for data in islice(forms, number)]
        seconds, told = crowd.at_once(site.server(side).port, requests, CONNECTIONS)
        if told != [302] * number:
            raise Trouble(f"{path} answered {set(told)} instead of 302.", "The log of the web server says why.")
        return seconds / number

    return Cell(name, once)


def nobody_lost(site: Site) -> Line:
    """A thousand people by twenty clients, some pressing twice: what is lost, double or answered wrongly, counted."""
    forms = islice(registration.portal_form(site), PEOPLE)
    requests = []
    for number, data in enumerate(forms):
        requests += [crowd.form(registration.OURS, data)] * (2 if number % TWICE == 0 else 1)
    _seconds, told = crowd.at_once(site.server("ours").port, requests, CLIENTS)
    wrong = sum(status != 302 for status in told) + len(requests) - len(told)
    with connect(site.url) as connection, connection.cursor() as cursor:
        cursor.execute(CAME, {"niks": f"{registration.REGION}%"})
        wrong += sum(abs(PEOPLE - number) for number in cursor.fetchone())
    case = f"{PEOPLE:,} people by {CLIENTS} clients: lost, double or refused"
    return Line("burst", case, wrong, None, 0, site.size)


def logins(site: Site) -> Iterator[Line]:
    """The whole of logging in with a password, against one call of the hash, and against what Django does alone.

    All three behind the shipped web server. Why 1.25 and not 1.1 says docs/decisions/0005.
    """
    import django

    django.setup()
    from demo.logins import PASSWORD

    floor = login_cell("floor", site, site.floor(), ONE_HASH, "one call of the hash")
    ours = login_cell("ours", site, site.ours(), LOGIN, PASSWORD)
    bare = login_cell("bare", site, site.floor(), BARE_LOGIN, PASSWORD)
    for _ in range(4):
        ours.begin(), bare.begin(), floor.begin()
    measure(ours, floor, bare)
    yield Line("burst", "login, against one call of the hash", ours.ms, floor.ms, 1.25, site.size)
    yield Line("burst", "login, against Django's own, bare", ours.ms, bare.ms, 1.0, site.size)


def login_cell(name: str, site: Site, visitor: Visitor, path: str, password: str) -> Cell:
    def once() -> float:
        return expect(visitor.post(path, {"login": WHO, "password": password}), 302, path).seconds

    def begin() -> None:
        forget_attempts(site)
        visitor.reconnect()
        once()

    return Cell(name, once, begin)


def forget_attempts(site: Site) -> None:
    """Thirty times a minute may somebody log in from one address: here that is everybody."""
    import redis

    counters = redis.Redis.from_url(site.env["REDIS_URL"])
    keys = list(counters.scan_iter("attempts:*"))
    if keys:
        counters.delete(*keys)

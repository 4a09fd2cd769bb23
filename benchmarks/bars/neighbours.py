"""A visitor opens the registration page while fifty phones send photos; and what a web process takes of memory."""

import io
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import crowd
from benchmarks.bench import BASE, Bench, Site
from benchmarks.databases import note, use
from benchmarks.measuring import percentile
from benchmarks.phones import RATE
from benchmarks.results import Line
from benchmarks.web import Visitor, WebServer, expect
from core.launch.state import ROOT
from core.launch.talk import Trouble

PHONES, PHOTO, PAPER = 50, 300_000, "ktp"
PAGE = "/daftar/"
ROUNDS, LOOKS, PAUSE = 3, 250, 0.04  # a look every 40 ms for ten seconds
TAKES = PHOTO / RATE  # seconds for one photo: after so long all phones are on their way
REQUESTS, CLIENTS = 10_000, 8
OFFICE, DESK, OWN, LEADER, TRAINER = (f"{name}@demo.test" for name in ("lpk", "disnaker", "rina", "kadis", "sensei"))
MIXED = {
    "ours": (
        *(
            ("", path)
            for path in ("/", PAGE, "/daftar/ktp/", "/bidang/caregiver/", "/biaya/", "/kemajuan/", "/status/")
        ),
        *((OFFICE, "/lpk/peserta/"), (DESK, "/admin/"), (DESK, "/admin/candidates/journey/"), (OWN, "/saya/")),
        *((LEADER, "/ringkasan/"), (TRAINER, "/pelatihan/")),
    ),
    "floor": ((OFFICE, "/people/"), ("", "/register/"), ("", "/progress/"), (DESK, "/admin/candidates/journey/")),
}


def run(bench: Bench, size: int) -> Iterator[Line]:
    yield visitor_among_phones(bench.site(size))
    bench.rest()
    yield memory(bench.site(BASE))


def visitor_among_phones(site: Site) -> Line:
    server = site.server("ours")
    alone: list[float] = []
    among: list[float] = []
    told: list[int] = []
    with TemporaryDirectory() as folder, phones(site, Path(folder)) as ready:
        looks(site.ours(), 100)  # warms both processes
        for _ in range(ROUNDS):
            alone += looks(site.ours(), LOOKS)
            sending = start(server, ready, 3 * TAKES + LOOKS * PAUSE)
            time.sleep(2 * TAKES)
            among += looks(site.ours(), LOOKS)
            told += json.loads(sending.communicate()[0])
    expected = ROUNDS * PHONES * 2  # at the least
    done = len(told) >= expected and set(told) == {302}
    case = f"p95 of {PAGE} while {PHONES} phones send photos"
    return Line("neighbours", case, percentile(among, 95), percentile(alone, 95), 1.2, site.size, done=done)


def looks(visitor: Visitor, number: int) -> list[float]:
    """The seconds of so many looks at the page, each over a connection of its own."""
    seconds = []
    for _ in range(number):
        time.sleep(PAUSE)
        visitor.reconnect()
        seconds.append(expect(visitor.get(PAGE), 200, PAGE).seconds)
    return seconds


def start(server: WebServer, folder: Path, seconds: float) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "benchmarks.phones", str(server.port), str(folder), str(seconds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


class phones:
    """Fifty people who came in with number and code, and what their phones send. Leaves no photo behind."""

    def __init__(self, site: Site, folder: Path) -> None:
        self.site, self.folder = site, folder

    def __enter__(self) -> Path:
        use(self.site.url)
        self.candidates = waiting_people()
        forget_counters(self.site)
        for number, candidate in enumerate(self.candidates):
            request = photo_request(door_of(candidate), photo(number))
            (self.folder / f"{number:03d}.http").write_bytes(request)
        return self.folder

    def __exit__(self, *trouble: object) -> None:
        from candidates import uploading

        for candidate in self.candidates:
            uploading.forget(candidate)


def waiting_people() -> list:
    from candidates.models import Candidate

    people = Candidate.objects.filter(journeys__stage="registered").order_by("pk")[:PHONES]
    if len(people) < PHONES:
        raise Trouble(f"There are only {len(people)} people who wait for their check.", "Take --people 1000 or more.")
    return list(people)


def door_of(candidate) -> str:
    """The session of somebody who has just typed number and code."""
    from django.contrib.sessions.backends.db import SessionStore

    from candidates import status_door

    session = SessionStore()
    session[status_door.KEY] = {"candidate": candidate.pk, "seen": int(time.time()), "code": candidate.access_code[:12]}
    session.create()
    return session.session_key


def forget_counters(site: Site) -> None:
    """Of photos: nobody may send more than sixty an hour, also not in two runs."""
    import redis

    counters = redis.Redis.from_url(site.env["REDIS_URL"])
    for key in counters.scan_iter("*limit:photos:*"):
        counters.delete(key)


def photo(number: int) -> bytes:
    """About 300 kB, as a phone sends it: no two phones send the same."""
    from PIL import Image

    for grain in range(60, 0, -4):  # of a size that the phone's browser leaves as it is
        noise = Image.effect_noise((400 + number, 300), grain).resize((2000, 1500), Image.Resampling.BICUBIC)
        out = io.BytesIO()
        noise.convert("RGB").save(out, "JPEG", quality=80)
        if out.tell() <= PHOTO:
            return out.getvalue() + bytes(PHOTO - out.tell())  # cameras, too, write behind the picture
    raise Trouble("No photo of this size can be made.")


def photo_request(session: str, picture: bytes) -> bytes:
    border = "photophotophoto"
    fields = {"csrfmiddlewaretoken": crowd.CSRF, "ganti": "1"}
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}' for name, value in fields.items()
    ]
    name = 'Content-Disposition: form-data; name="photos"; filename="foto.jpg"\r\nContent-Type: image/jpeg'
    body = "\r\n".join([*parts, f"--{border}\r\n{name}\r\n\r\n"]).encode() + picture + f"\r\n--{border}--\r\n".encode()
    headers = {"Content-Type": f"multipart/form-data; boundary={border}", "Content-Length": len(body)}
    return crowd.head("POST", f"/saya/berkas/{PAPER}/", headers, session) + body


def memory(site: Site) -> Line:
    """The larger of the two processes of each side, after as many requests."""
    found = {side: memory_after(site, side) for side in MIXED}
    note("  of {ours:.0f} MB, and of {floor:.0f} MB".format(**found))
    case = f"memory of a web process after {REQUESTS:,} requests, against a bare one"
    return Line("neighbours", case, round(found["ours"] / found["floor"], 3), None, 1.5, site.size)


def memory_after(site: Site, side: str) -> float:
    server = site.server(side)
    pages = [(site.sessions[side].get(who, ""), path) for who, path in MIXED[side]]
    requests = [crowd.head("GET", path, {}, session) for session, path in islice(cycle(pages), REQUESTS)]
    for start in range(0, REQUESTS, 100):  # new connections now and then, so that both processes have their share
        _seconds, told = crowd.at_once(server.port, requests[start : start + 100], CLIENTS)
        if set(told) != {200}:
            raise Trouble(f"Pages answered {sorted(set(told))} instead of 200.", "The log of the web server says why.")
    return max(resident(server.process.pid))


def resident(master: int) -> list[float]:
    """MB of each process under that one."""
    listed = subprocess.run(["ps", "-A", "-o", "ppid=,rss="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    return [int(kilobytes) / 1024 for parent, kilobytes in rows if int(parent) == master]

"""Fifty phones that send photos on a weak signal, in a process of their own so that they disturb nobody but the site.

    python -m benchmarks.phones PORT FOLDER SECONDS

FOLDER holds one file for each phone: the request as it goes over the wire. A phone sends it again and again, at `RATE`;
they begin one after the other, so that they are spread over the time of one photo. Prints the statuses, as JSON.
"""

import json
import os
import sys
import threading
import time
from pathlib import Path

from benchmarks.crowd import BROKEN, Client, read

RATE = 30_000  # bytes a second
PIECES = 10  # in a second


def main() -> int:
    os.nice(19)  # phones do their work elsewhere, and take no turns from anybody here
    if hasattr(os, "SCHED_IDLE"):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    port, folder, seconds = int(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    requests = [path.read_bytes() for path in sorted(folder.glob("*.http"))]
    until = time.monotonic() + seconds
    told: list[int] = []
    threads = [
        threading.Thread(target=phone, args=[port, request, place / len(requests), until, told])
        for place, request in enumerate(requests)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(json.dumps(told))
    return 0


def phone(port: int, request: bytes, place: float, until: float, told: list[int]) -> None:
    """`place` is where in the time of one photo this phone begins, from 0 to 1."""
    takes = len(request) / RATE
    time.sleep(place * takes)
    while time.monotonic() + takes < until:
        client = Client(port)
        with client.line:
            told.append(sent_slowly(client, request))


def sent_slowly(client: Client, request: bytes) -> int:
    piece = RATE // PIECES
    began = time.monotonic()
    try:
        for number, start in enumerate(range(0, len(request), piece)):
            time.sleep(max(0.0, began + number / PIECES - time.monotonic()))
            client.line.sendall(request[start : start + piece])
        return read(client.line)[0]
    except OSError:
        return BROKEN


if __name__ == "__main__":
    sys.exit(main())

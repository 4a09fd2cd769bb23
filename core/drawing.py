"""A process of its own for the photos that strangers send.

    python -m core.drawing

A decoder is what a stranger's bytes reach first. In here it knows no password, holds no connection and keeps nobody
waiting who opens a page: when a file brings it down or keeps it busy, that file is refused and the next one gets a new
process. It ends with the process that began it.
"""

import atexit
import json
import os
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock

from core import pictures
from core.pictures import BROKEN, Picture
from core.refusal import Refused

PATIENCE = 30.0  # seconds; the largest photo that is taken needs one or two
LAST = 19  # of all who want the processor: whoever sends a photo has waited for the network much longer
ROOT = Path(__file__).resolve().parent.parent


class Drawer:
    """Draws one photo at a time, so that many uploads do not fill the memory; the others wait for their turn.

    Begun by the first photo, since a web process is forked, and its pipes would be shared.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self.patience = patience
        self.turn = Lock()
        self.process: subprocess.Popen[bytes] | None = None

    def draw(self, data: bytes) -> Picture:
        """What `pictures.drawn` answers: a picture, or `Refused`."""
        with self.turn:
            if self.process is None or self.process.poll() is not None:
                self._begin()
            try:
                return self._ask(data)
            except (OSError, EOFError) as error:  # TimeoutError is one of them
                self.end()
                raise Refused(BROKEN) from error

    def end(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.there.close()
            self.back.close()
            self.process = None

    def _begin(self) -> None:
        theirs, ours = os.pipe()
        back, answer = os.pipe()
        # Of the environment only what finds Python: no address of a database and no key.
        env = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "LANG") if name in os.environ}
        command = [sys.executable, "-m", "core.drawing"]
        # A group of its own, so that Ctrl-C goes by, but the same session: Linux shares the processor between sessions
        # first, and in a session of its own this process would stand behind nobody.
        self.process = subprocess.Popen(command, stdin=theirs, stdout=answer, cwd=ROOT, env=env, process_group=0)
        os.close(theirs), os.close(answer)
        self.there, self.back = Connection(ours, readable=False), Connection(back, writable=False)

    def _ask(self, data: bytes) -> Picture:
        self.there.send_bytes(data)
        if not self.back.poll(self.patience):
            raise TimeoutError
        told = json.loads(self.back.recv_bytes())
        if "refused" in told:
            raise Refused(pictures.REFUSALS[told["refused"]])
        return Picture(self.back.recv_bytes(), told["width"], told["height"])


DRAWER = Drawer()
atexit.register(DRAWER.end)


def main() -> int:
    """One photo after another from standard input, until whoever sends them is gone."""
    os.nice(LAST)
    if hasattr(os, "SCHED_IDLE"):  # Linux: else it keeps the processor to the end of its turn, which is a page long
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    asked, answer = Connection(0, writable=False), Connection(1, readable=False)
    with suppress(EOFError, BrokenPipeError):
        while True:
            _answer(answer, asked.recv_bytes())
    return 0


def _answer(answer: Connection, data: bytes) -> None:
    try:
        picture = pictures.drawn(data)
    except Refused as refusal:
        answer.send_bytes(json.dumps({"refused": refusal.codes[0]}).encode())
    else:
        answer.send_bytes(json.dumps({"width": picture.width, "height": picture.height}).encode())
        answer.send_bytes(picture.data)


if __name__ == "__main__":
    sys.exit(main())

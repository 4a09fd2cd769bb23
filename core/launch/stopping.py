"""Being told to stop: Ctrl-C, SIGTERM, a closed terminal. Obeyed at safe points, so that no child is ever forgotten."""

import signal
import time

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Told(Exception):
    """Somebody wants this program to stop."""


class Stop:
    def __init__(self) -> None:
        self.signal: int | None = None
        self.hurry = False  # asked twice: do not wait for anything

    def listen(self) -> None:
        for number in SIGNALS:
            signal.signal(number, self._heard)

    def _heard(self, number: int, frame: object) -> None:
        self.hurry = self.signal is not None
        self.signal = self.signal or number

    def check(self) -> None:
        if self.signal is not None:
            raise Told

    def pause(self, seconds: float) -> None:
        """Sleep, unless told to stop; then leave by way of Told."""
        until = time.monotonic() + seconds
        self.check()
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, 0.05))
            self.check()

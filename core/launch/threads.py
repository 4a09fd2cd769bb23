"""The threads that answer: whoever answered last answers next.

waitress wakes the thread that has waited longest, so that on a quiet day eight threads with eight connections of the
database take turns, and each finds everything cold. Woken the other way round one thread answers nearly everything,
with what it needs still at hand, and the others are there for the rush.
"""

import threading

from waitress.task import ThreadedTaskDispatcher


class LastFirst:
    """As `threading.Condition`, as far as waitress needs it, but wakes who began to wait last."""

    def __init__(self, lock: threading.Lock) -> None:
        self.lock = lock
        self.waiting: list[threading.Lock] = []

    def wait(self) -> None:
        """With `lock` held, which is let go meanwhile."""
        gate = threading.Lock()
        gate.acquire()
        self.waiting.append(gate)
        self.lock.release()
        try:
            gate.acquire()
        finally:
            self.lock.acquire()

    def notify(self) -> None:
        if self.waiting:
            self.waiting.pop().release()

    def notify_all(self) -> None:
        while self.waiting:
            self.notify()


def threads_of(number: int) -> ThreadedTaskDispatcher:
    """The threads of a web process, started."""
    dispatcher = ThreadedTaskDispatcher()
    dispatcher.queue_cv = LastFirst(dispatcher.lock)
    dispatcher.set_thread_count(number)
    return dispatcher

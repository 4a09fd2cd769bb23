"""Children of the launcher do not outlive it, not even when it is killed."""

import os
import signal
import threading
import time


def leave_with_parent(every: float = 1.0) -> None:
    """Ask this process to stop, as SIGTERM would, once its parent is gone."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(every)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()

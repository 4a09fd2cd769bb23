"""Words for the person at the terminal."""

import contextlib
import os
import sys

ADVICE = (
    (("no space left on device", "errno 28"), "The disk is full. Make some room and start again."),
    (
        ("could not find a version", "connection", "temporary failure in name resolution", "network is unreachable"),
        "The first start fetches packages once. Check the network (or the proxy: HTTPS_PROXY) and start again.",
    ),
    (("these packages do not match the hashes",), "A package is not the one that was pinned. Do not work around it."),
    (("permission denied", "read-only file system"), "This account may not write there. Check who owns the folder."),
)


class Trouble(Exception):
    """Something only a person can put right: what happened, and what to do."""

    def __init__(self, what: str, do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.do = do


def say(line: str) -> None:
    """Print a line; a terminal that was closed is no reason to stop stopping."""
    with contextlib.suppress(OSError, ValueError):
        print(line, flush=True)


def tell(trouble: Trouble) -> None:
    with contextlib.suppress(OSError, ValueError):
        print("\n" + trouble.what, file=sys.stderr, flush=True)
        if trouble.do:
            print(trouble.do, file=sys.stderr, flush=True)


def advice(output: str) -> str:
    """What to do about the output of a program that failed, as far as it is known."""
    lowered = output.lower()
    return next((do for marks, do in ADVICE if any(mark in lowered for mark in marks)), "")


def tail(path: str | os.PathLike[str], lines: int = 12) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace") as log:
            return "".join(log.readlines()[-lines:]).rstrip()
    except OSError:
        return ""

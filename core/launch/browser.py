"""A Chromium for the browser tests: the system's, else Playwright's own, else Debian's, else none, and said so."""

import os
import shutil
from pathlib import Path

from core.launch.system import install

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# What keeps it from calling home and from needing a sandbox that containers do not have.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def find() -> str | None:
    """The path of a browser on this machine; `PORTAL_BROWSER` names another one."""
    named = os.environ.get("PORTAL_BROWSER")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    places = [os.environ.get("PLAYWRIGHT_BROWSERS_PATH"), "~/.cache/ms-playwright", "~/Library/Caches/ms-playwright"]
    patterns = ("chromium-*/chrome-linux*/chrome", "chromium-*/chrome-mac*/Chromium.app/Contents/MacOS/Chromium")
    for place in filter(None, places):
        for pattern in patterns:
            found = sorted(Path(place).expanduser().glob(pattern))
            if found:
                return str(found[-1])
    return None


def find_or_install() -> str | None:
    return find() or (shutil.which("chromium") if install("chromium") else None)

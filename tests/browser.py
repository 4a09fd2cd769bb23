"""A real Chromium for tests: finds one, opens pages as somebody, and listens for what the browser complains about.

    @pytest.mark.browser
    def test_the_page_fits_a_phone(browser_page):
        page = browser_page("/daftar/", phone=True)
        assert_fits(page)
        assert_accessible(page)

`browser_page` (in tests/conftest.py) fails its test when the console showed an error: a refused
inline style, a missing file, an exception. `SHOTS=1` saves what `shot` is given under test-results/.
"""

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Error, expect, sync_playwright

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
BROWSERS = ("/usr/bin/chromium", "chromium-browser", "chromium", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
expect.set_options(timeout=20_000)  # what a user waits for is seen at once here, and late on a busy machine
SHOTS = Path(__file__).resolve().parent.parent / "test-results"


def executable() -> str | None:
    """A browser of this machine; None leaves the choice to Playwright."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run.

    Playwright's synchronous interface keeps an event loop running in this thread, and Django then refuses
    every query as "async-unsafe" although nothing here is asynchronous: hence the variable, while it is open.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=executable(), args=FLAGS)
        except Error as error:
            pytest.fail(f"No Chromium could be started; install one or leave out `-m browser`. {error}")
        yield browser
        browser.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)


@pytest.fixture
def browser_page(chromium, live_server):
    """Call it with a path: `browser_page("/", phone=True, user=officer, javascript=False)`."""
    contexts, complaints = [], []

    def open_page(path="/", *, phone=False, user=None, javascript=True, size=None):
        context = chromium.new_context(
            viewport=size or (PHONE if phone else DESK),
            locale="en-US",  # as many cheap phones are set; the portal speaks Indonesian all the same
            timezone_id=settings.TIME_ZONE,
            java_script_enabled=javascript,
            reduced_motion="reduce",
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([_session_of(user, live_server.url)])
        page = context.new_page()
        page.on("console", lambda message: _listen(message, page, complaints))
        page.on("pageerror", lambda error: complaints.append(f"exception: {error}"))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "The browser complained:\n" + "\n".join(complaints)


def _session_of(user, url):
    client = Client()
    client.force_login(user)
    return {
        "name": settings.SESSION_COOKIE_NAME,
        "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
        "url": url,
    }


def _listen(message, page, complaints):
    if message.type != "error":
        return
    # A page that is meant to be a 404 says so in the console; a missing file of a page is a fault.
    if message.text.startswith("Failed to load resource") and message.location.get("url") == page.url:
        return
    complaints.append(f"{page.url}: {message.text}")


def assert_fits(page):
    """Nothing makes the page wider than the screen."""
    page.wait_for_load_state()
    wide = page.locator("html").evaluate(  # waits for the new page's root, which a page just opened may not have yet
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll("body *")]
                .filter(e => e.getBoundingClientRect().right > width + 1)
                .map(e => e.tagName.toLowerCase() + "." + e.className).slice(0, 8);
        }"""
    )
    assert not wide, f"{page.url} is wider than the screen: {wide}"


def assert_accessible(page):
    """axe-core finds nothing against WCAG 2.2 AA."""
    page.wait_for_load_state()
    # Without "preload": axe would copy imported stylesheets into inline ones, which the CSP rightly refuses.
    options = {"runOnly": {"type": "tag", "values": STANDARD}, "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    told = [f"{v['id']}: {v['help']}: {[node['html'][:120] for node in v['nodes'][:3]]}" for v in found]
    assert not told, "\n".join(told)


def shot(page, name):
    """Keep a picture of the whole page, when SHOTS is set."""
    if os.environ.get("SHOTS"):
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

"""The seven people of the walk, each with a browser of their own, who look at every page they meet."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser import DESK, PHONE, assert_accessible, assert_fits, shot
from tests.factories.accounts import PASSWORD

SIZES = {"360": PHONE, "1366": DESK}


class Somebody:
    """One person at one device. `look` judges the page at both sizes, then goes on at the person's own."""

    def __init__(self, browser_page, name: str, *, phone: bool = False) -> None:
        self.name, self.own = name, PHONE if phone else DESK
        self.page: Page = browser_page("/", phone=phone)
        self.home = self.page.url.rstrip("/")
        self.page.set_default_timeout(15_000)

    def go(self, path: str) -> None:
        self.page.goto(self.home + path)

    def log_in(self, email: str) -> None:
        """Months lie between two scenes: whoever comes back logs in again."""
        self.page.context.clear_cookies()
        self.go("/masuk/")
        self.page.get_by_label("Email atau nomor HP").fill(email)
        self.page.get_by_label("Kata sandi").fill(PASSWORD)
        self.press("Masuk")
        expect(self.page).not_to_have_url(re.compile("/masuk/"))

    def press(self, button: str, *, within=None, exact: bool = True) -> None:
        with self.page.expect_navigation():
            (within or self.page.locator("main, #main")).get_by_role("button", name=button, exact=exact).first.click()

    def follow(self, link: str, *, within=None, exact: bool = True) -> None:
        with self.page.expect_navigation():
            (within or self.page.locator("main, #main")).get_by_role("link", name=link, exact=exact).first.click()

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()

    def look(self, what: str) -> None:
        """Fits and is accessible on a phone and on a desk; with SHOTS=1 there is a picture of both."""
        for size, viewport in SIZES.items():
            self.page.set_viewport_size(viewport)
            self.page.evaluate("scrollTo(0, 0)")  # a picture of a page with a sticky head is true only from the top
            shot(self.page, f"walk_{what}_{size}")
            assert_fits(self.page)
            self.page.evaluate("scrollTo(0, document.body.scrollHeight)")  # a save bar covers nothing at the end
            assert_accessible(self.page)
        self.page.set_viewport_size(self.own)

    def fills(self, **typed: str) -> None:
        """Type into the boxes of a form of the admin, by their names; a list is chosen by its words or its slug."""
        for name, value in typed.items():
            box = self.page.locator(f"#content-main [name={name}]")
            if box.evaluate("e => e.tagName") == "SELECT":
                box.select_option(value)
            else:
                box.fill(value)

    def day(self, label: str, when: str) -> None:
        """Fill the three boxes of a date field."""
        group = self.page.get_by_role("group", name=label)
        for box, typed in zip(("Tanggal", "Bulan", "Tahun"), when.split("-")[::-1], strict=True):
            group.get_by_label(box, exact=True).fill(str(int(typed)))


def serang(day: str, time: str = "09:00") -> datetime:
    """A moment as the clocks of Serang show it."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZoneInfo(settings.TIME_ZONE))

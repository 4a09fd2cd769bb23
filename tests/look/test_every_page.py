"""Every page that a link leads to, over the demo year: it is there, it fits a phone, and axe finds nothing.

By hand, `EVERY_PAGE=1 pytest tests/look/test_every_page.py` looks at the admin's other lists, forms and filters too.
"""

import os
import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import resolve

from accounts.models import User
from demo.logins import LOGINS
from tests.browser import DESK, PHONE, assert_accessible, assert_fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LINK = re.compile(r'<a [^>]*?href="(/[^"]*)"')
LEAVES = {"account_logout", "admin:logout"}
STARTS = {"": ["/"]} | {login.email: ["/mulai/", "/"] for login in LOGINS}
# Lists and forms of the admin look alike; some stand for the others.
ALIKE = re.compile(r"^admin:(?!desk)\w+_(changelist|add|change|delete|history)$")
STANDING_FOR = {
    "admin:candidates_candidate_changelist",
    "admin:candidates_journey_changelist",
    "admin:candidates_journey_change",
    "admin:candidates_journey_history",
    "admin:certificates_booking_changelist",
    "admin:certificates_certificate_changelist",
    "admin:notifications_message_changelist",
    "admin:placements_departure_changelist",
    "admin:placements_joborder_add",
    "admin:placements_step_changelist",
    "admin:training_trainingclass_changelist",
}


@pytest.fixture
def the_year(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    call_command("load_reference", verbosity=0)
    call_command("sync_roles", verbosity=0)
    call_command("seed_demo", people=40, verbosity=0)


def test_every_link_leads_to_a_page_that_fits_and_is_accessible(the_year, browser_page):
    sample: dict[str, tuple[str, str]] = {}
    broken = []
    for email, starts in STARTS.items():
        for name, (address, status, is_page) in walk(email, starts).items():
            if status not in {200, 302}:
                broken.append(f"{email or 'visitor'} {address}: {status}")
            elif is_page and is_looked_at(name):
                sample.setdefault(name, (email, address))
    assert len(sample) > 60
    assert broken + faults_of_all(browser_page, sample) == []


def is_looked_at(name: str) -> bool:
    if os.environ.get("EVERY_PAGE"):
        return True
    return "?" not in name and (not ALIKE.match(name) or name in STANDING_FOR)


def walk(email: str, starts: list[str]) -> dict[str, tuple[str, int, bool]]:
    """One address of each name that this person comes to by following links: its status, and whether it is a page."""
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    found: dict[str, tuple[str, int, bool]] = {}
    waiting = list(starts)
    while waiting:
        address = waiting.pop(0)
        name = name_of(address)
        if name in found or name.partition("?")[0] in LEAVES:
            continue
        answer = client.get(address)
        is_page = answer.status_code == 200 and answer["Content-Type"].startswith("text/html")
        found[name] = (address, answer.status_code, is_page)
        if answer.status_code == 302:
            waiting.append(answer["Location"])
        elif is_page:
            waiting += [unescape(link).partition("#")[0] for link in LINK.findall(answer.content.decode())]
    return found


def name_of(address: str) -> str:
    """The name of the address, with the questions behind it: a page of its own for each of them."""
    parts = urlsplit(address)
    questions = "&".join(sorted(part.partition("=")[0] for part in parts.query.split("&") if part))
    name = resolve(parts.path).view_name
    return f"{name}?{questions}" if questions and not name.endswith("_changelist") else name


def faults_of_all(browser_page, sample) -> list[str]:
    """Each page once, as on a phone; then wider, as on a desk, without loading it again."""
    faults = []
    for email in STARTS:
        page = browser_page("/", phone=True, user=User.objects.get(email=email) if email else None)
        base = page.url.rstrip("/")
        for name, address in ((name, address) for name, (who, address) in sample.items() if who == email):
            page.set_viewport_size(PHONE)
            page.goto(base + address)
            shot(page, f"year_{email.partition('@')[0]}_{re.sub('[^a-z_]', '_', name)}")
            faults += faults_of(page, name, assert_fits, assert_accessible)
            page.set_viewport_size(DESK)
            faults += faults_of(page, f"{name}, wide", assert_fits)
    return faults


def faults_of(page, where: str, *questions) -> list[str]:
    found = []
    for question in questions:
        try:
            question(page)
        except AssertionError as error:
            found.append(f"{where}: {error}")
    return found

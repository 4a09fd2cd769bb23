"""The next item takes the place of the one that was decided; whatever goes wrong decides nothing twice."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from accounts.roles import Role
from candidates.enums import Stage
from candidates.models import Journey
from tests.browser import assert_accessible, assert_fits
from tests.factories.accounts import UserFactory
from tests.factories.candidates import CandidateFactory, JourneyFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
QUEUE = "/admin/antrean/periksa/"
KEEP = "document.body.dataset.kept = 'yes'"  # lost as soon as a page is built anew


@pytest.fixture
def officer(transactional_db):
    call_command("load_reference", verbosity=0)
    call_command("sync_roles", verbosity=0)
    for number, name in enumerate(("Rina", "Budi", "Dewi")):
        day = timezone.localdate() - timedelta(days=20 - number)
        JourneyFactory(candidate=CandidateFactory(name=f"{name} Contoh"), registered_on=day)
    return UserFactory(role=Role.DISNAKER_OFFICER)


@pytest.fixture
def page(browser_page, officer):
    found = browser_page(QUEUE, user=officer)
    found.evaluate(KEEP)
    return found


def heading(page):
    return page.get_by_role("heading", level=1)


def verified():
    return Journey.objects.filter(stage=Stage.VERIFIED).count()


def test_a_decision_brings_the_next_one_into_the_same_page(page):
    page.keyboard.press("1")
    expect(heading(page)).to_have_text("Budi Contoh")
    expect(heading(page)).to_be_focused()
    expect(page.locator("[aria-live=polite]")).to_contain_text("Rina Contoh")
    expect(page.locator("body")).to_have_attribute("data-kept", "yes")
    assert "ke=2" in page.url
    assert_fits(page)
    assert_accessible(page)
    page.keyboard.press("0")
    expect(heading(page)).to_have_text("Rina Contoh")
    assert verified() == 0


def test_the_way_back_of_the_browser_shows_the_item_before(page):
    page.keyboard.press("1")
    expect(heading(page)).to_have_text("Budi Contoh")
    page.keyboard.press("1")
    expect(heading(page)).to_have_text("Dewi Contoh")
    page.go_back()
    expect(page).to_have_url(re.compile("ke=2"))
    expect(page.locator("body")).not_to_have_attribute("data-kept", "yes")  # asked for anew, as it stands now
    expect(heading(page)).to_have_text("Dewi Contoh")


def test_a_login_that_ran_out_leads_to_the_login_and_decides_nothing(page):
    Session.objects.all().delete()
    cache.clear()
    page.keyboard.press("1")
    expect(page.get_by_label("Kata sandi")).to_be_visible()
    assert verified() == 0


def test_when_no_answer_comes_nothing_is_sent_again_and_what_was_typed_stays(page):
    """The server heard it, but its answer was lost on the way: only the officer can say what to do."""
    sent = []

    def answer_is_lost(route):
        sent.append(route.request.resource_type)
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("internetdisconnected")
        else:
            route.continue_()

    page.route(re.compile(QUEUE), answer_is_lost)
    page.keyboard.press("1")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_contain_text("Belum ada jawaban")
    expect(heading(page)).to_have_text("Rina Contoh")
    assert sent == ["fetch"]
    assert_fits(page)
    assert_accessible(page)
    assert verified() == 1
    page.get_by_role("link", name="Muat ulang").click()
    expect(heading(page)).to_have_text("Budi Contoh")
    assert sent == ["fetch", "document"]


def test_a_decision_is_sent_once_more_when_the_officer_says_so(page):
    page.route(re.compile(QUEUE), lambda route: route.abort("internetdisconnected"))
    page.keyboard.press("1")
    expect(page.get_by_role("alert")).to_be_visible()
    assert verified() == 0
    page.unroute_all()
    page.keyboard.press("1")
    expect(heading(page)).to_have_text("Budi Contoh")
    assert verified() == 1


def test_a_decision_that_is_refused_by_the_server_shows_its_page(page):
    page.context.clear_cookies(name="csrftoken")
    page.keyboard.press("1")
    expect(page.locator("body")).not_to_contain_text("Traceback")
    expect(heading(page)).not_to_have_text(re.compile("Contoh"))
    assert verified() == 0


def test_two_presses_of_the_button_decide_once(page):
    page.get_by_role("button", name="Data benar").dblclick()
    expect(heading(page)).to_have_text("Budi Contoh")
    assert verified() == 1


# As soon as the next one stands there and may be decided.
CLICK_ON_THE_NEXT = """([key, x, y]) => document.addEventListener("onward", () => setTimeout(() => {
    document.body.dataset.heard = document.querySelector(`[data-key="${key}"]`).dispatchEvent(new MouseEvent("click", {
        bubbles: true, cancelable: true, detail: 1, clientX: x, clientY: y}));
}), {once: true})"""


def place_of(button):
    box = button.bounding_box()
    return [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]


def test_a_second_click_does_not_fall_on_the_next_one(page):
    button = page.get_by_role("button", name="Data benar")
    page.evaluate(CLICK_ON_THE_NEXT, ["1", *place_of(button)])
    button.click()
    expect(page.locator("body")).to_have_attribute("data-heard", "false")
    expect(heading(page)).to_have_text("Budi Contoh")
    page.keyboard.press("1")
    expect(heading(page)).to_have_text("Dewi Contoh")
    assert verified() == 2


def test_a_quick_click_elsewhere_counts(page):
    page.evaluate(CLICK_ON_THE_NEXT, ["0", 5, 5])
    page.get_by_role("button", name="Data benar").click()
    expect(page.locator("body")).to_have_attribute("data-heard", "true")
    expect(heading(page)).to_have_text("Rina Contoh")
    assert verified() == 0


def test_the_link_past_the_header_stays_on_the_page(page):
    page.keyboard.press("1")
    expect(heading(page)).to_have_text("Budi Contoh")
    page.locator(".skip-to-content-link").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#content-start$"))
    expect(page.locator("#content-start")).to_be_focused()
    expect(page.locator("body")).to_have_attribute("data-kept", "yes")

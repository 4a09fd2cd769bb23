"""The look in a real browser: it fits, it is accessible, it obeys the strict CSP, it works without a script."""

import pytest
from playwright.sync_api import expect

from tests.browser import assert_accessible, assert_fits, shot

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def gallery(settings):
    settings.ROOT_URLCONF = "tests.look.urls"


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
@pytest.mark.parametrize("state", ["", "?salah", "?padat", "?pesan"])
def test_every_component_fits_and_is_accessible(browser_page, phone, state):
    page = browser_page("/galeri/" + state, phone=phone)
    shot(page, f"gallery{state.replace('?', '_')}_{'360' if phone else '1366'}")
    assert_fits(page)
    assert_accessible(page)


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
def test_everything_that_is_pressed_is_at_least_44_pixels_high(browser_page, phone):
    page = browser_page("/galeri/", phone=phone)
    small = page.evaluate(
        """() => [...document.querySelectorAll(
                ".btn, .kop a, .kop button, .kop summary, .form-control, .form-select, .pilih, .kembali")]
            .filter(e => e.offsetParent && e.getBoundingClientRect().height < 44)
            .map(e => e.outerHTML.slice(0, 80))"""
    )
    assert small == []


def test_the_phone_shows_one_link_and_a_menu_that_works_without_a_script(browser_page):
    page = browser_page("/galeri/", phone=True, javascript=False)
    header = page.locator(".kop")
    assert header.get_by_role("link", name="Kelas").is_hidden()
    assert header.get_by_role("link", name="Pendaftar").is_visible()
    page.get_by_text("Menu", exact=True).click()
    assert header.get_by_role("link", name="Keberangkatan").is_visible()
    shot(page, "menu_360")


def test_the_error_summary_takes_the_focus_and_leads_into_the_wrong_box(browser_page):
    page = browser_page("/galeri/?salah", phone=True, javascript=False)
    assert page.title().startswith("Perbaiki: ")
    assert page.locator(".perbaiki").evaluate("e => document.activeElement === e")
    page.locator(".perbaiki a").nth(1).click()
    expect(page.locator("#id_birth_date_day, [name=birth_date_day]").first).to_be_focused()


def test_the_save_bar_never_hides_the_box_that_has_the_focus(browser_page):
    page = browser_page("/galeri/", phone=True)
    page.locator("#id_name").focus()
    for _press in range(14):
        page.keyboard.press("Tab")
        hidden = page.evaluate(
            """() => {
                const bar = document.querySelector(".bilah").getBoundingClientRect();
                const e = document.activeElement, box = e.getBoundingClientRect();
                const below = box.bottom > bar.top + 1 && box.top < bar.bottom;
                return below && bar.bottom >= innerHeight - 1 && !e.closest(".bilah") ? e.outerHTML : "";
            }"""
        )
        assert hidden == ""


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "429", "500"])
def test_an_error_page_fits_and_says_what_to_do(browser_page, name):
    page = browser_page(f"/galat/{name}/", phone=True)
    shot(page, f"error_{name}_360")
    assert_fits(page)
    assert_accessible(page)
    assert page.locator("main a.btn").count() >= 1


def test_paper_keeps_the_ribbon_and_leaves_the_buttons_out(browser_page):
    page = browser_page("/galeri/")
    page.emulate_media(media="print")
    assert page.locator(".contoh").is_visible()
    assert page.locator(".kop").is_hidden()
    assert page.locator(".btn").first.is_hidden()

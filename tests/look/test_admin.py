"""Django's own admin in the portal's clothes: accessible, no wider than the screen, silent under the strict CSP."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import expect

from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.accounts import UserFactory

PAGES = [
    "/admin/accounts/",
    "/admin/accounts/user/",
    "/admin/accounts/user/add/",
    "/admin/accounts/user/{pk}/change/",
    "/admin/accounts/user/{pk}/history/",
    "/admin/accounts/user/{pk}/delete/",
    "/admin/password_change/",
]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def keeper():
    return UserFactory(name="Ratna Contoh", is_staff=True, is_superuser=True)


@pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])
@pytest.mark.parametrize("path", PAGES)
def test_the_admin_fits_and_is_accessible(browser_page, keeper, path, phone):
    for _person in range(3):
        UserFactory()
    Group.objects.get_or_create(name="trainer")
    page = browser_page(path.format(pk=keeper.pk), phone=phone, user=keeper)
    name = path.strip("/").replace("/", "_").replace("{pk}", "pk")
    shot(page, f"{name}_{'360' if phone else '1366'}")
    menu = page.locator("#header").get_by_text("Menu", exact=True)
    if phone and menu.count():  # the page of a password has so little in its header that it needs none
        menu.click()
    expect(page.locator("#header").get_by_role("button", name="Keluar")).to_be_visible()
    assert_fits(page)
    assert_accessible(page)


def test_the_admin_stays_light_when_the_machine_is_dark(browser_page, keeper):
    page = browser_page("/admin/accounts/user/", user=keeper)
    page.emulate_media(color_scheme="dark")
    assert page.locator("body").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(250, 247, 241)"
    assert page.locator(".theme-toggle").count() == 0

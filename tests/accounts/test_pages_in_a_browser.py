import re
from urllib.parse import urljoin

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from playwright.sync_api import expect

from tests.browser import assert_accessible, assert_fits, shot
from tests.factories.accounts import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIZES = pytest.mark.parametrize("phone", [True, False], ids=["360", "1366"])


def look_at(page, name, phone):
    shot(page, f"{name}_{360 if phone else 1366}")
    assert_fits(page)
    assert_accessible(page)


@SIZES
@pytest.mark.parametrize("address, button", [("/masuk/", "Masuk"), ("/masuk/kode/", "Kirim kode")])
def test_the_doors_are_readable(browser_page, phone, address, button):
    page = browser_page(address, phone=phone)
    look_at(page, address.strip("/").replace("/", "-"), phone)
    expect(page.get_by_label("Email atau nomor HP")).to_be_editable()
    expect(page.get_by_role("main").get_by_role("button", name=button, exact=True)).to_be_enabled()


@SIZES
def test_a_wrong_password_is_explained_and_the_address_stays(browser_page, officer, phone):
    page = browser_page("/masuk/", phone=phone)
    page.get_by_label("Email atau nomor HP").fill("disnaker@demo.test")
    page.get_by_label("Kata sandi").fill("salah-sekali-ini")
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page).to_have_title(re.compile("^Perbaiki:"))
    expect(page.get_by_label("Email atau nomor HP")).to_have_value("disnaker@demo.test")
    look_at(page, "masuk-salah", phone)


@SIZES
def test_setting_up_the_second_step(browser_page, officer, phone):
    page = browser_page("/akun/dua-langkah/", user=officer, phone=phone)
    look_at(page, "dua-langkah", phone)
    expect(page.get_by_role("main").get_by_role("img")).to_be_visible()  # the square to photograph
    expect(page.locator("input[name=code]")).to_be_editable()


@SIZES
def test_the_code_page(browser_page, candidate_user, reference, phone):
    page = browser_page("/masuk/kode/", phone=phone)
    page.get_by_label("Email atau nomor HP").fill("0812-0000-0001")
    page.get_by_role("button", name="Kirim kode").click()
    expect(page).to_have_url(re.compile("/masuk/kode/isi/$"))
    look_at(page, "masuk-kode-isi", phone)


@SIZES
def test_logging_in_with_an_app(browser_page, officer, phone):
    TOTP.activate(officer, generate_totp_secret())
    spare = RecoveryCodes.activate(officer).get_unused_codes()[0]
    page = browser_page("/masuk/", phone=phone)
    page.get_by_label("Email atau nomor HP").fill("disnaker@demo.test")
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Masuk").click()
    expect(page).to_have_url(re.compile("/masuk/dua-langkah/$"))
    look_at(page, "masuk-dua-langkah", phone)
    page.get_by_label("Kode dari aplikasi").fill(spare)
    page.get_by_role("button", name="Lanjut").click()
    expect(page).to_have_url(re.compile("/masuk/perangkat/$"))
    look_at(page, "masuk-perangkat", phone)
    page.get_by_role("button", name="Ingat selama 30 hari").click()
    page.wait_for_url("**/admin/")
    for address in ("/akun/", "/akun/kode-cadangan/", "/akun/dua-langkah/matikan/", "/akun/kata-sandi/", "/keluar/"):
        page.goto(urljoin(page.url, address))
        look_at(page, address.strip("/").replace("/", "-"), phone)

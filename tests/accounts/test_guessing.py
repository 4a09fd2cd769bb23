"""Nobody finds a password by trying: neither at one account, nor from one address at many."""

import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.hashers import check_password
from django.test import Client

from accounts.roles import Role
from core import rate_limit
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
WAIT = "Sudah terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi."
WRONG = "salah-sekali-ini"


def log_in(login, password=PASSWORD, address="10.0.0.1"):
    """In a browser of its own."""
    return Client(REMOTE_ADDR=address).post("/masuk/", {"login": login, "password": password})


def wait(monkeypatch, seconds):
    later = time.time() + seconds
    monkeypatch.setattr(rate_limit.time, "time", lambda: later)


def test_five_wrong_passwords_from_anywhere_close_an_account_for_five_minutes(lpk, monkeypatch):
    for number in range(5):
        assert WAIT not in log_in(lpk.email, WRONG, f"10.0.1.{number}").content.decode()
    assert WAIT in log_in(lpk.email, address="10.0.0.9").content.decode()
    wait(monkeypatch, 301)
    assert log_in(lpk.email).url == "/mulai/"


def test_ten_wrong_passwords_from_one_address_at_any_accounts_close_it_for_a_minute(lpk, monkeypatch):
    for number in range(10):
        assert WAIT not in log_in(f"orang{number}@demo.test", WRONG).content.decode()
    assert WAIT in log_in(lpk.email).content.decode()
    assert log_in(lpk.email, address="10.0.0.2").url == "/mulai/"
    wait(monkeypatch, 61)
    assert log_in(lpk.email).url == "/mulai/"


def test_no_password_is_compared_while_one_must_wait(lpk, monkeypatch):
    for _attempt in range(5):
        log_in(lpk.email, WRONG)
    compared = []
    monkeypatch.setattr("accounts.models.User.check_password", lambda *args: compared.append(args))
    monkeypatch.setattr("accounts.models.User.set_password", lambda *args: compared.append(args))
    log_in(lpk.email)
    assert compared == []


def test_right_passwords_are_no_guesses(lpk):
    assert {log_in(lpk.email).status_code for _time in range(11)} == {302}


def test_a_right_password_does_not_wipe_out_the_wrong_ones_before_it(lpk):
    for password in (WRONG, WRONG, WRONG, WRONG, PASSWORD, WRONG):
        log_in(lpk.email, password)
    assert WAIT in log_in(lpk.email).content.decode()


def test_of_an_unknown_account_as_many_guesses_are_answered_as_of_a_known_one(lpk):
    answers = [log_in("tidakada@demo.test", WRONG).content.decode() for _attempt in range(6)]
    assert [WAIT in answer for answer in answers] == [False] * 5 + [True]


def test_an_unknown_account_takes_one_comparison_as_a_known_one_does(lpk, monkeypatch):
    hashed = []
    hasher = "core.hashing.PortalArgon2Hasher"
    monkeypatch.setattr(f"{hasher}.verify", lambda *args: hashed.append("verify"))
    monkeypatch.setattr(f"{hasher}.encode", lambda *args: hashed.append("encode") or "argon2$nothing")
    log_in(lpk.email, WRONG)
    log_in("tidakada@demo.test", WRONG)
    assert hashed == ["verify", "encode"]


def test_thirty_logins_a_minute_may_come_from_one_address_complete_or_not(lpk):
    for _time in range(29):
        log_in(lpk.email, "")
    assert log_in(lpk.email).url == "/mulai/"
    assert log_in(lpk.email).status_code == 429
    assert log_in(lpk.email, "").status_code == 429
    assert log_in(lpk.email, address="10.0.0.2").url == "/mulai/"


def test_who_proves_who_they_are_is_counted_like_who_logs_in(client_of, lpk):
    browser = client_of(lpk)
    for _attempt in range(5):
        browser.post("/akun/pastikan/", {"password": WRONG})
    assert WAIT in browser.post("/akun/pastikan/", {"password": PASSWORD}).content.decode()


def test_codes_of_the_app_cannot_be_guessed_either(client, officer):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(officer, secret)
    RecoveryCodes.activate(officer)
    client.post("/masuk/", {"login": officer.email, "password": PASSWORD})
    for _attempt in range(5):
        client.post("/masuk/dua-langkah/", {"code": "000000"})
    code = totp.format_hotp_value(totp.hotp_value(secret, next(iter(totp.yield_hotp_counters_from_time()))))
    client.post("/masuk/dua-langkah/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_people_behind_one_network_of_the_new_kind_of_address_count_as_one(lpk):
    for number in range(10):
        log_in(f"orang{number}@demo.test", WRONG, f"2001:db8::{number}")
    assert WAIT in log_in(lpk.email, address="2001:db8::ff").content.decode()
    assert log_in(lpk.email, address="2001:db8:0:1::1").url == "/mulai/"


def test_a_password_is_kept_as_argon2id_at_the_setting_of_owasp():
    person = UserFactory(role=Role.TRAINER)
    assert person.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")
    assert check_password(PASSWORD, person.password)

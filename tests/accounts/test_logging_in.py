"""Through the doors: password or code, by e-mail or phone, with a second step for staff."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from notifications.models import Message
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db


def log_in(client, login, password=PASSWORD, **more):
    return client.post("/masuk/", {"login": login, "password": password, **more})


def is_logged_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.fixture
def messages(db):
    call_command("load_reference", verbosity=0)
    return Message.objects.order_by("pk")


def code_in(message) -> str:
    return message.context["code"]


@pytest.fixture
def with_app(officer):
    """An officer whose phone shows codes; returns their secret."""
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(officer, secret)
    RecoveryCodes.activate(officer)
    return secret


def code_of(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


@pytest.mark.parametrize(
    "typed",
    ["sensei@demo.test", " Sensei@Demo.TEST", "081200000001", "0812-0000-0001", "+62 812 0000 0001", "62812 0000 0001"],
)
def test_a_person_logs_in_by_e_mail_or_phone_in_any_way_of_writing(client, trainer, typed):
    User.objects.filter(pk=trainer.pk).update(phone="+6281200000001")
    response = log_in(client, typed)
    assert (response.status_code, response.url) == (302, "/mulai/")
    assert is_logged_in(client)


def test_one_goes_on_to_where_one_wanted_to_go(client, officer):
    assert log_in(client, officer.email, next="/admin/accounts/user/").url == "/admin/accounts/user/"


def test_one_is_never_sent_to_another_site(client, officer):
    assert log_in(client, officer.email, next="https://jahat.example/").url == "/mulai/"


def test_the_answer_for_a_wrong_password_and_for_an_unknown_account_is_the_same(client, officer):
    def body(response):
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())

    wrong = body(log_in(client, "disnaker@demo.test", "salah-sekali-ini"))
    unknown = body(log_in(client, "tidakada@demo.test", "salah-sekali-ini"))
    assert wrong.replace("disnaker@", "") == unknown.replace("tidakada@", "")
    assert not is_logged_in(client)


def test_what_is_neither_an_e_mail_nor_a_phone_is_said_beside_the_field(client):
    response = log_in(client, "Ratna")
    assert list(response.context["form"].errors) == ["login"]
    assert 'value="Ratna"' in response.content.decode()


def test_the_password_is_never_sent_back(client, officer):
    assert "salah-sekali-ini" not in log_in(client, officer.email, "salah-sekali-ini").content.decode()


def test_after_five_wrong_passwords_one_must_wait_even_with_the_right_one(client, candidate_user):
    for _attempt in range(5):
        log_in(client, "081200000001", "salah-sekali-ini")
    log_in(client, "0812-0000-0001")
    assert not is_logged_in(client)


def test_one_person_guessing_does_not_lock_out_another(client, candidate_user):
    UserFactory(email=None, phone="+6281200000002", role=Role.TRAINER)
    for _attempt in range(5):
        log_in(client, "081200000001", "salah-sekali-ini")
    log_in(client, "081200000002")
    assert is_logged_in(client)


def test_a_closed_account_does_not_open(client):
    closed = UserFactory(is_active=False)
    log_in(client, closed.email)
    assert not is_logged_in(client)


def test_closing_an_account_ends_its_sessions(client_of, officer):
    browser = client_of(officer)
    officer.is_active = False
    officer.save()
    assert browser.get("/mulai/").url.startswith("/masuk/")


def test_logging_out_asks_first_and_then_ends_the_session(client_of, officer):
    browser = client_of(officer)
    browser.get("/keluar/")
    assert is_logged_in(browser)
    assert browser.post("/keluar/").url == "/"
    assert not is_logged_in(browser)


def test_nobody_can_sign_up_here(client):
    assert client.get("/masuk/daftar/").status_code == 404
    assert client.get("/signup/").status_code == 404


@pytest.mark.parametrize(
    ("typed", "address"), [("sensei@demo.test", "sensei@demo.test"), ("0812 0000 0001", "+6281200000001")]
)
def test_a_code_by_message_opens_the_door(client, trainer, messages, typed, address):
    User.objects.filter(pk=trainer.pk).update(phone="+6281200000001")
    response = client.post("/masuk/kode/", {"login": typed})
    assert response.url == "/masuk/kode/isi/"
    message = messages.get()
    assert (message.address, message.name, message.urgent) == (address, "Bu Sari Contoh", True)
    assert re.fullmatch(r"[0-9]{6}", code_in(message))
    assert client.post("/masuk/kode/isi/", {"code": code_in(message)}).url == "/mulai/"
    assert is_logged_in(client)


def test_asking_for_a_code_says_the_same_for_an_unknown_address_and_sends_nothing(client, candidate_user, messages):
    known = client.post("/masuk/kode/", {"login": "rina@demo.test"}, follow=True).content.decode()
    client.session.flush()
    client.cookies.clear()
    unknown = client.post("/masuk/kode/", {"login": "tidak@demo.test"}, follow=True).content.decode()
    clean = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert clean.sub("", known).replace("rina@", "tidak@") == clean.sub("", unknown)
    assert messages.count() == 1


def test_a_code_for_a_closed_account_is_not_sent(client, messages):
    UserFactory(email="tutup@demo.test", phone="+6281200000009", is_active=False)
    client.post("/masuk/kode/", {"login": "tutup@demo.test"})
    client.cookies.clear()
    client.post("/masuk/kode/", {"login": "081200000009"})
    assert messages.count() == 0


def test_after_three_wrong_codes_the_right_one_is_worth_nothing(client, candidate_user, messages):
    client.post("/masuk/kode/", {"login": "rina@demo.test"})
    for _attempt in range(3):
        client.post("/masuk/kode/isi/", {"code": "000000"})
    client.post("/masuk/kode/isi/", {"code": code_in(messages.get())})
    assert not is_logged_in(client)


def test_an_old_code_is_worth_nothing(client, candidate_user, messages, settings):
    client.post("/masuk/kode/", {"login": "rina@demo.test"})
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    client.post("/masuk/kode/isi/", {"code": code_in(messages.get())})
    assert not is_logged_in(client)


def test_another_code_replaces_the_first(client, candidate_user, messages):
    client.post("/masuk/kode/", {"login": "rina@demo.test"})
    client.post("/masuk/kode/isi/", {"action": "resend"})
    first, second = messages
    client.post("/masuk/kode/isi/", {"code": code_in(second)})
    assert is_logged_in(client)
    assert code_in(first) != code_in(second)


def test_an_officer_with_an_app_is_asked_for_its_code(client, officer, with_app):
    assert log_in(client, officer.email).url == "/masuk/dua-langkah/"
    assert not is_logged_in(client)
    client.post("/masuk/dua-langkah/", {"code": "000000"})
    assert not is_logged_in(client)
    assert client.post("/masuk/dua-langkah/", {"code": code_of(with_app)}).url == "/masuk/perangkat/"
    assert client.post("/masuk/perangkat/", {"action": "skip"}).url == "/mulai/"
    assert is_logged_in(client)


def test_a_remembered_device_is_not_asked_again_for_thirty_days(client, officer, with_app):
    log_in(client, officer.email)
    client.post("/masuk/dua-langkah/", {"code": code_of(with_app)})
    client.post("/masuk/perangkat/", {"action": "trust"})
    assert client.cookies["mfa_trusted"]["max-age"] == 30 * 24 * 3600
    assert client.cookies["mfa_trusted"]["httponly"]
    client.post("/keluar/")
    assert log_in(client, officer.email).url == "/mulai/"


def test_a_device_is_remembered_for_one_person_only(client, officer, admin2, with_app):
    totp.TOTP.activate(admin2, totp.generate_totp_secret())
    log_in(client, officer.email)
    client.post("/masuk/dua-langkah/", {"code": code_of(with_app)})
    client.post("/masuk/perangkat/", {"action": "trust"})
    client.post("/keluar/")
    assert log_in(client, admin2.email).url == "/masuk/dua-langkah/"


def test_a_code_by_message_does_not_replace_the_second_step(client, officer, with_app, messages):
    client.post("/masuk/kode/", {"login": officer.email})
    assert client.post("/masuk/kode/isi/", {"code": code_in(messages.get())}).url == "/masuk/dua-langkah/"
    assert not is_logged_in(client)


@pytest.mark.parametrize("person", ["officer", "admin2", "welfare", "lpk", "trainer", "leader", "superuser"])
def test_staff_without_a_second_step_set_it_up_first(client_of, request, settings, person):
    settings.STAFF_MFA_REQUIRED = True
    browser = client_of(request.getfixturevalue(person))
    assert browser.get("/mulai/").url == "/akun/dua-langkah/"
    assert browser.get("/admin/").url == "/akun/dua-langkah/"
    assert browser.post("/keluar/").url == "/"


def test_candidates_are_not_asked_for_a_second_step(client_of, candidate_user, settings):
    settings.STAFF_MFA_REQUIRED = True
    assert client_of(candidate_user).get("/mulai/").url == "/saya/"


def test_demo_mode_asks_nobody_for_a_second_step(client_of, officer):
    assert client_of(officer).get("/mulai/").url == "/admin/"


def test_an_officer_sets_up_the_second_step_straight_after_the_password(client, officer, settings):
    settings.STAFF_MFA_REQUIRED = True
    log_in(client, officer.email)
    page = client.get("/mulai/", follow=True)
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    response = client.post("/akun/dua-langkah/", {"code": code_of(secret)})
    assert response.url == "/akun/kode-cadangan/"
    assert len(client.get(response.url).context["unused_codes"]) == 10
    assert client.get("/mulai/").url == "/admin/"


def test_switching_the_second_step_off_asks_who_one_is(client_of, officer, with_app):
    response = client_of(officer).post("/akun/dua-langkah/matikan/")
    assert response.url.startswith(reverse("account_reauthenticate"))


def test_an_officer_proves_who_they_are_with_the_password(client_of, officer, with_app):
    browser = client_of(officer)
    browser.post("/akun/pastikan/?next=/akun/", {"password": PASSWORD})
    assert browser.post("/akun/dua-langkah/matikan/").url == "/akun/"


def test_a_person_chooses_a_new_password(client_of, client, officer):
    new = "kata-sandi-yang-baru"
    client_of(officer).post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    log_in(client, officer.email, new)
    assert is_logged_in(client)


def test_a_new_colleague_comes_in_by_code_and_chooses_a_password(client, messages):
    UserFactory(email="baru@demo.test", password="!", role=Role.TRAINER)
    client.post("/masuk/kode/", {"login": "baru@demo.test"})
    client.post("/masuk/kode/isi/", {"code": code_in(messages.get())})
    new = "kata-sandi-yang-baru"
    client.post("/akun/kata-sandi/buat/", {"password1": new, "password2": new})
    client.cookies.clear()
    log_in(client, "baru@demo.test", new)
    assert is_logged_in(client)


def test_the_admin_has_no_door_of_its_own(client, client_of, trainer):
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == "/masuk/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/accounts/user/").url == "/masuk/?next=/admin/accounts/user/"
    assert client_of(trainer).get("/admin/", follow=True).status_code == 403


def test_who_one_is_costs_one_query_and_what_one_may_do_one_more(client_of, officer, django_assert_num_queries):
    browser = client_of(officer)
    browser.get("/mulai/")
    with django_assert_num_queries(1):
        browser.get("/mulai/")

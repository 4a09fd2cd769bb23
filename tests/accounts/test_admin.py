import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import Group

from accounts.changes import changes
from accounts.models import User
from accounts.roles import Role
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


def test_the_disnaker_admin_opens_an_account_that_has_no_password(client_of, admin2, roles):

    group = Group.objects.get(name=Role.TRAINER)
    client_of(admin2).post(
        f"{PEOPLE}add/", {"name": "Sari Contoh", "email": "Sari@Demo.Test", "phone": "", "groups": [group.pk]}
    )
    sari = User.objects.get(email="sari@demo.test")
    assert not sari.has_usable_password()
    assert [role.name for role in sari.groups.all()] == ["trainer"]


def test_an_address_that_is_taken_is_said_beside_the_field(client_of, admin2, officer):
    response = client_of(admin2).post(f"{PEOPLE}add/", {"name": "Lain", "email": "DISNAKER@demo.test", "phone": ""})
    assert list(response.context["adminform"].form.errors) == ["email"]


def test_roles_are_read_in_words_in_the_list_its_filter_and_the_form(client_of, admin2, officer, lpk):
    desk = client_of(admin2)
    page = desk.get(PEOPLE, {"role": "lpk_officer"})
    assert list(page.context["cl"].result_list) == [lpk]
    assert "Petugas LPK" in page.text.partition('id="result_list"')[2]
    form = desk.get(f"{PEOPLE}{lpk.pk}/change/")
    assert "Petugas Disnaker" in form.text
    assert "disnaker_officer" not in form.text


def test_an_officer_does_not_see_accounts(client_of, officer):
    assert client_of(officer).get(PEOPLE).status_code == 403


@pytest.mark.parametrize("page", ["change/", "password/"])
def test_the_disnaker_admin_cannot_take_over_a_superuser(client_of, admin2, superuser, page):
    response = client_of(admin2).post(
        f"{PEOPLE}{superuser.pk}/{page}",
        {"name": "x", "email": "x@demo.test", "password1": "kata-sandi-baru-1", "password2": "kata-sandi-baru-1"},
    )
    assert response.status_code == 403
    superuser.refresh_from_db()
    assert superuser.email == "pengelola@demo.test"


def test_a_lost_phone_is_forgotten(client_of, admin2, officer, superuser):
    for person in (officer, superuser):
        TOTP.activate(person, generate_totp_secret())
    client_of(admin2).post(PEOPLE, {"action": "forget_second_step", "_selected_action": [officer.pk, superuser.pk]})
    assert [row.user for row in Authenticator.objects.all()] == [superuser]


def test_the_list_takes_the_same_queries_for_three_people_as_for_one(client_of, admin2, django_assert_num_queries):
    browser = client_of(admin2)
    browser.get(PEOPLE)
    with django_assert_num_queries(6):
        browser.get(PEOPLE)
    UserFactory.create_batch(2, role=Role.TRAINER)
    with django_assert_num_queries(6):
        browser.get(PEOPLE)


class TestTheHistory:
    def change(self, desk, person, **typed):
        form = desk.get(f"{PEOPLE}{person.pk}/change/").context["adminform"].form
        data = {name: form.initial.get(name) for name in form.fields} | {"groups": roles_now(person)} | typed
        filled = {name: value for name, value in data.items() if value not in (None, False, "")}
        answer = desk.post(f"{PEOPLE}{person.pk}/change/", filled)
        assert answer.status_code == 302, answer.context["errors"]

    def told(self, person):
        person.refresh_from_db()
        return [(each.who, *value) for each in changes(person) for value in each.values]

    def test_of_an_account_names_who_changed_the_role_and_the_address_and_what_stood_before(
        self, client_of, admin2, lpk, roles
    ):
        desk = client_of(admin2)
        self.change(desk, lpk, phone="0812 3456 7890", groups=[Group.objects.get(name=Role.LEADER).pk])
        assert sorted(self.told(lpk)) == [
            ("Pak Bambang Contoh", "HP", "–", "+6281234567890"),
            ("Pak Bambang Contoh", "peran", "Petugas LPK", "–"),
            ("Pak Bambang Contoh", "peran", "–", "Pimpinan"),
            ("portal", "peran", "–", "Petugas LPK"),
        ]
        page = desk.get(f"{PEOPLE}{lpk.pk}/history/").text
        assert "Pak Bambang Contoh" in page
        assert "Pimpinan" in page

    def test_logging_in_and_a_new_password_are_no_change(self, client, admin2, roles):
        before = self.told(admin2)
        client.post("/masuk/", {"login": "kabid@demo.test", "password": PASSWORD})
        admin2.refresh_from_db()
        assert admin2.last_login
        admin2.set_password("mangga pisang jambu")
        admin2.save()
        assert self.told(admin2) == before
        assert "password" not in {field.name for field in User.history.rel.related_model._meta.fields}

    def test_an_officer_does_not_read_it(self, client_of, officer, lpk):
        assert client_of(officer).get(f"{PEOPLE}{lpk.pk}/history/").status_code in {302, 403}


def roles_now(person):
    return [role.pk for role in person.groups.all()]

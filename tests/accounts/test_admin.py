import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from accounts.models import User
from accounts.roles import Role
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PEOPLE = "/admin/accounts/user/"


def test_the_disnaker_admin_opens_an_account_that_has_no_password(client_of, admin2, roles):
    from django.contrib.auth.models import Group

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

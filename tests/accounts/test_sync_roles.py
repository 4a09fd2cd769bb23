import io
from types import ModuleType

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command

from accounts import syncing
from accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def granting(monkeypatch):
    """`granting({"trainer": {"accounts.view_user"}})`: what the apps declare in this test."""

    def declare(grants):
        declared = {role.value: set(grants.get(role.value, ())) for role in Role}
        monkeypatch.setattr(syncing, "declared_grants", lambda: declared)

    return declare


def labels_of(role: str) -> set[str]:
    permissions = Permission.objects.filter(group__name=role).select_related("content_type")
    return {f"{permission.content_type.app_label}.{permission.codename}" for permission in permissions}


def sync() -> str:
    out = io.StringIO()
    call_command("sync_roles", stdout=out)
    return out.getvalue()


def test_every_role_becomes_a_group(granting):
    granting({})
    sync()
    assert set(Group.objects.values_list("name", flat=True)) == set(Role.values)


def test_a_role_gets_what_is_granted_and_loses_what_no_longer_is(granting):
    granting({"trainer": {"accounts.view_user", "accounts.change_user"}})
    sync()
    granting({"trainer": {"accounts.view_user", "accounts.add_user"}})
    report = sync()
    assert labels_of("trainer") == {"accounts.view_user", "accounts.add_user"}
    assert report == (
        "+ trainer: accounts.add_user\n- trainer: accounts.change_user\nRoles: 1 permissions given, 1 taken away.\n"
    )


def test_a_second_run_changes_nothing(granting):
    granting({"trainer": {"accounts.view_user"}})
    sync()
    assert sync() == "Roles: 0 permissions given, 0 taken away.\n"


def test_a_permission_that_does_not_exist_stops_everything(granting):
    granting({"trainer": {"accounts.view_user", "accounts.fly_to_the_moon"}})
    with pytest.raises(CommandError, match=r"No such permission: accounts\.fly_to_the_moon"):
        sync()
    assert labels_of("trainer") == set()


def test_a_role_that_does_not_exist_is_named(monkeypatch):
    declared = ModuleType("accounts.permissions")
    declared.GRANTS = {"captain": {"accounts.view_user"}}
    monkeypatch.setattr(syncing, "find_spec", lambda name: name == "accounts.permissions" or None)
    monkeypatch.setattr(syncing, "import_module", lambda name: declared)
    with pytest.raises(CommandError, match=r"accounts\.permissions: there is no role “captain”\."):
        sync()


def test_a_group_that_is_no_role_is_left_alone(granting):
    committee = Group.objects.create(name="panitia")
    committee.permissions.add(Permission.objects.get(codename="view_user"))
    granting({})
    sync()
    assert labels_of("panitia") == {"accounts.view_user"}


def test_what_the_apps_declare_exists():
    assert sync().endswith("0 taken away.\n")

"""The roles, and who has one.

A role is a group. What it may do is declared by the apps: each app's
`permissions.py` has `GRANTS`, a mapping of role to permission labels, and
`manage.py sync_roles` makes the groups agree with it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    TRAINER = "trainer", _("Trainer")
    LPK_OFFICER = "lpk_officer", _("LPK officer")
    DISNAKER_OFFICER = "disnaker_officer", _("Disnaker officer")
    DISNAKER_ADMIN = "disnaker_admin", _("Disnaker admin")
    WELFARE_OFFICER = "welfare_officer", _("Welfare officer")
    LEADER = "leader", _("Leader")


def in_words(name: str) -> str:
    """A role as people call it; a group that is no role by its name."""
    return str(Role(name).label) if name in Role.values else name


def roles_of(user) -> frozenset[str]:
    """The role names of `user`, read once per request object."""
    if not user.is_authenticated:
        return frozenset()
    if not hasattr(user, "_roles"):
        remember_roles(user, user.groups.values_list("name", flat=True))
    return user._roles


def remember_roles(user, names: Iterable[str]) -> None:
    """Keep the role names on this object, so that asking again takes no query."""
    user._roles = frozenset(names)


Rights = tuple[frozenset[str], bool]  # role names, and whether they are a superuser


def rights_of(user) -> Rights:
    """What decides whom `user` sees, apart from who they are: a question is worded once for all who share it."""
    return roles_of(user), user.is_superuser


def somebody_with(rights: Rights, pk: int) -> Any:
    """A person with these rights who is not on file, to word a question with."""
    roles, is_superuser = rights
    somebody = get_user_model()(pk=pk, is_superuser=is_superuser)
    remember_roles(somebody, roles)
    return somebody


def has_role(user, *roles: str) -> bool:
    """True for a person who has at least one of `roles`."""
    return not roles_of(user).isdisjoint(roles)


def is_staff_role(user) -> bool:
    """True for a person who sees other people's data: everybody but candidates and visitors."""
    return user.is_authenticated and (user.is_staff or bool(roles_of(user) - {Role.CANDIDATE}))

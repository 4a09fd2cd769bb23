"""Make the groups and their permissions agree with what the apps declare."""

from collections import defaultdict
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.roles import Role


class UnknownGrant(Exception):
    """An app grants something to a role, or grants a permission, that does not exist."""


@dataclass
class Sync:
    given: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)


def declared_grants() -> dict[str, set[str]]:
    """Role → permission labels, gathered from `GRANTS` in every app's `permissions.py`."""
    grants: dict[str, set[str]] = {role.value: set() for role in Role}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.permissions") is None:
            continue
        module = import_module(f"{config.name}.permissions")
        for role, labels in getattr(module, "GRANTS", {}).items():
            if role not in grants:
                raise UnknownGrant(f"{module.__name__}: there is no role “{role}”.")
            grants[role].update(labels)
    return grants


def sync_roles() -> Sync:
    """Every role becomes a group with exactly the permissions that the apps declare.

    Raises `UnknownGrant` and changes nothing when a label names no permission.
    Groups that are no roles are left alone.
    """
    grants = declared_grants()
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    unknown = sorted(label for labels in grants.values() for label in labels if label not in permissions)
    if unknown:
        raise UnknownGrant("No such permission: " + ", ".join(dict.fromkeys(unknown)))
    sync = Sync()
    with transaction.atomic():
        held = _held(list(grants))
        for role, labels in grants.items():
            group, _created = Group.objects.get_or_create(name=role)
            group.permissions.add(*(permissions[label] for label in labels - held[role]))
            group.permissions.remove(*(permissions[label] for label in held[role] - labels))
            sync.given += [f"{role}: {label}" for label in sorted(labels - held[role])]
            sync.taken += [f"{role}: {label}" for label in sorted(held[role] - labels)]
    return sync


def _held(roles: list[str]) -> dict[str, set[str]]:
    held: dict[str, set[str]] = defaultdict(set)
    rows = Permission.objects.filter(group__name__in=roles).values_list(
        "group__name", "content_type__app_label", "codename"
    )
    for role, app_label, codename in rows:
        held[role].add(f"{app_label}.{codename}")
    return held

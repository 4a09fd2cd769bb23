"""What changed on an account and in its roles: who, when, old → new."""

from django.utils.translation import gettext_lazy as _

from accounts.models import RoleHistory, User  # type: ignore[attr-defined]
from accounts.roles import in_words
from core import history
from core.history import Change, Link


def changes(user: User) -> list[Change]:
    roles = RoleHistory.objects.filter(user=user.pk).select_related("group")
    return history.changes(user, links=[Link(row, _("role"), in_words(row.group.name)) for row in roles])


def forget(user: User) -> None:
    """Overwrite the old names and addresses of an account that was emptied."""
    history.redact(user, name=user.name, honorific="", email=None, phone=None, number=None)

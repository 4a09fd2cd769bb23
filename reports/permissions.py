"""Who reads the leader's page, and who decides a target."""

from typing import TYPE_CHECKING

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.models import User

GRANTS: dict[str, list[str]] = {
    Role.LEADER: ["reports.view_target"],
    Role.DISNAKER_OFFICER: ["reports.view_target"],
    Role.DISNAKER_ADMIN: ["reports.view_target", "reports.add_target"],
}


def can_read_summary(user: "User") -> bool:
    """Leaders and Disnaker's own staff."""
    return user.has_perm("reports.view_target")


def can_read_names(user: "User") -> bool:
    """The people behind the number: leaders and Disnaker's own staff, as for the number itself."""
    return can_read_summary(user)

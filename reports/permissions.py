"""Who reads the leader's page, and who decides a target."""

from typing import TYPE_CHECKING

from accounts.roles import Role

if TYPE_CHECKING:
    from accounts.models import User

READ = ["reports.view_target", "reports.view_frozenreport", "reports.freeze_report"]

GRANTS: dict[str, list[str]] = {
    Role.LEADER: READ,
    Role.DISNAKER_OFFICER: READ,
    Role.DISNAKER_ADMIN: [*READ, "reports.add_target"],
}


def can_read_summary(user: "User") -> bool:
    """Leaders and Disnaker's own staff."""
    return user.has_perm("reports.view_target")


def can_read_names(user: "User") -> bool:
    """The people behind the number: leaders and Disnaker's own staff, as for the number itself."""
    return can_read_summary(user)


def can_freeze(user: "User") -> bool:
    """Who may make a report with a check code: leaders and Disnaker's own staff."""
    return user.has_perm("reports.freeze_report")

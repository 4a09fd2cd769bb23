"""Where people land after logging in."""

from typing import Any

from accounts.roles import Role, roles_of

# In this order: whoever has two roles starts where most of the day's work lies.
PAGES = {
    Role.DISNAKER_OFFICER: "/admin/",
    Role.DISNAKER_ADMIN: "/admin/",
    Role.WELFARE_OFFICER: "/admin/",
    Role.LPK_OFFICER: "/lpk/",
    Role.TRAINER: "/pelatihan/",
    Role.LEADER: "/ringkasan/",
    Role.CANDIDATE: "/saya/",
}


def start_page(user: Any) -> str:
    """The page of the person's role; the home page for somebody who has none yet."""
    for role, page in PAGES.items():
        if role in roles_of(user):
            return page
    return "/admin/" if user.is_staff else "/"

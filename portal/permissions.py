"""Who keeps the public contacts."""

from accounts.roles import Role

LOOK = ["portal.view_publiccontact"]

GRANTS = {
    Role.DISNAKER_OFFICER: LOOK,
    Role.DISNAKER_ADMIN: [
        *LOOK,
        "portal.add_publiccontact",
        "portal.change_publiccontact",
        "portal.delete_publiccontact",
    ],
}

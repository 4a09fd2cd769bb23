"""Who may open and close accounts: the Disnaker admin. Nobody below a superuser touches a superuser's account."""

from accounts.roles import Role

GRANTS = {Role.DISNAKER_ADMIN: ["accounts.view_user", "accounts.add_user", "accounts.change_user"]}


def can_manage(user, person) -> bool:
    """The Disnaker admin, for everybody but superusers: whoever can change an address can take over the account."""
    return user.is_superuser or (user.has_perm("accounts.change_user") and not person.is_superuser)

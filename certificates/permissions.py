"""Who records certificates and who checks them. The LPK brings them, Disnaker checks.

An exemption may be confirmed by any officer of Disnaker who did not record it; an override only by the second
signature (disnaker_admin).
"""

from typing import TYPE_CHECKING

from accounts.roles import Role, has_role

if TYPE_CHECKING:
    from accounts.models import User

LOOK = [
    f"certificates.view_{model}"
    for model in ("certificate", "exemption", "requirement", "departureoverride", "test", "sitting", "booking")
]
WORK = [
    "certificates.add_sitting",
    "certificates.change_sitting",
    "certificates.add_booking",
    "certificates.record_result",
    "certificates.add_certificate",
    "certificates.verify_certificate",
    "certificates.add_exemption",
    "certificates.confirm_exemption",
    "certificates.add_departureoverride",
]

GRANTS: dict[str, list[str]] = {
    Role.LPK_OFFICER: [*LOOK, "certificates.add_certificate"],
    Role.DISNAKER_OFFICER: [*LOOK, *WORK],
    Role.DISNAKER_ADMIN: [
        *LOOK,
        *WORK,
        "certificates.confirm_departureoverride",
        "certificates.add_test",
        "certificates.change_test",
        "certificates.add_requirement",
        "certificates.change_requirement",
    ],
}


def can_record(user: "User") -> bool:
    """The LPK office and Disnaker: who is handed the paper."""
    return user.is_superuser or has_role(user, Role.LPK_OFFICER, Role.DISNAKER_OFFICER, Role.DISNAKER_ADMIN)

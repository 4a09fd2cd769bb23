"""Who records certificates and who checks them. The LPK brings them, Disnaker checks."""

from accounts.roles import Role

LOOK = ["certificates.view_certificate", "certificates.view_exemption", "certificates.view_requirement"]

GRANTS: dict[str, list[str]] = {
    Role.LPK_OFFICER: [*LOOK, "certificates.add_certificate"],
    Role.DISNAKER_OFFICER: [*LOOK, "certificates.add_certificate", "certificates.verify_certificate"],
    Role.DISNAKER_ADMIN: [
        *LOOK,
        "certificates.add_certificate",
        "certificates.verify_certificate",
        "certificates.add_requirement",
        "certificates.change_requirement",
    ],
}

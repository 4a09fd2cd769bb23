"""Who keeps what the public pages say."""

from accounts.roles import Role

TOLD = [
    "publiccontact",
    "payfigure",
    "deduction",
    "exchangerate",
    "officialcost",
    "sectorwork",
    "dormitoryrule",
    "question",
]
LOOK = [f"portal.view_{name}" for name in TOLD]
KEEP = [f"portal.{verb}_{name}" for name in TOLD for verb in ("add", "change", "delete")]

GRANTS = {Role.DISNAKER_OFFICER: LOOK, Role.DISNAKER_ADMIN: [*LOOK, *KEEP]}

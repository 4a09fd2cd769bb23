"""Stands where allauth keeps its security keys (WebAuthn), because the portal offers none: an app or a code is enough.

allauth loads that part for everybody who uses its second step, and with it a library of cryptography that nothing else
here needs: 10 MB in each process. Take this away when `MFA_SUPPORTED_TYPES` gets security keys.
"""

import sys

PLACE = "allauth.mfa.webauthn.internal.auth"


class WebAuthn:
    """Named by allauth wherever it looks which kind of second step somebody has. Nobody has this one."""

    def __init__(self, *args: object) -> None:
        raise LookupError("Nobody has a security key: the portal offers none.")


def stand_in() -> None:
    sys.modules.setdefault(PLACE, sys.modules[__name__])

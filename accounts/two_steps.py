"""The second step of a login: a code from an app on the person's phone."""

from typing import Any

from allauth.mfa.models import Authenticator


def has_two_steps(user: Any) -> bool:
    """True for a person who has set up an app. Known without a query for the person of a session."""
    if not hasattr(user, "has_two_steps"):
        user.has_two_steps = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return user.has_two_steps

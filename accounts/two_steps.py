"""The second step of a login: a code from an app on the person's phone."""

import logging
from typing import Any

from allauth.mfa.models import Authenticator

logger = logging.getLogger(__name__)


def has_two_steps(user: Any) -> bool:
    """True for a person who has set up an app. Known without a query for the person of a session."""
    if not hasattr(user, "has_two_steps"):
        user.has_two_steps = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()
    return user.has_two_steps


def remove_second_step(*, user: Any, by: Any) -> None:
    """For somebody whose phone and spare codes are lost: the next login sets the second step up anew."""
    Authenticator.objects.filter(user=user).delete()
    logger.info("the second step of user %s was removed by user %s", user.pk, by.pk)

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.roles import Role, has_role
from notifications.enums import WAITING, State

Condition = Callable[[Any], Q]
_messages_of: dict[str, Condition] = {}


def messages_of(role: str) -> Callable[[Condition], Condition]:
    """Say which messages are a role's: an upper app knows the people behind the keys, this one does not.

    @messages_of(Role.LPK_OFFICER)
    def of_trainees(user): return Q(person_key__in=...)
    """

    def register(condition: Condition) -> Condition:
        _messages_of[role] = condition
        return condition

    return register


class MessageQuerySet(models.QuerySet[Any]):
    def due(self, now: datetime) -> "MessageQuerySet":
        """Messages that may be sent at `now`, in sending order: urgent first, then the longest waiting."""
        return self.filter(state__in=WAITING, next_attempt_at__lte=now).order_by("-urgent", "next_attempt_at", "pk")

    def call_list(self) -> "MessageQuerySet":
        """Messages that did not arrive and that nobody has dealt with yet: these people get a call."""
        return self.filter(state=State.FAILED, handled_at=None)

    def visible_to(self, user: Any) -> "MessageQuerySet":
        """Everything for Disnaker; for other roles of the outbox what was registered as theirs; else nothing."""
        if not user.has_perm("notifications.view_message"):
            return self.none()
        if user.is_superuser or has_role(user, Role.DISNAKER_OFFICER, Role.DISNAKER_ADMIN):
            return self
        theirs = Q(pk__in=[])
        for role, condition in _messages_of.items():
            if has_role(user, role):
                theirs |= condition(user)
        return self.filter(theirs)

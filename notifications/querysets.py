from datetime import datetime
from typing import Any

from django.db import models

from notifications.enums import WAITING, State


class MessageQuerySet(models.QuerySet[Any]):
    def due(self, now: datetime) -> "MessageQuerySet":
        """Messages that may be sent at `now`, in sending order: urgent first, then the longest waiting."""
        return self.filter(state__in=WAITING, next_attempt_at__lte=now).order_by("-urgent", "next_attempt_at", "pk")

    def call_list(self) -> "MessageQuerySet":
        """Messages that did not arrive and that nobody has dealt with yet: these people get a call."""
        return self.filter(state=State.FAILED, handled_at=None)

    def visible_to(self, user: Any) -> "MessageQuerySet":
        """Everything for those who may see the outbox (Disnaker and LPK officers); nothing for anyone else."""
        return self if user.has_perm("notifications.view_message") else self.none()

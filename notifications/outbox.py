"""What staff do with a message that did not arrive: send it again, cancel it, or settle it by phone."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.refusal import Gap, Refused, SomebodyWasFirst
from notifications.enums import WAITING, State
from notifications.models import Message
from notifications.rendering import is_secret
from notifications.sending import WIPED


@transaction.atomic
def try_again(*, message: Message, by: User, now: datetime | None = None) -> Message:
    """Put a failed or cancelled message back into the queue."""
    message = locked(message)
    gaps = []
    if message.state not in (State.FAILED, State.CANCELLED):
        gaps.append(Gap("message_not_failed", _("Only a failed or cancelled message can be sent again.")))
    elif not message.address:
        gaps.append(Gap("message_no_address", _("There is no phone number and no e-mail address to send it to.")))
    elif is_secret(message):
        gaps.append(Gap("message_code_is_gone", _("Its text is no longer kept. The person can ask for a new code.")))
    if gaps:
        raise Refused(gaps)
    message.state = State.QUEUED
    message.attempts = 0
    message.next_attempt_at = now or timezone.now()
    message.claim = message.claimed_at = message.send_started_at = message.sent_at = message.hold_until = None
    message.provider_id = message.error_code = message.error_text = ""
    message.handled_by = by
    message.handled_at = None  # should it fail again, it is on the call list again
    message.save()
    return message


@transaction.atomic
def cancel(*, message: Message, by: User | None, now: datetime | None = None) -> Message:
    """Take a message that waits or failed out of the queue. It can be sent again later."""
    message = locked(message)
    if message.state not in (*WAITING, State.FAILED):
        raise Refused(Gap("message_has_left", _("This message has already left and cannot be called back.")))
    message.state = State.CANCELLED
    if is_secret(message):
        for field, nothing in WIPED.items():
            setattr(message, field, nothing)
    handled(message, by, now)
    message.save()
    return message


@transaction.atomic
def settle_by_phone(*, message: Message, by: User, now: datetime | None = None) -> Message:
    """The person was called: the message leaves the call list and stays failed."""
    message = locked(message)
    if message.state != State.FAILED:
        raise Refused(Gap("message_not_failed", _("Only a failed message is on the call list.")))
    if message.handled_at is not None:
        words = {"who": message.handled_by, "time": time_format(timezone.localtime(message.handled_at))}
        raise SomebodyWasFirst(Gap("message_is_settled", _("%(who)s settled this first, at %(time)s.") % words))
    handled(message, by, now)
    message.save(update_fields=["handled_by", "handled_at"])
    return message


@transaction.atomic
def open_again(*, message: Message, by: User) -> Message:
    """The call was noted by mistake: the message is on the call list again."""
    message = locked(message)
    if message.state != State.FAILED or message.handled_at is None:
        raise Refused(Gap("message_not_settled", _("This message is not settled by phone any more.")))
    if message.handled_by_id != by.pk:
        words = {"who": message.handled_by}
        raise Refused(Gap("message_of_another", _("%(who)s settled this, and takes it back too.") % words))
    message.handled_by = message.handled_at = None
    message.save(update_fields=["handled_by", "handled_at"])
    return message


def locked(message: Message) -> Message:
    return Message.objects.select_for_update(of=["self"]).select_related("template", "handled_by").get(pk=message.pk)


def handled(message: Message, by: User | None, now: datetime | None) -> None:
    message.handled_by = by
    message.handled_at = now or timezone.now()


VERBS: dict[str, Callable[..., Message]] = {"again": try_again, "called": settle_by_phone, "cancel": cancel}
FITTING = {
    State.QUEUED: ("cancel",),
    State.HELD: ("cancel",),
    State.FAILED: ("again", "called", "cancel"),
    State.CANCELLED: ("again",),
}


def fitting_verbs(message: Message) -> list[str]:
    """The verbs that make sense for this message now."""
    verbs = FITTING.get(State(message.state), ())
    return [verb for verb in verbs if not (verb == "called" and message.handled_at)]

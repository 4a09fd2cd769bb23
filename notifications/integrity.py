"""What must be true of all messages; proved by `manage.py verify_integrity`. Ids only, no person."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from core.integrity import invariant
from notifications import placeholders
from notifications.enums import ACCEPTED, State
from notifications.models import DeliveryReport, Message, MessageTemplate, ReminderRule
from notifications.reminders import names


@invariant("A message that was sent has the time at which it was sent")
def sent_has_a_time() -> Iterable[str]:
    for pk in Message.objects.filter(state__in=ACCEPTED, sent_at=None).values_list("pk", flat=True):
        yield f"message {pk}"


@invariant("No message has been in sending for more than an hour")
def sending_ends() -> Iterable[str]:
    an_hour_ago = timezone.now() - timedelta(hours=1)
    for pk in Message.objects.filter(state=State.SENDING, claimed_at__lt=an_hour_ago).values_list("pk", flat=True):
        yield f"message {pk}"


@invariant("Nobody has the same message twice for the same day")
def once_per_occasion() -> Iterable[str]:
    occasion = ("rule", "person_key", "due_on", "about")
    told = Message.objects.filter(due_on__isnull=False).values(*occasion)
    for twice in told.annotate(number=Count("pk")).filter(number__gt=1):
        yield f"{twice['rule']} for {twice['person_key']} on {twice['due_on']}"


@invariant("A delivery report belongs to the message with the same number at the provider")
def reports_have_their_message() -> Iterable[str]:
    known = Message.objects.exclude(provider_id="").values("provider_id")
    for pk in DeliveryReport.objects.filter(message=None, provider_id__in=known).values_list("pk", flat=True):
        yield f"report {pk}"


@invariant("Every message text can be filled in")
def texts_can_be_filled() -> Iterable[str]:
    for template in MessageTemplate.objects.all():
        named = {*placeholders.named_in(template.body), *placeholders.named_in(template.subject)}
        if named - {*placeholders.ALWAYS_KNOWN, *template.placeholders}:
            yield f"message text {template.code}"


@invariant("Every active reminder rule is about something that an app knows")
def rules_are_about_something() -> Iterable[str]:
    for code in ReminderRule.objects.filter(active=True).exclude(reminder__in=names()).values_list("code", flat=True):
        yield f"reminder rule {code}"

"""Messages to people: what they say, when they are due, and what became of each one."""

import re

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import history
from notifications import placeholders
from notifications.enums import ACCEPTED, WAITING, Channel, Language, ReportStatus, State
from notifications.querysets import MessageQuerySet

is_code = RegexValidator(
    r"^[a-z][a-z0-9_]*$", _("Only small letters, digits and underscores, beginning with a letter.")
)


@history.kept("MessageTemplateHistory")
class MessageTemplate(models.Model):
    """The words of one kind of message. Staff edit the text; the code and the placeholders belong to the program."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[is_code])
    language = models.CharField(_("language"), max_length=2, choices=Language.choices, default=Language.INDONESIAN)
    subject = models.CharField(_("subject"), max_length=150, blank=True, help_text=_("Shown in e-mails only."))
    body = models.TextField(
        _("text"), help_text=_("What is in curly brackets is filled in for each person, for example {name}.")
    )
    placeholders = ArrayField(
        models.CharField(max_length=40),
        verbose_name=_("placeholders"),
        default=list,
        blank=True,
        help_text=_("What can be filled in, in the order of the approved WhatsApp template."),
    )
    whatsapp_template = models.CharField(
        _("WhatsApp template"),
        max_length=100,
        blank=True,
        help_text=_(
            "The name under which Meta approved this text. Without it WhatsApp accepts the message only within "
            "24 hours after the person wrote to us."
        ),
    )
    secret = models.BooleanField(
        _("secret"), default=False, help_text=_("The text is not kept after sending, for example a login code.")
    )

    class Meta:
        verbose_name = _("message text")
        verbose_name_plural = _("message texts")
        ordering = ["code"]

    def __str__(self) -> str:
        """As people call it: the subject, with dots where something is filled in."""
        return re.sub(r"\{\w+\}", "…", self.subject) or self.code

    def clean(self) -> None:
        wrong: dict[str, ValidationError] = {}
        for field in ("subject", "body"):
            try:
                placeholders.check(getattr(self, field), self.placeholders)
            except ValidationError as error:
                wrong[field] = error
        if wrong:
            raise ValidationError(wrong)


@history.kept("ReminderRuleHistory")
class ReminderRule(models.Model):
    """When people are reminded of something due. What can be due is registered by the apps, see `reminders.py`."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[is_code])
    reminder = models.CharField(_("about"), max_length=60, help_text=_("What is due, for example an exam or a step."))
    days_before = models.SmallIntegerField(
        _("days before"), help_text=_("How many days before the due date. A negative number means days after it.")
    )
    template = models.ForeignKey(MessageTemplate, models.PROTECT, verbose_name=_("text"), related_name="rules")
    urgent = models.BooleanField(
        _("urgent"),
        default=False,
        help_text=_(
            "Goes out before everything else that waits. While a trainee's phone is locked, the family hears at once "
            "that there is news."
        ),
    )
    catch_up_days = models.PositiveSmallIntegerField(
        _("catch up"),
        default=30,
        help_text=_(
            "How many days late a reminder may still go out, so that a new rule does not remind of old matters."
        ),
    )
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("reminder rule")
        verbose_name_plural = _("reminder rules")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code


class Message(models.Model):
    """One message to one person. It is queued by the verb that has a reason, and sent later by a worker.

    It knows a key, a name and an address and nothing else about the person. Its
    text is filled in when it is sent, from `template` and `context`.
    """

    rule = models.CharField(_("occasion"), max_length=80, help_text=_("The reminder rule, or what happened."))
    person_key = models.CharField(_("person"), max_length=80)
    about = models.CharField(_("about"), max_length=80, blank=True, default="")
    due_on = models.DateField(_("due"), null=True, blank=True)
    template = models.ForeignKey(
        MessageTemplate, models.PROTECT, db_index=False, verbose_name=_("text"), related_name="messages"
    )
    name = models.CharField(_("name"), max_length=150)
    address = models.CharField(_("address"), max_length=254, blank=True)
    channel = models.GeneratedField(
        verbose_name=_("channel"),
        expression=Case(When(address__contains="@", then=Value("email")), default=Value("whatsapp")),
        output_field=models.CharField(max_length=10, choices=Channel.choices),
        db_persist=True,
        choices=Channel.choices,
    )
    context = models.JSONField(_("values"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.QUEUED)
    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    hold_until = models.DateTimeField(_("held until"), null=True, blank=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claim = models.UUIDField(_("claim"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("claimed"), null=True, blank=True)
    send_started_at = models.DateTimeField(_("sending began"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    provider_id = models.CharField(_("number at the provider"), max_length=200, blank=True)
    error_code = models.CharField(_("error code"), max_length=60, blank=True)
    error_text = models.CharField(_("what went wrong"), max_length=300, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        db_index=False,
        verbose_name=_("dealt with by"),
        null=True,
        blank=True,
        related_name="+",
    )
    handled_at = models.DateTimeField(_("dealt with"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        permissions = [("handle_message", _("Can send again, cancel or settle a message"))]
        constraints = [
            # Without a due date (a login code) the same occasion may come up any number of times: NULLs are distinct.
            models.UniqueConstraint(
                fields=["rule", "person_key", "due_on", "about"],
                name="message_once_per_occasion",
                violation_error_message=_("This person already has this message for that day."),
            ),
            models.UniqueConstraint(
                fields=["provider_id"],
                condition=~Q(provider_id=""),
                name="message_provider_id_is_unique",
                violation_error_message=_("Another message already has this number at the provider."),
            ),
            models.CheckConstraint(
                condition=~Q(state__in=ACCEPTED) | Q(sent_at__isnull=False),
                name="message_sent_has_a_time",
                violation_error_message=_("A sent message needs the time at which it was sent."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SENDING) | Q(claim__isnull=False, claimed_at__isnull=False),
                name="message_sending_is_claimed",
                violation_error_message=_("A message that is being sent needs the worker that sends it."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | Q(hold_until__isnull=False),
                name="message_held_until_a_time",
                violation_error_message=_("A held message needs the time until which it is held."),
            ),
            models.CheckConstraint(
                condition=~Q(state=State.FAILED) | ~Q(error_code=""),
                name="message_failed_says_why",
                violation_error_message=_("A failed message needs the reason."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.FAILED, State.CANCELLED]) | ~Q(address=""),
                name="message_has_an_address",
                violation_error_message=_("A message needs a phone number or an e-mail address."),
            ),
        ]
        indexes = [
            models.Index(
                F("urgent").desc(), "next_attempt_at", "id", condition=Q(state__in=WAITING), name="message_waiting"
            ),
            models.Index("claimed_at", condition=Q(state=State.SENDING), name="message_sending"),
            models.Index("id", condition=Q(state=State.FAILED, handled_at=None), name="message_call_list"),
            models.Index("person_key", name="message_person"),
            # What one of the staff settled last.
            models.Index(
                fields=["handled_by", "-handled_at"], condition=Q(handled_at__isnull=False), name="message_handled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} #{self.pk}"


class DeliveryReport(models.Model):
    """What the provider said about a message after accepting it. It may come twice, late, or before our own note."""

    message = models.ForeignKey(
        Message, models.CASCADE, verbose_name=_("message"), null=True, blank=True, related_name="reports"
    )
    provider_id = models.CharField(_("number at the provider"), max_length=200)
    status = models.CharField(_("status"), max_length=10, choices=ReportStatus.choices)
    code = models.CharField(_("code"), max_length=60, blank=True)
    occurred_at = models.DateTimeField(_("happened"), null=True, blank=True)
    received_at = models.DateTimeField(_("received"), default=timezone.now)

    class Meta:
        verbose_name = _("delivery report")
        verbose_name_plural = _("delivery reports")
        ordering = ["occurred_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider_id", "status"],
                name="report_once_per_status",
                violation_error_message=_("This report is already known."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.status} #{self.pk}"

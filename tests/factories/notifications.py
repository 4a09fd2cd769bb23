"""Messages and their texts. A message is queued unless a trait says otherwise."""

import uuid

import factory
from django.utils import timezone

from notifications.enums import State
from notifications.models import DeliveryReport, Message, MessageTemplate, ReminderRule


class MessageTemplateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = MessageTemplate
        django_get_or_create = ["code"]

    code = "greeting"
    subject = "Kabar untuk {name}"
    body = "Halo {name}, ada kabar."


class ReminderRuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ReminderRule

    code = factory.Sequence(lambda n: f"rule_{n}")
    reminder = "greeting_due"
    days_before = 0
    template = factory.SubFactory(MessageTemplateFactory)


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    class Params:
        sent = factory.Trait(
            state=State.SENT,
            sent_at=factory.LazyFunction(timezone.now),
            attempts=1,
            provider_id=factory.Sequence(lambda n: f"wamid.{n}"),
        )
        failed = factory.Trait(state=State.FAILED, error_code="131026", attempts=1)
        claimed = factory.Trait(
            state=State.SENDING, claim=factory.LazyFunction(uuid.uuid4), claimed_at=factory.LazyFunction(timezone.now)
        )

    template = factory.SubFactory(MessageTemplateFactory)
    rule = "greeting"
    person_key = factory.Sequence(lambda n: f"candidate:{n}")
    name = "Rina Contoh"
    address = factory.Sequence(lambda n: f"+62812{n:08d}")


class DeliveryReportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = DeliveryReport

    message = factory.SubFactory(MessageFactory, sent=True)
    provider_id = factory.SelfAttribute("message.provider_id")
    status = "delivered"

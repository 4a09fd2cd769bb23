"""The ways out: WhatsApp, e-mail, and the console that keeps everything in the outbox."""

from importlib import import_module
from types import ModuleType

from django.conf import settings

from notifications.channels import console
from notifications.enums import Channel

# By name: their libraries take 9 MB, and only who sends needs them. Web processes write the outbox and do not send.
LIVE = {Channel.WHATSAPP: "notifications.channels.whatsapp", Channel.EMAIL: "notifications.channels.email"}


def of(channel: str) -> ModuleType:
    """The module that carries messages of this kind. `MESSAGE_CHANNEL=console` keeps all of them in the house."""
    return import_module(LIVE[Channel(channel)]) if settings.MESSAGE_CHANNEL == "live" else console

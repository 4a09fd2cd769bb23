"""The ways out: WhatsApp, e-mail, and the console that keeps everything in the outbox."""

from types import ModuleType

from django.conf import settings

from notifications.channels import console, email, whatsapp
from notifications.enums import Channel

LIVE = {Channel.WHATSAPP: whatsapp, Channel.EMAIL: email}


def of(channel: str) -> ModuleType:
    """The module that carries messages of this kind. `MESSAGE_CHANNEL=console` keeps all of them in the house."""
    return LIVE[Channel(channel)] if settings.MESSAGE_CHANNEL == "live" else console

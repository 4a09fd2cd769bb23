from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """What kind of address a message goes to. The address itself decides, see `Message.channel`."""

    WHATSAPP = "whatsapp", _("WhatsApp")
    EMAIL = "email", _("E-mail")


class Language(models.TextChoices):
    INDONESIAN = "id", _("Indonesian")
    ENGLISH = "en", _("English")
    JAPANESE = "ja", _("Japanese")


class State(models.TextChoices):
    """Where a message is. Shown as sent, it was accepted by the provider; delivered and read are its reports."""

    QUEUED = "queued", _("Waiting to be sent")
    HELD = "held", _("Held until a later time")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


WAITING = (State.QUEUED, State.HELD)
ACCEPTED = (State.SENT, State.DELIVERED, State.READ)


class ReportStatus(models.TextChoices):
    """What a provider reports about a message that it has accepted."""

    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    DELIVERED = "delivered", _("Delivered")
    READ = "read", _("Read")


class Failure(models.TextChoices):
    """Why a message of ours failed, where no provider gave a code of its own."""

    NO_ADDRESS = "no_address", _("There is no phone number and no e-mail address.")
    OUTCOME_UNKNOWN = (
        "outcome_unknown",
        _("Sending was interrupted; nobody knows whether the message arrived. Ask by phone before sending again."),
    )
    TEMPLATE_INCOMPLETE = "template_incomplete", _("The text names something that this message does not carry.")

"""What a failure means, in words for the person who will call."""

from django.utils.translation import gettext_lazy as _

from notifications.enums import Failure

EXPLANATIONS = {
    **dict(Failure.choices),
    "131026": _("This number is not on WhatsApp, or has an old version of it."),
    "131047": _("This person has not written to us within 24 hours, and the text has no approved WhatsApp template."),
    "131049": _("WhatsApp held the message back."),
    "131050": _("This person does not want messages from us."),
    "132000": _("The text and the approved WhatsApp template have different placeholders."),
    "132001": _("WhatsApp does not know this template. Check its name under message texts."),
    "132015": _("WhatsApp has paused this template."),
    "132016": _("WhatsApp has disabled this template."),
}


def explanation(code: str) -> object:
    """A sentence for `code`; for a rare code, the code itself."""
    return EXPLANATIONS.get(code, _("The provider answered %(code)s.") % {"code": code} if code else "")

"""Whom the public may turn to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from core import history


class Matter(models.TextChoices):
    """What a contact is there for."""

    GENERAL = "general", _("Questions about the programme")
    MONEY = "money", _("Somebody asks for money")
    PRIVACY = "privacy", _("Personal data")
    PRESS = "press", _("Press")


@history.kept("PublicContactHistory")
class PublicContact(models.Model):
    matter = models.CharField(_("for what"), max_length=10, choices=Matter)
    name = models.CharField(_("who"), max_length=120, help_text=_("The office or the desk, not a private person."))
    phone = models.CharField(_("phone or WhatsApp"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    hours = models.CharField(_("hours"), max_length=80, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)

    class Meta:
        verbose_name = _("public contact")
        verbose_name_plural = _("public contacts")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "name"],
                name="public_contact_once",
                violation_error_message=_("This contact is already listed for that matter."),
            ),
            models.CheckConstraint(
                condition=~models.Q(phone="", email="", address=""),
                name="public_contact_can_be_reached",
                violation_error_message=_("Give a phone number, an e-mail or an address."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_matter_display()}: {self.name}"

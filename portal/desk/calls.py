"""The call list: messages that did not arrive. These people get a call."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from candidates import calling
from candidates.contact_forms import CallForm
from candidates.models import AccessLog
from candidates.telling import told
from core.phones import local
from notifications import outbox
from notifications.failures import explanation
from notifications.models import Message
from notifications.rendering import readable_text
from portal.desk.queue import Deed, Queue, Shown, rows

if TYPE_CHECKING:
    from accounts.models import User


def messages(user: "User") -> QuerySet[Message]:
    return Message.objects.visible_to(user)


def to_call(user: "User", on: date) -> QuerySet[Message]:
    return messages(user).call_list()  # type: ignore[attr-defined]


def show_message(message: Message) -> Shown:
    return Shown(
        heading=message.name,
        facts=rows(
            (_("Phone"), number_to_dial(message.address)),
            (_("What went wrong"), explanation(message.error_code)),
            (_("What it said"), readable_text(message)),
            (_("Written on"), date_format(timezone.localtime(message.queued_at), "j F Y, H.i")),
            (_("Last contact"), last_contact(message)),
        ),
        url=reverse("admin:notifications_message_change", args=[message.pk]),
    )


def last_contact(message: Message) -> str:
    journey = calling.whose(message)
    note = journey.contact_notes.standing().first() if journey is not None else None
    if note is None:
        return ""
    return " · ".join(filter(None, [date_format(note.on), note.get_outcome_display(), note.note]))


def number_to_dial(address: str) -> object:
    if not address or "@" in address:
        return address or _("no number")
    return format_html('<a href="tel:{}">{}</a>', address, local(address))


def write_down_the_look(message: Message, user: "User") -> None:
    """The number is shown whole, because somebody must dial it: the person reads who saw it."""
    if (candidate := told(message.person_key)) is not None:
        AccessLog.objects.create(candidate_id=candidate, by=user, what="phone")


def deed(slug: str, label: object, verb: Any, kind: str = "") -> Deed:
    def perform(item: Message, *, by: "User", expected: str, data: dict[str, Any]) -> object:
        return verb(message=item, by=by)

    return Deed(slug, label, perform, kind=kind)


def called(message: Message, *, by: "User", expected: str, data: dict[str, Any]) -> object:
    return calling.called(message, by=by, **data)


def deeds_of_message(message: Message, user: "User") -> list[Deed]:
    form = CallForm if calling.whose(message) else None
    return [
        Deed("called", _("Settled by phone"), called, kind="primary", form=lambda: form),
        deed("again", _("Send again"), outbox.try_again),
        deed("cancel", _("Cancel the message"), outbox.cancel),
    ]


CALLS = Queue(
    slug="hubungi",
    title=gettext_lazy("To be called"),
    verb=gettext_lazy("Contact"),
    key="4",
    permission="notifications.handle_message",
    everything=messages,
    waiting=to_call,
    since="queued_at",
    show=show_message,
    looked=write_down_the_look,
    deeds=deeds_of_message,
    opens="called",
    name=lambda message: message.name,
    related=("template",),
)

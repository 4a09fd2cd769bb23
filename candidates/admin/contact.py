"""Contacts on a journey's page: the button that writes one down, and those there were."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import contacting
from candidates.admin_panels import register_panel
from candidates.admin_verbs import JourneyVerb, register
from candidates.contact_forms import ContactForm
from candidates.enums import ContactOutcome, ContactWay, Stage
from candidates.models import Journey

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 10
KINDS = {ContactOutcome.REACHED: "done", ContactOutcome.CALL_BACK: "waiting"}


@register_panel
def contacts_panel(journey: Journey, request: HttpRequest) -> str:
    if not request.user.has_perm("candidates.view_contactnote"):
        return ""
    notes = list(journey.contact_notes.select_related("by")[:SHOWN])
    rows = [(note, KINDS.get(ContactOutcome(note.outcome), "quiet")) for note in notes]
    return render_to_string("admin/candidates/contacts_panel.html", {"rows": rows}, request=request) if rows else ""


def _write_down(*, journey: Journey, by: "User", on: date | None, expected: str, data: dict[str, Any]) -> object:
    facts = {name: data[name] for name in ("way", "outcome", "note")}
    return contacting.write_down(journey, by=by, on=data["on"], **facts)


register(
    JourneyVerb(
        slug="contact",
        label=_("Note a contact"),
        stages=list(Stage),
        permission="candidates.add_contactnote",
        perform=_write_down,
        form_class=ContactForm,
        initial=lambda journey: {"on": timezone.localdate(), "way": ContactWay.PHONE},
        done=_("%(name)s: the contact is written down."),
    )
)

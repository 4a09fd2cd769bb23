"""Contacts on a journey's page: the button that writes one down, and those there were."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates import contacting
from candidates.admin.frame import FrameMixin, page_of
from candidates.admin_panels import register_panel
from candidates.admin_verbs import JourneyVerb, register
from candidates.contact_forms import ContactForm
from candidates.enums import ContactOutcome, ContactWay, Stage
from candidates.models import Journey
from core.refusal import Refused

if TYPE_CHECKING:
    from accounts.models import User

SHOWN = 10
KINDS = {ContactOutcome.REACHED: "done", ContactOutcome.CALL_BACK: "waiting"}


@register_panel
def contacts_panel(journey: Journey, request: HttpRequest) -> str:
    if not request.user.has_perm("candidates.view_contactnote"):
        return ""
    notes = list(journey.contact_notes.standing().select_related("by")[:SHOWN])
    rows = [(note, KINDS.get(ContactOutcome(note.outcome), "quiet"), note.by == request.user) for note in notes]
    return render_to_string("admin/candidates/contacts_panel.html", {"rows": rows}, request=request) if rows else ""


class ContactMixin(FrameMixin):
    """For the ModelAdmin of journeys."""

    def contact_urls(self) -> list[URLPattern]:
        undo = self.admin_site.admin_view(require_POST(self.contact_undo))
        return [path("<int:pk>/contact/undo/", undo, name="candidates_contact_undo")]

    def contact_undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take back what was written down by mistake, and stand on the record again."""
        if not request.user.has_perm("candidates.add_contactnote"):
            raise PermissionDenied
        journey = get_object_or_404(self.get_queryset(request), pk=pk)
        key = request.POST.get("note", "")
        note = get_object_or_404(journey.contact_notes, pk=key if key.isdecimal() and len(key) < 19 else 0)
        try:
            contacting.take_back(note, by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            for sentence in refusal.sentences():
                self.message_user(request, sentence, messages.ERROR)
        else:
            self.message_user(request, _("The contact is taken back."), messages.SUCCESS)
        return HttpResponseRedirect(page_of(journey))


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

"""The office's outbox: what went to its people, and whom to call because it did not arrive."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from candidates import calling
from candidates.contact_forms import CallForm
from candidates.models import Journey
from core.verb_pages import demand, posted, press
from notifications import outbox
from notifications.enums import State
from notifications.failures import explanation
from notifications.models import Message
from notifications.rendering import TAGS, masked, readable_text
from placements.trainee_messages import PREFIX
from placements.views.pages import for_the_office, form_page

PAGE = 50
# A call has a page of its own, which asks what came of it.
DEEDS: dict[str, Callable[[Message, Any], object]] = {
    "again": lambda message, by: outbox.try_again(message=message, by=by),
    "cancel": lambda message, by: outbox.cancel(message=message, by=by),
    "back": lambda message, by: calling.take_back(message, by=by),
}


@require_GET
@for_the_office
def messages(request: HttpRequest) -> HttpResponse:
    """The newest first, or the call list; each with the way to its person."""
    to_call = request.GET.get("tampil") == "telepon"
    rows = Message.objects.visible_to(request.user)
    if to_call:
        rows = rows.call_list()
    after = request.GET.get("setelah", "")
    if after.isascii() and after.isdigit() and len(after) < 19:
        rows = rows.filter(pk__lt=int(after))
    found = list(rows.select_related("template", "handled_by").order_by("-pk")[: PAGE + 1])
    shown = found[:PAGE]
    people = people_behind(request, shown)
    may_handle = request.user.has_perm("notifications.handle_message")
    wanted = {"tampil": "telepon" if to_call else "", "setelah": str(shown[-1].pk) if len(found) > PAGE else ""}
    context = {
        "rows": [message_row(message, people.get(message.person_key), may_handle) for message in shown],
        "to_call": to_call,
        "may_handle": may_handle,
        "next_query": urlencode({key: value for key, value in wanted.items() if value}) if wanted["setelah"] else "",
    }
    return render(request, "placements/messages.html", context)


def people_behind(request: HttpRequest, messages: Iterable[Message]) -> dict[str, int]:
    """The newest journey of each person that these messages are about."""
    numbers = {message.person_key.removeprefix(PREFIX) for message in messages}
    candidates = [int(number) for number in numbers if number.isascii() and number.isdigit()]
    journeys = Journey.objects.visible_to(request.user).filter(candidate__in=candidates).order_by("pk")
    return {f"{PREFIX}{candidate}": pk for candidate, pk in journeys.values_list("candidate", "pk")}


def message_row(message: Message, journey: int | None, may_handle: bool) -> dict[str, Any]:
    words = {"again": _("Send again"), "cancel": _("Do not send")}
    verbs = outbox.fitting_verbs(message) if may_handle else []
    may_call = "called" in verbs
    verbs = [verb for verb in verbs if verb in words]
    if message.state == State.FAILED:
        verbs = [verb for verb in verbs if verb != "cancel"]  # it went nowhere: call, or try once more
    return {
        "it": message,
        "journey": journey,
        "address": masked(message.address),
        "tag": TAGS[State(message.state)],
        "reason": explanation(message.error_code) if message.state == State.FAILED else "",
        "text": readable_text(message),
        "verbs": [{"verb": verb, "label": words[verb]} for verb in verbs],
        "may_call": may_call,
        "settled_by": message.handled_by_id if message.state == State.FAILED and message.handled_at else None,
    }


@for_the_office
def call(request: HttpRequest, pk: int) -> HttpResponse:
    """What came of the call, as officers write it down; without anybody on record there is nothing to ask."""
    demand(request, "notifications.handle_message")
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    form = (CallForm if calling.whose(message) else forms.Form)(*posted(request)[:1])
    return form_page(
        request,
        form,
        lambda data: calling.called(message, by=request.user, **data),
        back=f"{reverse('placements:messages')}?tampil=telepon",
        done=_("The call to %(name)s is noted.") % {"name": message.name},
        title=_("Settled by phone"),
        lead=message.name,
        button=_("Save"),
    )


@require_POST
@for_the_office
def do(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """One of the outbox's verbs, on a message that this office sees."""
    demand(request, "notifications.handle_message")
    if verb not in DEEDS:
        raise Http404
    message = get_object_or_404(Message.objects.visible_to(request.user), pk=pk)
    done = {
        "again": _("The message to %(name)s is in the queue again."),
        "back": _("The call to %(name)s is taken back; it is on the call list again."),
        "cancel": _("The message to %(name)s will not be sent."),
    }
    back = reverse("placements:messages") + ("?tampil=telepon" if request.POST.get("tampil") == "telepon" else "")
    return press(
        request,
        lambda: DEEDS[verb](message, request.user),
        back=back,
        done=done[verb] % {"name": message.name},
    )

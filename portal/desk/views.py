"""The pages of the desk: a queue that is worked through one by one, and the search.

They are served under /admin/ by the admin site, which lets only staff in.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from candidates import admin_verbs, calling
from candidates.models import Journey
from core.refusal import Refused, SomebodyWasFirst, stands_beside
from portal.desk import finding, queues, stopping
from portal.desk.queue import Deed, Queue
from portal.desk.turn import Place, Turn, number


def urls(site: admin.AdminSite) -> list[URLPattern]:
    return [
        path("cari/", site.admin_view(search), name="desk_search"),
        path("belum-selesai/", site.admin_view(never_cache(unfinished_page)), name="desk_unfinished"),
        path("telepon/batalkan/", site.admin_view(require_POST(undo_call)), name="desk_call_undo"),
        path("antrean/<slug:slug>/", site.admin_view(never_cache(queue_page)), name="desk_queue"),
        path("antrean/<slug:slug>/batalkan/", site.admin_view(require_POST(undo)), name="desk_undo"),
    ]


def queue_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The item whose turn it is; a POST carries out a deed on it and goes on to the next."""
    queue = _queue(request, slug)
    place = Place.of(request.POST if request.method == "POST" else request.GET)
    if queue.page:
        return HttpResponseRedirect(reverse(queue.page))
    if request.method == "POST":
        return _do(request, queue, place)
    return _show(request, queue, place)


def _queue(request: HttpRequest, slug: str) -> Queue:
    queue = queues.find(slug)
    if queue is None:
        raise Http404
    if not queue.is_for(request.user):  # type: ignore[arg-type]
        raise PermissionDenied
    return queue


def _show(request: HttpRequest, queue: Queue, place: Place, form: Any = None) -> HttpResponse:
    turn = Turn.find(queue, request.user, timezone.localdate(), place)  # type: ignore[arg-type]
    if place.item and (turn.item is None or turn.item.pk != place.item):
        messages.info(request, _("This one is no longer in the queue; somebody has taken care of it."))
    if turn.item is not None and queue.looked is not None and form is None and not place.deed:
        queue.looked(turn.item, request.user)  # type: ignore[arg-type]
    context = {
        **admin.site.each_context(request),
        "title": queue.title,
        "queue": queue,
        **turn.context(form),
    }
    return TemplateResponse(request, "admin/desk/queue.html", context)


def _do(request: HttpRequest, queue: Queue, place: Place) -> HttpResponse:
    user: Any = request.user
    item = get_object_or_404(queue.everything(user).select_related(*queue.related), pk=place.item)
    deed = queue.find(item, user, place.deed)
    if deed is None:  # it left this stage meanwhile: the verb itself says who was first
        deed = _deed_of_another_stage(queue, item, place, user)
    form = deed.form_with(request.POST) if deed else None
    if form is not None and not form.is_valid():
        return _show(request, queue, place, form)
    if deed is None or deed.perform is None:
        messages.error(request, _("This can no longer be done here: the person has moved on."))
        return HttpResponseRedirect(place.past(item.pk).url(queue))
    data = form.cleaned_data if form is not None else {}
    stood_at = queue.place_of(item)
    try:
        deed.perform(item, by=user, expected=request.POST.get("expected", ""), data=data)
    except SomebodyWasFirst as refusal:
        _tell(request, refusal)
        return HttpResponseRedirect(place.past(item.pk).url(queue))
    except Refused as refusal:
        if form is not None and stands_beside(form, refusal):
            return _show(request, queue, place, form)
        _tell(request, refusal)
        return HttpResponseRedirect(place.again(item.pk).url(queue))
    if queue.journey_of is None:
        waits = queue.waiting(user, timezone.localdate()).filter(pk=item.pk).exists()
        said = _("%(name)s: written down, still in the queue.") if waits else _("%(name)s: done.")
        messages.success(request, said % {"name": queue.name(item)})
    return HttpResponseRedirect(place.onwards(item.pk, stood_at).url(queue))


def _deed_of_another_stage(queue: Queue, item: Any, place: Place, user: Any) -> Deed | None:
    if queue.journey_of is None:
        return None
    verb = admin_verbs.find(place.deed)
    if verb is None or not user.has_perm(verb.permission):
        return None
    from portal.desk.journeys import deed_of

    return deed_of(verb, item)


def undo(request: HttpRequest, slug: str) -> HttpResponse:
    """Take back what was just done in this queue, and stand before that person again."""
    queue, place = _queue(request, slug), Place.of(request.POST)
    journey = get_object_or_404(Journey.objects.visible_to(request.user), pk=place.item)  # type: ignore[arg-type]
    try:
        admin_verbs.take_back_last(journey, request.POST.get("event", ""), by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        _tell(request, refusal)
        return HttpResponseRedirect(place.past(journey.pk).url(queue))
    messages.success(request, _("Taken back. Decide anew."))
    return HttpResponseRedirect(place.back_to(journey.pk).url(queue))


def undo_call(request: HttpRequest) -> HttpResponse:
    """Put a message that was settled by phone back on the call list, and stand before it again."""
    queue, key = _queue(request, "hubungi"), number(request.POST.get("message"))
    message = get_object_or_404(queue.everything(request.user), pk=key)  # type: ignore[arg-type]
    try:
        calling.take_back(message, by=request.user)  # type: ignore[arg-type]
    except Refused as refusal:
        _tell(request, refusal)
        return HttpResponseRedirect(reverse("admin:index"))
    messages.success(request, _("Taken back. Decide anew."))
    return HttpResponseRedirect(Place(item=key).url(queue))


def _tell(request: HttpRequest, refusal: Refused) -> None:
    for sentence in refusal.sentences():
        messages.error(request, sentence)


def unfinished_page(request: HttpRequest) -> HttpResponse:
    """Where registrations stop: figures only, nobody is named."""
    if not request.user.has_perm("candidates.view_journey"):
        raise PermissionDenied
    context = {**admin.site.each_context(request), "title": _("Registrations begun and not sent")}
    return TemplateResponse(request, "admin/desk/unfinished.html", {**context, **stopping.page()})


@never_cache
def search(request: HttpRequest) -> HttpResponse:
    """Exactly one person opens; several are listed; nobody offers the registration at the counter.

    A POST: what officers type is a NIK or a number, and neither belongs into an address.
    """
    typed = request.POST.get("q", "").strip() if request.method == "POST" else ""
    found = finding.people(request.user, typed)  # type: ignore[arg-type]
    if found.only is not None:
        return HttpResponseRedirect(reverse("admin:candidates_journey_change", args=[found.only.pk]))
    context = {**admin.site.each_context(request), "title": _("Search"), "typed": typed, "found": found}
    return TemplateResponse(request, "admin/desk/search.html", context)

"""The office's certificates: recording what a trainee brings, and seeing what became of it. Checking is Disnaker's."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import User
from candidates.models import Journey
from certificates import checking
from certificates.forms import ClaimForm
from certificates.listing import Filters, papers_page
from certificates.models import Certificate
from certificates.permissions import can_record


@require_GET
def office(request: HttpRequest) -> HttpResponse:
    """`/lpk/sertifikat/`: what was recorded, newest first, with its state; those whose days are numbered on request."""
    user = _recorder(request)
    filters = Filters.parse(request.GET)
    page = papers_page(Certificate.objects.visible_to(user), filters, on=timezone.localdate())
    return render(request, "certificates/office.html", {"page": page, "filters": filters, "is_office": True})


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """`/lpk/sertifikat/baru/?peserta=…`: record a certificate that waits for Disnaker's check."""
    user = _recorder(request)
    journeys = Journey.objects.visible_to(user).select_related("candidate", "sector")
    journey = _asked_for(request, journeys)
    form = ClaimForm(request.POST if request.method == "POST" else None, journey=journey, journeys=journeys)
    if request.method == "POST" and form.is_valid():
        try:
            certificate = checking.claim(candidate=form.candidate(), by=user, **form.facts())
        except ValidationError as refusal:  # somebody recorded the same number in the meantime
            form.add_error(None, refusal.messages)
        else:
            words = {"who": certificate.candidate, "certificate": certificate}
            messages.success(request, _("%(who)s: %(certificate)s is recorded. Now Disnaker checks it.") % words)
            return HttpResponseRedirect(reverse("certificates:office"))
    return render(request, "certificates/record.html", {"form": form, "journey": journey, "is_office": True})


def _recorder(request: HttpRequest) -> User:
    user = cast(User, request.user)
    if not can_record(user):
        raise Http404
    return user


def _asked_for(request: HttpRequest, journeys: object) -> Journey | None:
    key = request.GET.get("peserta", "")
    if not key:
        return None
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise Http404
    return get_object_or_404(journeys, pk=int(key))  # type: ignore[call-overload]

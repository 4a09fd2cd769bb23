"""What a browser needs to open the evening without a network. Neither page knows a person."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: served below /pelatihan/, because that is all it may touch."""
    response = render(request, "training/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_GET
def notice(request: HttpRequest) -> HttpResponse:
    """Shown where a page was never opened on this device."""
    return render(request, "training/offline.html")

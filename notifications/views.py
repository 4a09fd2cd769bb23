"""The door through which WhatsApp reports what became of our messages."""

import hashlib
import hmac
import json

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseForbidden
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import delivery_reports


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "POST"])
def whatsapp_webhook(request: HttpRequest) -> HttpResponse:
    """GET: Meta asks whether this address is ours. POST: signed delivery reports, possibly repeated."""
    return handshake(request) if request.method == "GET" else reports(request)


def handshake(request: HttpRequest) -> HttpResponse:
    ours = settings.WHATSAPP_VERIFY_TOKEN
    theirs = request.GET.get("hub.verify_token", "")
    if request.GET.get("hub.mode") != "subscribe" or not ours or not equal(theirs, ours):
        return HttpResponseForbidden()
    return HttpResponse(request.GET.get("hub.challenge", ""), content_type="text/plain")


def reports(request: HttpRequest) -> HttpResponse:
    if not is_signed(request):
        return HttpResponseForbidden()
    try:
        content = json.loads(request.body)
    except ValueError:
        return HttpResponseBadRequest()
    for report in delivery_reports.read_whatsapp(content):
        delivery_reports.take(report)
    return HttpResponse()


def is_signed(request: HttpRequest) -> bool:
    """True when the body was signed with our app secret. Without a secret nothing is believed."""
    secret = settings.WHATSAPP_APP_SECRET
    expected = "sha256=" + hmac.new(secret.encode(), request.body, hashlib.sha256).hexdigest()
    return bool(secret) and equal(request.headers.get("X-Hub-Signature-256", ""), expected)


def equal(theirs: str, ours: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(theirs.encode(), ours.encode())

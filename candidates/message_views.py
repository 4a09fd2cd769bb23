"""`/saya/pesan/`: what the portal wrote to a person, to read again on any phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from candidates import own_messages, status_door
from candidates.data_views import own_door
from candidates.models import Journey


@require_safe
@own_door()
def own_messages_page(request: HttpRequest, journey: Journey) -> HttpResponse:
    by_code = status_door.KEY in request.session
    context = {
        "messages_to_me": own_messages.of(journey.candidate),
        "by_code": by_code,
        "home": "candidates:status" if by_code else "candidates:own",
    }
    return render(request, "candidates/messages.html", context)

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.health import broker_answers, database_answers
from portal.start import start_page


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return redirect(start_page(request.user))


@never_cache
@require_safe
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    works = {"database": database_answers(), "broker": broker_answers()}
    told = {name: "ok" if work else "down" for name, work in works.items()}
    return JsonResponse(told, status=200 if all(works.values()) else 503)

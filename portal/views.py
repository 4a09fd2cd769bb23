from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from candidates.models import Programme, Sector
from certificates.models import Requirement
from portal import steps
from portal.health import broker_answers, database_answers
from portal.start import start_page
from reports.counting import progress
from reports.views import sentence


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`: what the programme is, how far it has come, and the way in."""
    on = timezone.localdate()
    now = progress(on=on)
    proofs = Requirement.objects.valid(on).filter(scheme="ssw").values_list("sector", flat=True)
    counts = list(proofs)
    sectors = list(Sector.objects.filter(is_active=True))
    for sector in sectors:
        sector.proofs = counts.count(sector.pk)
    context = {
        "now": now,
        "sentence": sentence(now),
        "sectors": sectors,
        "programme": Programme.objects.current(on),
        "steps": steps.rows(),
    }
    return render(request, "public/home.html", context)


@never_cache
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return redirect(start_page(request.user))


@never_cache
@require_safe
@login_not_required
def health(request: HttpRequest) -> HttpResponse:
    works = {"database": database_answers(), "broker": broker_answers()}
    words = {name: "ok" if work else "down" for name, work in works.items()}
    return JsonResponse(words, status=200 if all(works.values()) else 503)

"""The LPK office: what waits today, and everybody on one list."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from candidates.models import Sector
from core.prepared import AskedOften
from training.class_days import open_days
from training.models import TrainingClass
from training.people import PAGE, Filters, options, people_page
from training.permissions import can_see_people
from training.phone_list import Week, week_lists
from training.requests import SignedIn
from training.waiting import waiting

SECTORS = AskedOften(lambda: Sector.objects.values_list("slug", "name"))
LOOK_BACK = timedelta(days=31)


@require_GET
def start(request: SignedIn) -> HttpResponse:
    """The office's first page: the running classes, tonight's gaps, this week's phone lists."""
    if not can_see_people(request.user):
        raise Http404
    today = timezone.localdate()
    classes = list(TrainingClass.objects.visible_to(request.user).running(today).select_related("site"))
    days = open_days(classes, today - LOOK_BACK, today)
    lists = week_lists(classes, Week.of(today))
    context = {
        "waiting": waiting(request.user, today),
        "lists": lists,
        "tonight": [item for item in days if item.day == today],
        "earlier": [item for item in days if item.day < today],
        "today": today,
        "week": Week.of(today),
        "is_office": True,
    }
    return render(request, "training/office.html", context)


@require_GET
def people(request: SignedIn) -> HttpResponse:
    """Everybody, newest first, fifty a page. For the LPK office and Disnaker; read only."""
    if not can_see_people(request.user):
        raise Http404
    filters = Filters.parse(request.GET)
    page = people_page(request.user, filters)
    context: dict[str, Any] = {
        "page": page,
        "filters": filters,
        "sectors": options(SECTORS.rows(), filters.sector),
        "per_page": PAGE,
        "is_office": True,
    }
    return render(request, "training/people.html", context)

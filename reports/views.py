from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from reports.counting import Progress, departed, progress
from reports.models import Target
from reports.permissions import can_read_names, can_read_summary


def sentence(now: Progress) -> str:
    """The number in words, also read aloud for the picture."""
    if now.target is None:
        return _("%(departed)s people have departed. No target has been decided.") % {"departed": now.departed}
    return _("%(departed)s of the target of %(target)s people have departed.") % {
        "departed": now.departed,
        "target": now.target,
    }


@login_not_required
@require_safe
def public(request: HttpRequest) -> HttpResponse:
    """`/kemajuan/`: the number, who is counted, and the same in a table. No names."""
    now = progress()
    return render(request, "reports/public.html", {"now": now, "sentence": sentence(now)})


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """`/ringkasan/`: the leader's one page."""
    if not can_read_summary(request.user):
        raise PermissionDenied
    now = progress()
    last_year = progress(on=now.on.replace(month=1, day=1), year=now.year - 1)
    context = {"now": now, "sentence": sentence(now), "last_year": last_year}
    return render(request, "reports/summary.html", context)


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Exactly the people behind the number, with their flight days. F63."""
    if not can_read_names(request.user):
        raise PermissionDenied
    on = timezone.localdate()
    rows = departed(year=on.year, on=on, target=Target.objects.valid(on.year, on))
    rows = rows.select_related("journey__candidate", "journey__sector").order_by("flight_on", "pk")
    return render(request, "reports/people.html", {"rows": rows, "on": on})

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from candidates.models import Sector
from certificates.models import DepartureOverride
from core import pdf
from reports import freezing, rows, words
from reports.counting import departed
from reports.latest import latest
from reports.models import FrozenReport, Target
from reports.permissions import can_freeze, can_read_names, can_read_summary
from reports.progress_report import report
from reports.writing import FORMATS, SHEET, TYPES, file_name


@require_safe
def summary(request: HttpRequest) -> HttpResponse:
    """`/ringkasan/`: the leader's one page. Its first screen must survive being a screenshot."""
    if not can_read_summary(request.user):
        raise PermissionDenied
    now = latest(inside=True)
    context = {
        "now": now,
        "picture": words.picture(now),
        "chance": words.chance(now),
        "doors": words.doors(now),
        "turns": words.turns(now),
    }
    return render(request, "reports/summary.html", context)


@never_cache
@require_safe
def download(request: HttpRequest, kind: str) -> HttpResponse:
    """The report of this moment as a file."""
    if not can_read_summary(request.user):
        raise PermissionDenied
    now = report(inside=True)
    answer = HttpResponse(FORMATS[kind](now), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{file_name(now, kind)}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def papers(request: HttpRequest) -> HttpResponse:
    """`/ringkasan/laporan/`: the reports that left the house; the button makes today's."""
    if not can_freeze(request.user):
        raise PermissionDenied
    if request.method == "POST":
        freezing.freeze(by=request.user)
        return redirect("reports:papers")
    rows = FrozenReport.objects.defer("printed")[:60]
    return render(request, "reports/papers.html", {"rows": rows})


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponse:
    """A frozen report, printed again as it was."""
    if not can_freeze(request.user):
        raise PermissionDenied
    frozen = get_object_or_404(FrozenReport, code=code)
    answer = HttpResponse(pdf.render(SHEET, frozen.printed), content_type=TYPES["pdf"])
    answer["Content-Disposition"] = f'inline; filename="laporan-{frozen.on.isoformat()}-{frozen.code}.pdf"'
    return answer


@require_safe
def behind(request: HttpRequest, what: str) -> HttpResponse:
    """The people behind one figure of the summary, as of today."""
    if not can_read_names(request.user):
        raise PermissionDenied
    sector = request.GET.get("bidang", "")
    if sector and not Sector.objects.filter(pk=sector).exists():
        raise Http404
    on = timezone.localdate()
    listing = rows.listing(what, sector=sector, on=on)
    if listing is None:
        raise Http404
    return render(request, "reports/rows.html", {"listing": listing, "on": on})


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Exactly the people behind the number, of one sector or of an earlier year, with their flight days. F63."""
    if not can_read_names(request.user):
        raise PermissionDenied
    on = timezone.localdate()
    year = _year(request.GET.get("tahun", ""), on)
    found = departed(year=year, on=on, target=Target.objects.valid(year, on))
    if sector := request.GET.get("bidang", ""):
        found = found.filter(journey__sector=get_object_or_404(Sector, pk=sector))
    overridden = DepartureOverride.objects.in_force().filter(journey=OuterRef("journey"))
    found = found.annotate(has_override=Exists(overridden))
    found = found.select_related("journey__candidate", "journey__sector").order_by("flight_on", "pk")
    return render(request, "reports/people.html", {"rows": found, "on": on, "year": year})


def _year(typed: str, on: date) -> int:
    """The year that the address names; without one, this year."""
    if not typed:
        return on.year
    if not (typed.isascii() and typed.isdigit() and len(typed) == 4):
        raise Http404
    return int(typed)

"""The pages that anybody may read. None of them names a person."""

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from candidates import retention
from candidates.models import ConsentText, DocumentKind, Programme, Sector
from candidates.publishing import announced
from core import check_codes
from core.errors import too_many
from core.rate_limit import client_address, exceeded
from portal import asking, costs, dormitory, fields_of_work, pay, steps
from portal.for_everybody import for_everybody
from portal.models import Matter, PublicContact
from reports import chart, words
from reports.durations import durations
from reports.latest import latest

CHECKS = "120/h"  # codes from one address: enough for an office, and nobody guesses one of a million million


@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    """`/`: what the programme is, how far it has come, and the way in."""
    now, so_far = latest(), durations()
    context = {
        "now": now,
        "picture": words.picture(now),
        "sectors": fields_of_work.cards(now.on),
        "programme": Programme.objects.current(now.on),
        "results": announced(now.on),
        "steps": steps.rows(so_far),
        "measured": so_far.is_known,
    }
    return render(request, "public/home.html", context)


@for_everybody
def progress(request: HttpRequest) -> HttpResponse:
    """`/kemajuan/`: the number, who is counted, months, sectors, earlier years, corrections. No names."""
    now = latest()
    by_month = words.months(now)
    context = {
        "now": now,
        "picture": words.picture(now),
        "definition": words.definition(),
        "chart": chart.by_month(now.months, until=now.on.month, sentence=words.months_sentence(now)),
        "by_month": by_month,
        "sectors": words.sectors_outside(now),
        "press": PublicContact.objects.filter(is_shown=True, matter=Matter.PRESS),
    }
    return render(request, "public/progress.html", context)


@for_everybody
def sectors(request: HttpRequest) -> HttpResponse:
    """`/bidang/`: the fields of work side by side: what is done, how many proofs, what is paid."""
    on = timezone.localdate()
    return render(request, "public/sectors.html", {"sectors": fields_of_work.overview(on), "on": on})


@for_everybody
def sector(request: HttpRequest, slug: str) -> HttpResponse:
    """`/bidang/<slug>/`: what the work is like, what must be passed, and honest pay."""
    on = timezone.localdate()
    found = get_object_or_404(Sector, slug=slug, is_active=True)
    context = {
        "sector": found,
        "work": fields_of_work.work(slug),
        "proofs": fields_of_work.proofs(slug, on),
        "categories": fields_of_work.categories(found),
        "pay": pay.card(slug, on=on),
        "minimum": pay.minimum_wage(on=on),
        "on": on,
    }
    return render(request, "public/sector.html", context)


@for_everybody
def costs_page(request: HttpRequest) -> HttpResponse:
    """`/biaya/`: what it costs, who pays, and what nobody may ask for."""
    on = timezone.localdate()
    return render(request, "public/costs.html", {"costs": costs.on_file(on), "on": on})


@for_everybody
def dormitory_page(request: HttpRequest) -> HttpResponse:
    """`/asrama/`: the day in the dormitory, and when there is a phone."""
    return render(request, "public/dormitory.html", dormitory.rules(timezone.localdate()))


@for_everybody
def way(request: HttpRequest) -> HttpResponse:
    """`/langkah/`: the steps from signing up to the flight, and how long each took so far."""
    so_far = durations()
    context = {
        "steps": steps.rows(so_far),
        "table": steps.table(so_far),
        "picture": steps.picture(so_far),
        "so_far": so_far,
        "least": settings.LEAST_CASES,
    }
    return render(request, "public/way.html", context)


@for_everybody
def questions(request: HttpRequest) -> HttpResponse:
    """`/tanya-jawab/`: questions and answers; `?cari=` keeps those with all of its words."""
    typed = request.GET.get("cari", "").replace("\0", "")[:80]
    contacts = PublicContact.objects.filter(is_shown=True, matter=Matter.GENERAL)
    context = {"typed": typed, "questions": asking.answers(typed), "contacts": contacts}
    return render(request, "public/questions.html", context)


@for_everybody
def contact(request: HttpRequest) -> HttpResponse:
    """`/kontak/`: the official contacts, so that nobody needs to believe another number."""
    return render(request, "public/contact.html", {"contacts": PublicContact.objects.filter(is_shown=True)})


@for_everybody
def report_fee(request: HttpRequest) -> HttpResponse:
    """`/lapor/`: somebody asks for money; what to do and whom to tell."""
    contacts = PublicContact.objects.filter(is_shown=True, matter=Matter.MONEY)
    return render(request, "public/report_fee.html", {"contacts": contacts})


@for_everybody
def check(request: HttpRequest) -> HttpResponse:
    """`/cek/`: whether a report, a receipt or a phone list is ours, and what must be read on it."""
    typed = request.GET.get("kode", "").replace("\0", "?").strip()[:20]
    if typed and exceeded("check", client_address(request), CHECKS):
        return too_many(request)
    found = check_codes.find(typed) if typed else None
    code = check_codes.shown(check_codes.normalise(typed))
    context = {"typed": typed, "code": code, "found": found, "is_empty": "kode" in request.GET and not typed}
    return render(request, "public/check.html", context)


@for_everybody
def privacy(request: HttpRequest) -> HttpResponse:
    """`/privasi/`: everything that UU 27/2022 art. 21 wants people to know before they agree."""
    on = timezone.localdate()
    valid = ConsentText.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    context = {
        "texts": valid.order_by("-required", "purpose", "-version").distinct("required", "purpose"),
        "papers": DocumentKind.objects.all(),
        "kept": retention.kept(on),
        "contacts": PublicContact.objects.filter(is_shown=True, matter=Matter.PRIVACY),
    }
    return render(request, "public/privacy.html", context)


# In the order of the footer. What is here may be found by a search engine.
ADDRESSES = (
    "home",
    "sectors",
    "costs",
    "way",
    "dormitory",
    "questions",
    "progress",
    "report_fee",
    "check",
    "privacy",
    "contact",
)
ALSO_FOUND = ("candidates:register", "candidates:status", "candidates:results")


@for_everybody
def sitemap(request: HttpRequest) -> HttpResponse:
    """`/sitemap.xml`: every public page, a sector's own too."""
    found = [reverse(f"portal:{name}") for name in ADDRESSES]
    slugs = Sector.objects.filter(is_active=True).values_list("slug", flat=True)
    found += [reverse("portal:sector", kwargs={"slug": slug}) for slug in slugs]
    found += [reverse(name) for name in ALSO_FOUND]
    context = {"addresses": [settings.PUBLIC_URL + path for path in found]}
    return render(request, "public/sitemap.xml", context, content_type="application/xml")


@for_everybody
def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: the public pages and nothing of anybody's own."""
    context = {"sitemap": settings.PUBLIC_URL + reverse("portal:sitemap")}
    return render(request, "public/robots.txt", context, content_type="text/plain; charset=utf-8")

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from candidates.models import ConsentText, Programme
from portal import fields_of_work, steps
from portal.health import broker_answers, database_answers
from portal.models import Matter, PublicContact
from portal.start import start_page
from reports import chart, freezing, words
from reports.latest import latest


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/`: what the programme is, how far it has come, and the way in."""
    now = latest()
    context = {
        "now": now,
        "picture": words.picture(now),
        "sectors": fields_of_work.cards(now.on),
        "programme": Programme.objects.current(now.on),
        "steps": steps.rows(now.usual_days),
        "measured": bool(now.usual_days),
    }
    return render(request, "public/home.html", context)


@login_not_required
@require_safe
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


@login_not_required
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """`/kontak/`: the official contacts, so that nobody needs to believe another number."""
    return render(request, "public/contact.html", {"contacts": PublicContact.objects.filter(is_shown=True)})


@login_not_required
@require_safe
def report_fee(request: HttpRequest) -> HttpResponse:
    """`/lapor/`: somebody asks for money; what to do and whom to tell."""
    contacts = PublicContact.objects.filter(is_shown=True, matter=Matter.MONEY)
    return render(request, "public/report_fee.html", {"contacts": contacts})


@login_not_required
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """`/cek/`: whether a report is ours, and what it said when it was made."""
    typed = request.GET.get("kode", "").replace("\0", "?").strip()[:20]
    return render(request, "public/check.html", {"typed": typed, "found": freezing.find(typed) if typed else None})


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """`/privasi/`: what is stored, why, for how long, and how to see, correct or withdraw it."""
    on = timezone.localdate()
    valid = ConsentText.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on)
    context = {
        "texts": valid.order_by("-required", "purpose", "-version").distinct("required", "purpose"),
        "contacts": PublicContact.objects.filter(is_shown=True, matter=Matter.PRIVACY),
    }
    return render(request, "public/privacy.html", context)


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

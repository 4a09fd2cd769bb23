"""The job orders of the office: which there are, who is put forward, what the interview decided."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from candidates.models import Journey
from core.private_search import keep, words_of
from core.verb_pages import demand, posted, press
from placements import matching, wording
from placements.enums import OrderStatus, Result
from placements.fitting import SHOWN, people_who_fit, why_not
from placements.forms import ResultForm
from placements.models import JobOrder, Nomination
from placements.views.pages import for_the_office, form_page, page_number

PAGE = 50


@require_GET
@for_the_office
def orders(request: HttpRequest) -> HttpResponse:
    """Those that take nominees, the next interview first; those whose results are due; or all of them."""
    shown = request.GET.get("tampil", "")
    shown = shown if shown in ("semua", "hasil") else ""
    number = page_number(request)
    rows = JobOrder.objects.with_taken().select_related("employer", "sector")
    if shown == "hasil":
        rows = rows.with_results_due(timezone.localdate())
    elif not shown:
        rows = rows.open()
    start = (number - 1) * PAGE
    found = list(rows.order_by("-status", F("interview_on").asc(nulls_last=True), "pk")[start : start + PAGE + 1])
    context = {
        "rows": [order_row(order) for order in found[:PAGE]],
        "heads": [_("Company"), _("Sector"), _("Prefecture"), _("Seats"), _("Documents due"), _("Interview")],
        "which": shown,
        "next_number": number + 1 if len(found) > PAGE else None,
    }
    return render(request, "placements/orders.html", context)


def order_row(order: JobOrder) -> dict[str, Any]:
    tag = wording.order_tag(order)
    days = (order.document_deadline, order.interview_on)
    words = [date_format(day) if day else "–" for day in days]
    cells = [order.employer, order.sector, order.get_prefecture_display(), wording.seats_taken(order), *words]
    url = reverse("placements:order", args=[order.pk])
    return {"cells": cells, "url": url, "tag_kind": tag["kind"], "tag_label": tag["label"]}


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_office
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: its nominees with what the interview decided, and who could be put forward. A POST is a search."""
    if (searched := keep(request)) is not None:
        return searched
    rows = JobOrder.objects.with_taken().select_related("employer", "agency", "scheme", "sector", "work_category")
    one = get_object_or_404(rows, pk=pk)
    asked = words_of(request, request.GET.get("q", ""))
    full = one.taken >= one.seats  # type: ignore[attr-defined]
    takes = request.user.has_perm("placements.nominate") and one.status == OrderStatus.OPEN and not full
    nominations = (
        one.nominations.standing()
        .filter(journey__in=Journey.objects.visible_to(request.user))
        .select_related("journey__candidate")
        .order_by(F("seat").asc(nulls_last=True), "rank", "pk")
    )
    context = {
        "order": one,
        "facts": wording.order_facts(one),
        "nominations": [wording.nomination_row(each, request.user) for each in nominations],
        "full": full and one.status == OrderStatus.OPEN,
        "takes": takes,
        "fitting": people_who_fit(one, request.user, asked) if takes else [],
        "others": why_not(one, request.user, asked) if takes else [],
        "asked": asked,
        "shown": SHOWN,
    }
    return render(request, "placements/order.html", context)


@require_POST
@for_the_office
def nominate(request: HttpRequest, pk: int) -> HttpResponse:
    demand(request, "placements.nominate")
    one = get_object_or_404(JobOrder, pk=pk)
    number = request.POST.get("journey", "")
    people = Journey.objects.visible_to(request.user).select_related("candidate")
    journey = get_object_or_404(
        people, pk=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
    )
    return press(
        request,
        lambda: matching.nominate(journey, one, by=request.user),
        back=reverse("placements:order", args=[pk]),
        done=_("%(name)s is now a nominee of this job order.") % {"name": journey.candidate},
    )


@require_http_methods(["GET", "POST"])
@for_the_office
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """What the interview decided about one nominee."""
    demand(request, "placements.record_result")
    nomination = _nomination(request, pk)
    back = reverse("placements:order", args=[nomination.job_order_id])
    words = {"name": nomination.journey.candidate}
    if request.method == "GET" and not (nomination.is_live and matching.FOLLOWS[Result(nomination.result)]):
        messages.info(request, _("There is nothing left to record for %(name)s here.") % words)
        return redirect(back)
    return form_page(
        request,
        ResultForm(*posted(request), nomination=nomination),
        lambda typed: matching.record_result(nomination, by=request.user, **typed),
        back=back,
        done=_("The result of %(name)s is recorded.") % words,
        title=_("Interview result of %(name)s") % words,
        button=_("Save the result"),
        facts=wording.try_facts(nomination),
    )


@require_POST
@for_the_office
def undo_result(request: HttpRequest, pk: int) -> HttpResponse:
    demand(request, "placements.record_result")
    nomination = _nomination(request, pk)
    return press(
        request,
        lambda: matching.undo_result(nomination, by=request.user, expected=request.POST.get("expected")),
        back=reverse("placements:order", args=[nomination.job_order_id]),
        done=_("Undone for %(name)s.") % {"name": nomination.journey.candidate},
    )


def _nomination(request: HttpRequest, pk: int) -> Nomination:
    rows = Nomination.objects.visible_to(request.user).select_related("journey__candidate", "job_order__employer")
    return get_object_or_404(rows, pk=pk)

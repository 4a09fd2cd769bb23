"""The flights: which wait for the second person, and recording, correcting, taking back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core.verb_pages import demand, posted
from placements import departing, wording
from placements.forms import CorrectionForm, FlightForm, ReasonForm
from placements.models import Departure
from placements.views.pages import for_the_office, form_page, page_number
from placements.views.people import visible_journey

PAGE = 50


@require_GET
@for_the_office
def departures(request: HttpRequest) -> HttpResponse:
    """Those that wait for the second person; or all of them, the last flight first."""
    everything = request.GET.get("tampil") == "semua"
    rows = Departure.objects.visible_to(request.user)
    rows = rows.live() if everything else rows.waiting()
    number = page_number(request)
    start = (number - 1) * PAGE
    rows = rows.select_related("journey__candidate", "recorded_by").order_by("-flight_on", "-pk")
    found = list(rows[start : start + PAGE + 1])
    context = {
        "rows": [_row(departure) for departure in found[:PAGE]],
        "heads": [_("Name"), _("Flight day"), _("Flight number"), _("Recorded by")],
        "everything": everything,
        "next_number": number + 1 if len(found) > PAGE else None,
    }
    return render(request, "placements/departures.html", context)


def _row(departure: Departure) -> dict[str, object]:
    person, day = departure.journey.candidate, date_format(departure.flight_on)
    confirmed = departure.confirmed_at is not None
    return {
        "cells": [person, day, departure.flight_no, departure.recorded_by],
        "url": reverse("placements:person", args=[departure.journey_id]),
        "tag_kind": "done" if confirmed else "waiting",
        "tag_label": _("Confirmed") if confirmed else _("Waiting for the second person"),
    }


@require_http_methods(["GET", "POST"])
@for_the_office
def record(request: HttpRequest, pk: int) -> HttpResponse:
    demand(request, "placements.record_departure")
    journey = visible_journey(request, pk)
    return form_page(
        request,
        FlightForm(*posted(request)),
        lambda typed: departing.record(journey, by=request.user, **typed),
        back=reverse("placements:person", args=[pk]),
        done=_("The flight is recorded. It counts once a second person has confirmed it."),
        title=_("Record the departure of %(name)s") % {"name": journey.candidate},
        button=_("Record the departure"),
        facts=wording.facts((_("Number"), journey.registration_no), (_("Stage"), journey.get_stage_display())),
    )


@require_http_methods(["GET", "POST"])
@for_the_office
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    demand(request, "placements.record_departure")
    departure = _departure(request, pk)
    return form_page(
        request,
        CorrectionForm(*posted(request), departure=departure),
        lambda typed: departing.correct(departure, by=request.user, **typed),
        back=reverse("placements:person", args=[departure.journey_id]),
        done=_("Corrected. The old row stays; a second person must confirm the new one."),
        title=_("Correct the departure of %(name)s") % {"name": departure.journey.candidate},
        button=_("Save the correction"),
        facts=_departure_facts(departure),
    )


@require_http_methods(["GET", "POST"])
@for_the_office
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    demand(request, "placements.record_departure")
    departure = _departure(request, pk)
    return form_page(
        request,
        ReasonForm(*posted(request)),
        lambda typed: departing.cancel(departure, by=request.user, **typed),
        back=reverse("placements:person", args=[departure.journey_id]),
        done=_("The departure is taken back. The row stays, with your reason."),
        title=_("Take back the departure of %(name)s") % {"name": departure.journey.candidate},
        button=_("Take back the departure"),
        danger=True,
        facts=_departure_facts(departure),
    )


def _departure(request: HttpRequest, pk: int) -> Departure:
    rows = Departure.objects.visible_to(request.user).select_related("journey__candidate", "recorded_by")
    return get_object_or_404(rows, pk=pk)


def _departure_facts(departure: Departure) -> wording.Facts:
    return wording.facts(
        (_("Number"), departure.journey.registration_no),
        (_("Flight"), wording.flight(departure)),
        (_("Recorded by"), wording.recorded(departure)),
    )

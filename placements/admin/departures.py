"""Departures: recorded by one, confirmed by another, corrected by a new row."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.admin.exporting import ExportMixin
from candidates.models import Journey
from certificates.models import DepartureOverride
from core.verb_pages import demand, posted
from placements import departing, exporting
from placements.admin.pages import ReadOnlyAdmin
from placements.admin.steps import steps_link, steps_url
from placements.forms import ConfirmForm, CorrectionForm, FlightForm, ReasonForm
from placements.models import Departure
from placements.wording import facts, flight, recorded, sentences


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("waiting", _("Waiting for the second person")), ("confirmed", _("Confirmed"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return {"waiting": queryset.waiting, "confirmed": queryset.confirmed}.get(self.value() or "", queryset.all)()


@admin.register(Departure)
class DepartureAdmin(ExportMixin, ReadOnlyAdmin):
    sheet = exporting.DEPARTURES
    actions = ("to_excel",)
    list_display = ("flight_on", "flight_no", "person", "recorded_by", "confirmed_by", "state", "all_steps")
    list_filter = (StateFilter,)
    list_select_related = ("journey__candidate", "recorded_by", "confirmed_by")
    ordering = ("-flight_on", "-pk")
    search_fields = ("journey__candidate__name", "journey__registration_no", "flight_no")
    fields = (
        *("journey", ("flight_no", "flight_on"), "proof", ("recorded_by", "recorded_at")),
        *(("confirmed_by", "confirmed_at"), "replaces", ("cancelled_by", "cancelled_at"), "cancel_reason"),
    )
    readonly_fields = ("proof",)

    def get_queryset(self, request: HttpRequest) -> Any:
        overrides = DepartureOverride.objects.in_force().filter(journey=OuterRef("journey"))
        return super().get_queryset(request).annotate(has_override=Exists(overrides))

    @admin.display(description=_("name"))
    def person(self, departure: Departure) -> str:
        return departure.journey.candidate.name

    @admin.display(description=_("state"))
    def state(self, departure: Any) -> str:
        if departure.cancelled_at is not None:
            kind, label = "quiet", gettext("Cancelled")
        elif departure.confirmed_at is not None:
            kind, label = "done", gettext("Confirmed")
        else:
            kind, label = "waiting", gettext("Waiting for the second person")
        tags = [{"kind": kind, "label": label}]
        if departure.has_override:
            tags.append({"kind": "stopped", "label": gettext("Override in force")})
        return mark_safe(" ".join(render_to_string("components/tag.html", tag) for tag in tags))

    @admin.display(description=_("evidence"))
    def proof(self, departure: Departure) -> str:
        return evidence_link(departure)

    @admin.display(description=_("steps"))
    def all_steps(self, departure: Departure) -> str:
        return steps_link(departure.journey)

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        return [
            path("record/<int:pk>/", page(self.record_page), name="placements_departure_record"),
            path("<int:pk>/confirm/", page(self.confirm_page), name="placements_departure_confirm"),
            path("<int:pk>/correct/", page(self.correct_page), name="placements_departure_correct"),
            path("<int:pk>/cancel/", page(self.cancel_page), name="placements_departure_cancel"),
            *super().get_urls(),
        ]

    def record_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.record_departure")
        journey = get_object_or_404(Journey.objects.visible_to(request.user).select_related("candidate"), pk=pk)
        return self.verb_page(
            request,
            FlightForm(*posted(request)),
            lambda typed: departing.record(journey, by=request.user, **typed),
            back=steps_url(journey.pk),
            done=gettext("The flight is recorded. It counts once a second person has confirmed it."),
            title=gettext("Record the departure of %(name)s") % {"name": journey.candidate},
            button=gettext("Record the departure"),
            facts=facts((_("Number"), journey.registration_no), (_("Stage"), journey.get_stage_display())),
        )

    def visible(self, request: HttpRequest, pk: int) -> Departure:
        rows = Departure.objects.visible_to(request.user).live()
        return get_object_or_404(rows.select_related("journey__candidate", "recorded_by", "confirmed_by"), pk=pk)

    def confirm_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.confirm_departure")
        departure = self.visible(request, pk)
        person = departure.journey.candidate
        is_own = departure.recorded_by_id == request.user.pk
        missing = [] if request.method == "POST" else sentences(departing.missing_for(departure))
        return self.verb_page(
            request,
            ConfirmForm(*posted(request)),
            lambda typed: departing.confirm(departure, by=request.user),
            back=steps_url(departure.journey_id),
            done=gettext("The departure of %(name)s is confirmed and counts.") % {"name": person},
            title=gettext("Confirm the departure of %(name)s") % {"name": person},
            lead=gettext("Look at the evidence. Does name, flight and day agree? Your name stands beside it for good."),
            button="" if is_own or departure.confirmed_at else gettext("Yes, confirm the departure"),
            own=is_own,
            missing=missing if not departure.confirmed_at else [],
            facts=departure_facts(departure),
        )

    def correct_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.record_departure")
        departure = self.visible(request, pk)
        person = departure.journey.candidate
        return self.verb_page(
            request,
            CorrectionForm(*posted(request), departure=departure),
            lambda typed: departing.correct(departure, by=request.user, **typed),
            back=steps_url(departure.journey_id),
            done=gettext("Corrected. The old row stays; a second person must confirm the new one."),
            title=gettext("Correct the departure of %(name)s") % {"name": person},
            button=gettext("Save the correction"),
            facts=departure_facts(departure),
        )

    def cancel_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.record_departure")
        departure = self.visible(request, pk)
        person = departure.journey.candidate
        return self.verb_page(
            request,
            ReasonForm(*posted(request)),
            lambda typed: departing.cancel(departure, by=request.user, **typed),
            back=steps_url(departure.journey_id),
            done=gettext("The departure is taken back. The row stays, with your reason."),
            title=gettext("Take back the departure of %(name)s") % {"name": person},
            button=gettext("Take back the departure"),
            danger=True,
            facts=departure_facts(departure),
        )


def evidence_link(departure: Departure) -> str:
    url = reverse("placements:departure_evidence", args=[departure.pk])
    return format_html('<a href="{}">{}</a>', url, gettext("Open the evidence"))


def departure_facts(departure: Departure) -> list[tuple[object, object]]:
    return facts(
        (_("Number"), departure.journey.registration_no),
        (_("Flight"), flight(departure)),
        (_("Evidence"), evidence_link(departure)),
        (_("Recorded by"), recorded(departure)),
        (_("Confirmed by"), departure.confirmed_by),
    )

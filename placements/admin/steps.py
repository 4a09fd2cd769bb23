"""The steps of one person to the flight, and the list of what is late by owner."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates.admin.exporting import ExportMixin
from candidates.models import Journey
from core.verb_pages import demand, posted, press
from placements import departing, exporting, steps, wording
from placements.admin.pages import ReadOnlyAdmin
from placements.enums import Result
from placements.forms import CompleteForm
from placements.models import Departure, Nomination, Step


def steps_url(journey_pk: int) -> str:
    return reverse("admin:placements_step_journey", args=[journey_pk])


def steps_link(journey: Journey) -> str:
    label = gettext("All steps")
    # A hidden word in a cell that scrolls sideways would widen the page, so the whole name stands in the attribute.
    return format_html(
        '<a href="{}" aria-label="{}: {}">{}</a>', steps_url(journey.pk), label, journey.candidate, label
    )


class DueFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("late", _("Past due")), ("open", _("Not done yet"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return {"late": queryset.overdue, "open": queryset.open}.get(self.value() or "", queryset.all)()


@admin.register(Step)
class StepAdmin(ExportMixin, ReadOnlyAdmin):
    sheet = exporting.STEPS
    actions = ("to_excel",)
    list_display = ("kind", "person", "owner", "due_on", "days_lost", "state", "all_steps")
    list_filter = (DueFilter, "owner", "kind")
    list_select_related = ("journey__candidate", "kind")
    ordering = ("due_on", "pk")
    search_fields = ("journey__candidate__name", "journey__registration_no", "number")
    fields = (
        *("journey", "kind", "owner", ("due_on", "done_on", "done_by"), "number", ("issued_on", "expires_on")),
        *(("cancelled_at", "cancelled_by"), "cancel_reason"),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Step]:
        return super().get_queryset(request).live()

    @admin.display(description=_("name"))
    def person(self, step: Step) -> str:
        return step.journey.candidate.name

    @admin.display(description=_("days lost"))
    def days_lost(self, step: Step) -> str:
        return str((timezone.localdate() - step.due_on).days) if step.is_overdue else "–"

    @admin.display(description=_("state"))
    def state(self, step: Step) -> str:
        kind, label = wording.state_of(step)
        return render_to_string("components/tag.html", {"kind": kind, "label": label})

    @admin.display(description=_("steps"))
    def all_steps(self, step: Step) -> str:
        return steps_link(step.journey)

    def get_urls(self) -> list[URLPattern]:
        page, post = self.admin_site.admin_view, require_POST
        return [
            path("journey/<int:pk>/", page(self.journey_page), name="placements_step_journey"),
            path("<int:pk>/complete/", page(self.complete_page), name="placements_step_complete"),
            path("<int:pk>/undo/", page(post(self.undo)), name="placements_step_undo"),
            *super().get_urls(),
        ]

    def journey_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.view_step")
        people = Journey.objects.visible_to(request.user).select_related("candidate", "scheme", "sector")
        journey = get_object_or_404(people, pk=pk)
        rows = list(journey.steps.live().select_related("kind"))
        departure = (
            Departure.objects.live().filter(journey=journey).select_related("recorded_by", "confirmed_by").first()
        )
        tries = list(Nomination.objects.tries_of(journey))
        passed = next((each for each in tries if each.result == Result.PASSED), None)
        unconfirmed = departure is not None and departure.confirmed_at is None
        return self.page(
            request,
            "admin/placements/step/journey.html",
            title=gettext("%(name)s: steps to Japan") % {"name": journey.candidate},
            journey=journey,
            facts=wording.journey_facts(journey, passed, rows),
            tries=[wording.nomination_row(each, request.user) for each in tries],
            rows=[wording.step_row(step) for step in rows],
            departure=departure,
            gaps=wording.sentences(departing.missing_for(departure)) if unconfirmed else [],
            may_complete=request.user.has_perm("placements.complete_step"),
            may_record=request.user.has_perm("placements.record_departure"),
            may_confirm=request.user.has_perm("placements.confirm_departure"),
        )

    def visible(self, request: HttpRequest, pk: int) -> Step:
        return get_object_or_404(
            Step.objects.visible_to(request.user).select_related("journey__candidate", "kind"), pk=pk
        )

    def complete_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.complete_step")
        step = self.visible(request, pk)
        return self.verb_page(
            request,
            CompleteForm(*posted(request), step=step),
            lambda typed: steps.complete(step, by=request.user, **typed),
            back=steps_url(step.journey_id),
            done=gettext("%(step)s is recorded as done.") % {"step": step.kind},
            title=gettext("%(step)s of %(name)s is done") % {"step": step.kind, "name": step.journey.candidate},
            button=gettext("Save"),
            facts=wording.facts((_("Due"), date_format(step.due_on)), (_("Whose turn"), step.get_owner_display())),
        )

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.complete_step")
        step = self.visible(request, pk)
        done = gettext("%(step)s is open again.") % {"step": step.kind}
        return press(request, lambda: steps.undo(step, by=request.user), back=steps_url(step.journey_id), done=done)

"""Departure overrides: proposed by one with a reason, confirmed by the second signature, never hidden."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Journey
from certificates import overriding
from certificates.admin.pages import VerbAdmin, journey_page, page_of
from certificates.forms import ConfirmForm, ReasonForm
from certificates.models import DepartureOverride
from certificates.requirements import missing
from core.verb_pages import demand, posted


@admin.register(DepartureOverride)
class DepartureOverrideAdmin(VerbAdmin):
    list_display = ("person", "journey", "reason", "state_tag", "proposed_by", "proposed_at", "confirmed_by")
    list_select_related = ("journey__candidate", "proposed_by", "confirmed_by")
    ordering = ("-proposed_at", "-pk")
    search_fields = ("journey__candidate__name", "journey__registration_no")
    fields = (
        *("person", "journey", "reason", "state_tag", ("proposed_by", "proposed_at")),
        *(("confirmed_by", "confirmed_at"), ("withdrawn_by", "withdrawn_at"), "withdraw_reason"),
    )
    readonly_fields = ("person", "state_tag")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # proposed from the journey's own page

    @admin.display(description=_("name"))
    def person(self, override: DepartureOverride) -> str:
        return override.journey.candidate.name

    @admin.display(description=_("state"))
    def state_tag(self, override: DepartureOverride) -> str:
        if override.withdrawn_at is not None:
            kind, label = "quiet", gettext("Override withdrawn")
        elif override.confirmed_by_id is not None:
            kind, label = "stopped", gettext("Override in force")
        else:
            kind, label = "waiting", gettext("Waiting for the second person")
        return render_to_string("components/tag.html", {"kind": kind, "label": label})

    def buttons(self, request: HttpRequest, obj: DepartureOverride) -> list[dict[str, object]]:
        if obj.withdrawn_at is not None:
            return []
        own, buttons = obj.proposed_by_id == request.user.pk, []
        may = request.user.has_perm("certificates.confirm_departureoverride")
        if obj.confirmed_by_id is None and may and not own:
            buttons.append({"label": _("Confirm"), "kind": "primary", "confirm_url": _url("confirm", obj)})
        if own or may:
            buttons.append({"label": _("Withdraw"), "kind": "danger", "confirm_url": _url("withdraw", obj)})
        return buttons

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        name = "certificates_departureoverride"
        return [
            path("propose/<int:pk>/", page(self.propose_page), name=f"{name}_propose"),
            path("<int:pk>/confirm/", page(self.confirm_page), name=f"{name}_confirm"),
            path("<int:pk>/withdraw/", page(self.withdraw_page), name=f"{name}_withdraw"),
            *super().get_urls(),
        ]

    def propose_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "certificates.add_departureoverride")
        rows = Journey.objects.visible_to(request.user).select_related("candidate", "sector")  # type: ignore[arg-type]
        journey = get_object_or_404(rows, pk=pk)
        return self.verb_page(
            request,
            ReasonForm(*posted(request)),
            lambda typed: overriding.propose(journey, by=request.user, **typed),  # type: ignore[arg-type]
            back=journey_page(journey.pk),
            done=gettext("Proposed. It opens nothing until a second person confirms it."),
            title=gettext("Propose an override for %(who)s") % {"who": journey.candidate},
            lead=gettext("Only when a paper that exists cannot be shown in time. It is seen in every list."),
            button=gettext("Propose the override"),
            facts=journey_facts(journey),
        )

    def confirm_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "certificates.confirm_departureoverride")
        override = self._visible(request, pk)
        who = {"who": override.journey.candidate}
        return self.verb_page(
            request,
            ConfirmForm(*posted(request)),
            lambda typed: overriding.confirm(override, by=request.user),  # type: ignore[arg-type]
            back=page_of(override),
            done=gettext("Confirmed. %(who)s may depart without the missing proof.") % who,
            title=gettext("Confirm the override for %(who)s") % who,
            lead=gettext("Your name stands beside the first one for good, in every list and in the report."),
            button=gettext("Yes, confirm the override"),
            danger=True,
            facts=override_facts(override),
        )

    def withdraw_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        override = self._visible(request, pk)
        if override.proposed_by_id != request.user.pk:
            demand(request, "certificates.confirm_departureoverride")
        return self.verb_page(
            request,
            ReasonForm(*posted(request)),
            lambda typed: overriding.withdraw(override, by=request.user, **typed),  # type: ignore[arg-type]
            back=page_of(override),
            done=gettext("The override is withdrawn. The reason stays on the record."),
            title=gettext("Withdraw the override for %(who)s") % {"who": override.journey.candidate},
            button=gettext("Withdraw the override"),
            danger=True,
            facts=override_facts(override),
        )

    def _visible(self, request: HttpRequest, pk: int) -> DepartureOverride:
        related = ("journey__candidate", "journey__sector", "proposed_by", "confirmed_by")
        return get_object_or_404(self.get_queryset(request).select_related(*related), pk=pk)


def _url(page: str, override: DepartureOverride) -> str:
    return reverse(f"admin:certificates_departureoverride_{page}", args=[override.pk])


def journey_facts(journey: Journey) -> list[tuple[object, object]]:
    lacking = "; ".join(str(gap) for gap in missing(journey, on=timezone.localdate()))
    return [
        (_("Number"), journey.registration_no),
        (_("Sector"), journey.sector),
        (_("Stage"), journey.get_stage_display()),
        (_("What is missing today"), lacking or gettext("nothing")),
    ]


def override_facts(override: DepartureOverride) -> list[tuple[object, object]]:
    proposed = f"{override.proposed_by}, {date_format(override.proposed_at)}"
    confirmed = [(_("Confirmed by"), override.confirmed_by)] if override.confirmed_by else []
    return [*journey_facts(override.journey), (_("Reason"), override.reason), (_("Proposed by"), proposed), *confirmed]

"""Exemptions: recorded by one with the paper that was seen, confirmed by a second person."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from certificates import exempting
from certificates.admin.pages import TAGS, VerbAdmin, page_of
from certificates.enums import State
from certificates.forms import ConfirmForm, ExemptionForm, ReasonForm
from certificates.models import Exemption
from core.verb_pages import demand, posted

RECORD = ("state_tag", "claimed_by", "claimed_at", "verified_by", "verified_at", "ended_by", "ended_at", "end_reason")


@admin.register(Exemption)
class ExemptionAdmin(VerbAdmin):
    form = ExemptionForm
    list_display = ("candidate", "kind", "evidence", "state_tag", "claimed_by", "claimed_at", "verified_by")
    list_filter = ("state", "kind")
    list_select_related = ("candidate", "claimed_by", "verified_by")
    ordering = ("-claimed_at", "-pk")
    search_fields = ("candidate__name", "evidence")
    raw_id_fields = ("candidate",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return (*ExemptionForm.Meta.fields, *(RECORD if obj else ()))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return RECORD

    @admin.display(description=_("state"), ordering="state")
    def state_tag(self, exemption: Exemption) -> str:
        waiting = exemption.state == State.CLAIMED
        label = gettext("Waiting for the second person") if waiting else exemption.get_state_display()
        return render_to_string("components/tag.html", {"kind": TAGS[State(exemption.state)], "label": label})

    def save_model(self, request: HttpRequest, obj: Exemption, form: Any, change: bool) -> None:
        claimed = exempting.claim(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        obj.pk, obj.claimed_by = claimed.pk, claimed.claimed_by

    def buttons(self, request: HttpRequest, obj: Exemption) -> list[dict[str, object]]:
        own, buttons = obj.claimed_by_id == request.user.pk, []
        may = request.user.has_perm("certificates.confirm_exemption")
        if obj.state == State.CLAIMED and may and not own:
            buttons.append({"label": _("Confirm"), "kind": "primary", "confirm_url": _url("confirm", obj)})
        if (obj.state == State.CLAIMED and (own or may)) or (obj.state == State.VERIFIED and may):
            label = _("Not accepted") if obj.state == State.CLAIMED and not own else _("Withdraw")
            buttons.append({"label": label, "kind": "danger", "confirm_url": _url("end", obj)})
        return buttons

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        return [
            path("<int:pk>/confirm/", page(self.confirm_page), name="certificates_exemption_confirm"),
            path("<int:pk>/end/", page(self.end_page), name="certificates_exemption_end"),
            *super().get_urls(),
        ]

    def confirm_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "certificates.confirm_exemption")
        exemption = self._visible(request, pk)
        return self.verb_page(
            request,
            ConfirmForm(*posted(request)),
            lambda typed: exempting.confirm(exemption, by=request.user),  # type: ignore[arg-type]
            back=page_of(exemption),
            done=gettext("Confirmed: %(who)s needs no such test.") % {"who": exemption.candidate},
            title=gettext("Confirm the exemption of %(who)s") % {"who": exemption.candidate},
            lead=gettext("Look at the paper yourself. Your name stands beside the first one for good."),
            button=gettext("Yes, confirm the exemption"),
            facts=exemption_facts(exemption),
        )

    def end_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        exemption = self._visible(request, pk)
        if exemption.claimed_by_id != request.user.pk or exemption.state != State.CLAIMED:
            demand(request, "certificates.confirm_exemption")
        return self.verb_page(
            request,
            ReasonForm(*posted(request)),
            lambda typed: exempting.end(exemption, by=request.user, **typed),  # type: ignore[arg-type]
            back=page_of(exemption),
            done=gettext("The exemption no longer holds. The reason stays on the record."),
            title=gettext("End the exemption of %(who)s") % {"who": exemption.candidate},
            button=gettext("End the exemption"),
            danger=True,
            facts=exemption_facts(exemption),
        )

    def _visible(self, request: HttpRequest, pk: int) -> Exemption:
        rows = self.get_queryset(request).select_related("candidate", "work_category", "claimed_by", "verified_by")
        return get_object_or_404(rows, pk=pk)


def _url(page: str, exemption: Exemption) -> str:
    return reverse(f"admin:certificates_exemption_{page}", args=[exemption.pk])


def exemption_facts(exemption: Exemption) -> list[tuple[object, object]]:
    pairs: list[tuple[object, object]] = [
        (_("Kind"), exemption),
        (_("Work category"), exemption.work_category),
        (_("Evidence"), exemption.evidence),
        (_("Recorded by"), f"{exemption.claimed_by}, {date_format(exemption.claimed_at)}"),
        (_("Confirmed by"), exemption.verified_by),
    ]
    return [(label, value) for label, value in pairs if value not in (None, "")]

"""One decision about many people: the page before it, the decision, and the page that tells what became of each."""

import uuid
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates import deciding
from candidates.admin.frame import FrameMixin
from candidates.admin_verbs import reason_field
from candidates.deciding import Decision
from candidates.enums import BatchDeed, CloseReason, Outcome, Purpose, Stage
from candidates.inviting import Session
from candidates.models import Consent, Journey, SelectionBatch
from candidates.reserve_list import with_score
from core.refusal import Refused
from core.widgets import DayMonthYearField
from notifications.models import MessageTemplate
from notifications.placeholders import PLACEHOLDER

AT_MOST = 200  # people in one decision: more cannot be looked over on one page
TELLS = {
    BatchDeed.INVITE: "test_invitation",
    BatchDeed.SELECT: "selected",
    BatchDeed.RESERVE: "reserve",
    BatchDeed.DECLINE: "not_selected",
}


class BasisForm(forms.Form):
    """Selected."""

    basis = forms.CharField(
        label=_("Based on"),
        max_length=200,
        required=False,
        help_text=_("For colleagues, for example the number of the minutes."),
    )

    def decision(self, deed: str) -> Decision:
        return Decision(deed, reason=self.cleaned_data["basis"])


class ReasonForm(forms.Form):
    """Not chosen: a reason from the list, which the candidate reads."""

    reason = reason_field(CloseReason.NOT_CHOSEN)

    def decision(self, deed: str) -> Decision:
        reason = self.cleaned_data["reason"]
        return Decision(deed, reason=reason.text, again_when=reason.again_when)


class ReserveReasonForm(forms.Form):
    """On the reserve list: a reason from the list, which the candidate reads."""

    reason = reason_field(Stage.RESERVE)

    def decision(self, deed: str) -> Decision:
        return Decision(deed, reason=self.cleaned_data["reason"].text)


class SessionForm(forms.Form):
    """When and where the test is."""

    on = DayMonthYearField(label=_("Day of the test"))
    starts_at = forms.TimeField(
        label=_("Starts at"),
        required=False,
        input_formats=["%H.%M", "%H:%M"],
        help_text=_("Example: 08.00"),
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "pendek"}),
    )
    place = forms.CharField(label=_("Place of the test"), max_length=120)

    def decision(self, deed: str) -> Decision:
        data = self.cleaned_data
        return Decision(deed, session=Session(on=data["on"], place=data["place"], starts_at=data["starts_at"]))


FORMS: dict[str, type[forms.Form]] = {
    BatchDeed.INVITE: SessionForm,
    BatchDeed.SELECT: BasisForm,
    BatchDeed.RESERVE: ReserveReasonForm,
    BatchDeed.DECLINE: ReasonForm,
}


def action_for(deed: BatchDeed) -> Any:
    """The entry in the list's menu of actions."""

    @admin.action(description=deed.label, permissions=["select"])
    def chosen(model_admin: "BulkMixin", request: HttpRequest, queryset: QuerySet[Journey]) -> HttpResponse | None:
        people = [(journey.pk, journey.stage) for journey in queryset[: AT_MOST + 1]]
        return model_admin.bulk_page(request, deed, people)

    chosen.__name__ = f"bulk_{deed.value}"
    return chosen


class BulkMixin(FrameMixin):
    """For the ModelAdmin of journeys."""

    actions = [action_for(deed) for deed in BatchDeed]

    def has_select_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("candidates.select_journey")

    def bulk_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("bulk/<slug:deed>/", view(self.bulk), name="candidates_bulk"),
            path("decision/<int:pk>/", view(self.batch), name="candidates_batch"),
            path("decision/<int:pk>/go-on/", view(require_POST(self.batch_go_on)), name="candidates_batch_go_on"),
            path("decision/<int:pk>/undo/", view(require_POST(self.batch_undo)), name="candidates_batch_undo"),
        ]

    def bulk(self, request: HttpRequest, deed: str) -> HttpResponse:
        """Show whom it concerns and what each will be told; with the answers filled in, do it."""
        if not self.has_select_permission(request):
            raise PermissionDenied
        if deed not in BatchDeed:
            raise Http404
        if request.method != "POST":  # opened anew, or after logging in: nobody is chosen any more
            return HttpResponseRedirect(reverse("admin:candidates_journey_changelist"))
        people = people_of(request)
        form = FORMS[deed](request.POST) if "key" in request.POST else None
        if form is None or not form.is_valid() or not people or len(people) > AT_MOST:
            return self.bulk_page(request, BatchDeed(deed), people, form)
        try:
            key = uuid.UUID(request.POST["key"])
        except ValueError:
            raise Http404 from None
        batch = deciding.decide(form.decision(deed), people, key=key, by=request.user)  # type: ignore[attr-defined, arg-type]
        return HttpResponseRedirect(reverse("admin:candidates_batch", args=[batch.pk]))

    def bulk_page(
        self, request: HttpRequest, deed: BatchDeed, people: list[tuple[int, str]], form: Any = None
    ) -> HttpResponse:
        rows = self._rows(request, deed, dict(people)) if len(people) <= AT_MOST else []
        if not rows:
            self.message_user(request, nobody_or_too_many(), "error")
            return HttpResponseRedirect(reverse("admin:candidates_journey_changelist"))
        form = form or FORMS[deed](initial=_session_of(rows[0]["journey"]))
        context = {
            "deed": deed,
            "form": form,
            "rows": rows,
            "possible": sum(not row["gaps"] for row in rows),
            "key": request.POST.get("key") or uuid.uuid4(),
            "message": _message_text(deed),
            "title": deed.label,
        }
        return self.desk_page(request, "bulk.html", context)

    def _rows(self, request: HttpRequest, deed: BatchDeed, seen: dict[int, str]) -> list[dict[str, Any]]:
        agreed = Consent.objects.filter(
            candidate=OuterRef("candidate"), text__purpose=Purpose.MESSAGES, withdrawn_at__isnull=True
        )
        journeys = Journey.objects.visible_to(request.user).filter(pk__in=seen)  # type: ignore[arg-type]
        journeys = journeys.select_related("candidate", "programme", "sector").annotate(gets_message=Exists(agreed))
        order = {pk: place for place, pk in enumerate(seen)}
        found = sorted(with_score(journeys), key=lambda journey: order[journey.pk])
        gaps = deciding.gaps_of_many(found, Decision(deed))
        return [{"journey": each, "seen": seen[each.pk], "gaps": gaps[each.pk]} for each in found]

    def batch(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What became of each, with the way back for the whole."""
        batch = self._batch(request, pk)
        entries = list(batch.entries.select_related("journey__candidate"))
        groups = [(outcome, [e for e in entries if e.outcome == outcome]) for outcome in Outcome]
        context = {
            "batch": batch,
            "groups": [(outcome, found) for outcome, found in groups if found],
            "can_undo": any(e.outcome == Outcome.DONE for e in entries),
            "waiting": sum(e.outcome == Outcome.WAITING for e in entries),
            "number": len(entries),
            "title": ngettext("%(deed)s: %(number)d person", "%(deed)s: %(number)d people", len(entries))
            % {"deed": batch.get_deed_display(), "number": len(entries)},
        }
        return self.desk_page(request, "batch.html", context)

    def batch_go_on(self, request: HttpRequest, pk: int) -> HttpResponse:
        """After a break: whom it had not come to."""
        deciding.go_on(self._batch(request, pk))
        return HttpResponseRedirect(reverse("admin:candidates_batch", args=[pk]))

    def batch_undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        batch = self._batch(request, pk)
        try:
            deciding.take_back(batch, by=request.user)  # type: ignore[arg-type]
        except Refused as refusal:
            for sentence in refusal.sentences():
                self.message_user(request, sentence, "error")
        return HttpResponseRedirect(reverse("admin:candidates_batch", args=[pk]))

    def _batch(self, request: HttpRequest, pk: int) -> SelectionBatch:
        if not self.has_select_permission(request):
            raise PermissionDenied
        return get_object_or_404(SelectionBatch.objects.select_related("by", "undone_by"), pk=pk)


def people_of(request: HttpRequest) -> list[tuple[int, str]]:
    """Who was ticked, with the stage that the officer saw."""
    return [pair for text in request.POST.getlist("person") if (pair := _pair(text))]


def nobody_or_too_many() -> str:
    return gettext("Choose at least one person, and at most %(most)d.") % {"most": AT_MOST}


def _pair(text: str) -> tuple[int, str] | None:
    """`12:verified`, as the check boxes carry it."""
    pk, _colon, stage = text.partition(":")
    return (int(pk), stage) if pk.isascii() and pk.isdigit() and len(pk) < 16 else None


def _session_of(journey: Journey) -> dict[str, object]:
    programme = journey.programme
    return {"on": programme.test_on, "starts_at": programme.test_starts_at, "place": programme.test_place}


def _message_text(deed: BatchDeed) -> str:
    """The text that goes out, with a gap where each person's own words come."""
    body = MessageTemplate.objects.filter(code=TELLS[deed]).values_list("body", flat=True).first() or ""
    return PLACEHOLDER.sub("…", body)

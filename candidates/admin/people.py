"""Candidates at the desk: masked in the list, whole on their page, and every look at it written down."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _

from candidates.admin.filters import OwnPlaceFilter
from candidates.admin.merging import MergingMixin
from candidates.correcting import rename_login
from candidates.models import AccessLog, Candidate
from candidates.record_forms import CandidateForm
from candidates.searching import SearchMixin
from core.admin_history import HistoryAdmin


@admin.register(Candidate)
class CandidateAdmin(HistoryAdmin, SearchMixin, MergingMixin):
    form = CandidateForm
    list_display = ("name", "nik_hidden", "phone_hidden", "kelurahan", "created_at")
    list_select_related = ("kelurahan",)
    list_filter = (OwnPlaceFilter, "nik_differs", "sex")
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-pk",)
    search_help_text = _("Name, NIK, last digits of the phone, or registration number")
    fieldsets = (
        (None, {"fields": ("name", "nik", "nik_differs", "birth_date", "sex")}),
        (_("Address and phone"), {"fields": ("kelurahan", "address_outside", "phone")}),
        (_("What papers depend on"), {"fields": ("marital_status", "was_trainee")}),
        (_("Journeys and agreement"), {"fields": ("journeys_shown", "consents_shown")}),
        (_("Registered twice"), {"fields": ("merges_shown",)}),
        (_("Record"), {"fields": ("user", "created_by", "created_at")}),
    )
    readonly_fields = ("journeys_shown", "consents_shown", "merges_shown", "user", "created_by", "created_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        return Candidate.objects.visible_to(request.user).order_by("-pk")  # type: ignore[arg-type]

    def get_search_results(self, request: Any, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """A record that goes on as another is no second line of the list: whoever looks for it finds that other one."""
        return super().get_search_results(request, queryset.filter(merged_into=None), search_term)

    def save_model(self, request: HttpRequest, obj: Candidate, form: Any, change: bool) -> None:
        obj.compared_at = None  # with what was corrected they may be somebody who is on file
        super().save_model(request, obj, form, change)
        if "name" in form.changed_data:
            rename_login(obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # people come in through `register`

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What stands in a record that goes on as another is changed there."""
        merged = isinstance(obj, Candidate) and obj.merged_into_id is not None
        return not merged and super().has_change_permission(request, obj)

    def get_urls(self) -> list[URLPattern]:
        return [*self.merging_urls(), *super().get_urls()]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().change_view(request, object_id, *args, **kwargs)
        if request.method == "GET" and response.status_code == 200:
            AccessLog.objects.create(candidate_id=int(object_id), by=request.user, what="record")  # type: ignore[misc]
        return response

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        response = super().history_view(request, object_id, extra_context)
        if response.status_code == 200:
            AccessLog.objects.create(candidate_id=int(object_id), by=request.user, what="history")  # type: ignore[misc]
        return response

    @admin.display(description=_("NIK"), ordering="nik")
    def nik_hidden(self, candidate: Candidate) -> str:
        return candidate.nik_masked

    @admin.display(description=_("phone"))
    def phone_hidden(self, candidate: Candidate) -> str:
        return candidate.phone_masked

    @admin.display(description=_("journeys"))
    def journeys_shown(self, candidate: Candidate) -> str:
        rows = candidate.journeys.select_related("sector").order_by("-registered_on", "-pk")
        return render_to_string("admin/candidates/journeys_of.html", {"journeys": rows})

    @admin.display(description=_("consents"))
    def consents_shown(self, candidate: Candidate) -> str:
        """What was agreed to, in which version, when: the proof the law asks for."""
        return render_to_string(
            "admin/candidates/consents.html", {"consents": candidate.consents.select_related("text")}
        )

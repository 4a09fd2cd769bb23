"""The action “to Excel” on the list of journeys: choose the columns, get the sheet."""

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from candidates import exporting
from candidates.models import Export, Journey
from core.refusal import Refused

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ColumnsForm(forms.Form):
    columns = forms.MultipleChoiceField(
        label=_("Columns"),
        choices=[(name, column.label) for name, column in exporting.COLUMNS.items()],
        initial=exporting.USUAL,
        widget=forms.CheckboxSelectMultiple,
    )


class ExportMixin(admin.ModelAdmin):
    """For the list of journeys. The verb masks, counts and writes down; this only asks for the columns."""

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("candidates.export_journey")

    @admin.action(description=_("To Excel, with chosen columns"), permissions=["export"])
    def to_excel(self, request: HttpRequest, queryset: QuerySet[Journey]) -> HttpResponse:
        form = ColumnsForm(request.POST if "chosen" in request.POST else None)
        if form.is_valid():
            asked = asked_for(request)
            try:
                sheet = exporting.export(queryset, form.cleaned_data["columns"], by=request.user, asked=asked)  # type: ignore[arg-type]
            except Refused as refusal:
                form.add_error("columns", refusal.sentences())
            else:
                day = timezone.localdate().isoformat()
                headers = {"Content-Disposition": f'attachment; filename="perjalanan-{day}.xlsx"'}
                return HttpResponse(sheet, content_type=EXCEL, headers=headers)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("To Excel"),
            "form": form,
            "count": queryset.count(),
            "whole": request.user.has_perm("candidates.export_whole"),
            "selected": request.POST.getlist(ACTION_CHECKBOX_NAME),
            "across": request.POST.get("select_across", "0"),
            "checkbox": ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/candidates/journey/to_excel.html", context)


def asked_for(request: HttpRequest) -> str:
    """The filters of the list. What was typed into the search is a name or a NIK, so only that it was used."""
    asked = [(name, "…" if name == "q" else value) for name, value in parse_qsl(request.GET.urlencode())]
    return "&".join(f"{name}={value}" for name, value in asked if name not in {"p", "o", "all"})


@admin.register(Export)
class ExportAdmin(admin.ModelAdmin):
    """Who took a list out of the portal. Read only, also for the administrator."""

    list_display = ("at", "by", "rows", "whole", "column_names", "asked")
    list_select_related = ("by",)
    list_filter = ("whole",)
    show_full_result_count = False

    @admin.display(description=_("columns"))
    def column_names(self, export: Export) -> str:
        return ", ".join(str(exporting.COLUMNS[name].label) for name in export.columns if name in exporting.COLUMNS)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

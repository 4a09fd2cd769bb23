"""The action “to Excel” on the lists of people: choose the columns, get the sheet."""

from typing import Any
from urllib.parse import parse_qsl

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.utils import get_fields_from_path
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates import exporting
from candidates.models import Export
from core.refusal import Refused

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ColumnsForm(forms.Form):
    columns = forms.MultipleChoiceField(label=_("Columns"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, sheet: exporting.Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        columns = self.fields["columns"]
        columns.choices = [(name, column.label) for name, column in sheet.columns.items()]
        columns.initial = list(sheet.usual)


class ExportMixin(admin.ModelAdmin):
    """For a list of people. The verb masks, counts and writes down; this only asks for the columns.

    Whoever uses it names its `sheet`, and "to_excel" among its actions.
    """

    sheet: exporting.Sheet

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("candidates.export_journey")

    @admin.action(description=_("To Excel, with chosen columns"), permissions=["export"])
    def to_excel(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse:
        form = ColumnsForm(request.POST if "chosen" in request.POST else None, sheet=self.sheet)
        if form.is_valid():
            chosen, asked = form.cleaned_data["columns"], asked_for(request, self)
            try:
                file = exporting.export(queryset, chosen, by=request.user, sheet=self.sheet, asked=asked)  # type: ignore[arg-type]
            except Refused as refusal:
                form.add_error("columns", refusal.sentences())
            else:
                name = f"{self.sheet.file}-{timezone.localdate().isoformat()}.xlsx"
                headers = {"Content-Disposition": f'attachment; filename="{name}"'}
                return HttpResponse(file, content_type=EXCEL, headers=headers)
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
            "list": reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist"),
        }
        return TemplateResponse(request, "admin/candidates/journey/to_excel.html", context)


def asked_for(request: HttpRequest, people: admin.ModelAdmin) -> str:
    """The filters of the list in words. What was typed into the search is a name or a NIK: only that it was used."""
    asked = [pair for pair in parse_qsl(request.GET.urlencode()) if pair[0] not in {"p", "o", "all"}]
    return "; ".join(_in_words(name, value, request, people) for name, value in asked)


def _in_words(name: str, value: str, request: HttpRequest, people: admin.ModelAdmin) -> str:
    if name == "q":
        return gettext("searched")
    for each in people.get_list_filter(request):
        if isinstance(each, type) and issubclass(each, admin.SimpleListFilter):
            if name == each.parameter_name:
                choices = each(request, {name: [value]}, people.model, people).lookup_choices
                return f"{each.title}: {dict(choices).get(value, value)}"
            continue
        path = str(each if isinstance(each, str) else each[0])
        if name == path or name.startswith(f"{path}__"):
            field: Any = get_fields_from_path(people.model, path)[-1]
            return f"{field.verbose_name}: {_value_in_words(field, value)}"
    return name


def _value_in_words(field: Any, value: str) -> object:
    try:
        if field.related_model is not None:
            return field.related_model._base_manager.filter(pk=value).first() or value
    except ValueError:  # typed into the address
        return value
    return dict(field.flatchoices).get(value, value)


@admin.register(Export)
class ExportAdmin(admin.ModelAdmin):
    """Who took a list out of the portal. Read only, also for the administrator."""

    list_display = ("at", "by", "sheet_name", "rows", "whole", "column_names", "asked")
    list_select_related = ("by",)
    list_filter = ("whole", "sheet")
    show_full_result_count = False

    @admin.display(description=_("columns"))
    def column_names(self, export: Export) -> str:
        sheet = exporting.SHEETS.get(export.sheet)
        known = sheet.columns if sheet else {}
        return ", ".join(str(known[name].label) for name in export.columns if name in known)

    @admin.display(description=_("list"), ordering="sheet")
    def sheet_name(self, export: Export) -> str:
        return str(exporting.SHEETS[export.sheet].title) if export.sheet in exporting.SHEETS else export.sheet

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

"""The page “Riwayat” of a record: who changed what and when, old → new."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext

from core import history


class HistoryAdmin(admin.ModelAdmin):
    """For a ModelAdmin whose model keeps its history. `history_with`: accessors of rows edited on the same page."""

    history_with: tuple[str, ...] = ()

    def changes_of(self, record: Any) -> list[history.Change]:
        return history.changes(record, *self.history_with)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        record = self.get_object(request, unquote(object_id))
        kept = hasattr(self.model, "history")
        if record is None or not kept or not self.has_view_or_change_permission(request, record):
            return super().history_view(request, object_id, extra_context)  # Django's own page, or its refusal
        added = LogEntry.objects.filter(
            content_type=get_content_type_for_model(self.model), object_id=unquote(object_id), action_flag=ADDITION
        )
        context = {
            "title": gettext("History: %(record)s") % {"record": record},
            "changes": self.changes_of(record),
            "added": added.select_related("user").first(),
            **(extra_context or {}),
        }
        response = super().history_view(request, object_id, context)
        if isinstance(response, TemplateResponse):
            response.template_name = "admin/history.html"
        return response

"""What people asked about their data, the first due on top. Read only: answers are given in the queue of the desk."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates.models import DataRequest


@admin.register(DataRequest)
class DataRequestAdmin(admin.ModelAdmin):
    list_display = ("due_at", "kind", "candidate", "state", "asked_at", "decided_at", "decided_by")
    list_select_related = ("candidate", "decided_by")
    list_filter = ("state", "kind")
    ordering = ("due_at", "pk")
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("candidate", "kind", "purpose", "field", "should_be")}),
        (_("Clock"), {"fields": ("asked_at", "asked_by", "due_at")}),
        (_("Answer"), {"fields": ("state", "decided_at", "decided_by", "reason")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DataRequest]:
        return DataRequest.objects.visible_to(request.user)  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

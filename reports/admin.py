from django.contrib import admin
from django.http import HttpRequest

from reports.models import FrozenReport, Target


@admin.register(Target)
class TargetAdmin(admin.ModelAdmin):
    """A decided target is never edited: a new decision is a new row, so that the history stays."""

    list_display = ["programme", "number", "decided_on", "note"]
    filter_horizontal = ["schemes"]

    def has_change_permission(self, request: HttpRequest, obj: Target | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Target | None = None) -> bool:
        return False


@admin.register(FrozenReport)
class FrozenReportAdmin(admin.ModelAdmin):
    """Read-only: a report that left the house is made at /ringkasan/laporan/ and never changed."""

    list_display = ["shown_code", "on", "made_at", "made_by"]
    fields = ["shown_code", "on", "made_at", "made_by", "numbers"]
    list_select_related = ["made_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: FrozenReport | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: FrozenReport | None = None) -> bool:
        return False

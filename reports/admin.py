from django.contrib import admin
from django.http import HttpRequest

from reports.models import Target


@admin.register(Target)
class TargetAdmin(admin.ModelAdmin):
    """A decided target is never edited: a new decision is a new row, so that the history stays."""

    list_display = ["programme", "number", "decided_on", "note"]
    filter_horizontal = ["schemes"]

    def has_change_permission(self, request: HttpRequest, obj: Target | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Target | None = None) -> bool:
        return False

"""What the pages of this room share: rows that only verbs write."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from core.verb_pages import VerbPages


class PagesAdmin(VerbPages, admin.ModelAdmin):
    """A model admin with pages of its own."""


class ReadOnlyAdmin(PagesAdmin):
    """Rows that only verbs write."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        return self.model.objects.visible_to(request.user).order_by(*self.ordering)  # type: ignore[misc]

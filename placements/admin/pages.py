"""What the pages of this room share: rows that only verbs write."""

from typing import Any

from django.http import HttpRequest

from core.private_search import PrivateSearch
from core.verb_pages import VerbPages


class PagesAdmin(VerbPages, PrivateSearch):
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

"""What several lists of the classroom in the admin share."""

from typing import Any

from django.http import HttpRequest

from core.private_search import PrivateSearch


class ReadOnly(PrivateSearch):
    """What happened is history: it is read here and changed by its verb."""

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

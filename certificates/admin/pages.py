"""What the pages of this room share: rows that only verbs write."""

from typing import Any

from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from certificates.enums import State
from core.private_search import PrivateSearch
from core.verb_pages import VerbPages

TAGS = {State.CLAIMED: "waiting", State.VERIFIED: "done", State.REFUSED: "returned", State.REVOKED: "stopped"}


class VerbAdmin(VerbPages, PrivateSearch):
    """Recorded with a form, then moved by verbs only: nothing is edited or deleted afterwards."""

    change_form_template = "admin/certificates/verb_change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return self.model.objects.visible_to(request.user).order_by(*self.ordering)  # type: ignore[misc,attr-defined]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def buttons(self, request: HttpRequest, obj: Any) -> list[dict[str, object]]:
        """The deeds that fit this row and that this person may do; none unless the room offers some."""
        return []

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj is not None:
            context["verbs"] = self.buttons(request, obj)
        return super().render_change_form(request, context, *args, **kwargs)


def page_of(row: Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def journey_page(pk: int) -> str:
    return reverse("admin:candidates_journey_change", args=[pk])
